"""What is no question: thanks, other trades, and words that nothing in the record goes by."""

import json

import pytest

from bot.slack.handlers import aside
from crm.ask.answer import Answer


def told(messages):
    return json.dumps([m.blocks for m in messages], ensure_ascii=False)


def offered(message):
    return [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


@pytest.mark.parametrize("text", ["thanks!", "ok, great", "how are you?"])
def test_a_courtesy_is_one_line_without_buttons(team, text):
    (answer,) = team.says("dana", text)
    assert "here whenever" in told([answer])
    assert offered(answer) == []


def test_what_no_record_can_tell_is_said_with_two_questions_it_can(team):
    (answer,) = team.says("dana", "what's the weather in Stockholm today?")
    assert "The record cannot tell that" in told([answer])
    examples = [each["value"] for each in offered(answer)]
    assert len(examples) == 2
    assert all(team.app.asker.reads(team.app.tenants.home(), each) for each in examples)


def test_a_strange_word_among_known_ones_is_named_also_after_an_answer(team):
    team.says("dana", "number of open deals")
    (answer,) = team.says("dana", "how many zonked deals")
    assert "zonked" in told([answer])
    assert "cannot join" not in told([answer])
    assert [each["action_id"] for each in offered(answer)][-1] == "answer_bad"


def test_help_is_shown_when_asked_for(team):
    assert "Tell me" in told(team.says("dana", "what can you do?"))


@pytest.mark.parametrize(
    "found",
    [
        Answer(question="x", answer="1 deal."),
        Answer(question="x", answer="It asks for reasons.", abstained=True),
    ],
    ids=["answered", "refused"],
)
def test_nobody_is_asked_what_an_answer_or_a_refusal_was_for(found):
    assert aside.instead(None, "x", found) is None
