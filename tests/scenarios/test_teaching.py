"""A team teaches Rapport its own words in Slack."""

import json

import pytest


def text_of(messages):
    return json.dumps([m.blocks for m in messages], ensure_ascii=False)


def command(team, person, text):
    seen = len(team.console.ephemerals(person))
    team.console.command(person, "/rapport", text)
    return text_of(team.console.wait_for(lambda: team.console.ephemerals(person)[seen:], timeout=30))


def button(message, action):
    elements = [each for block in message.blocks for each in block.get("elements", [])]
    return next((each for each in elements if str(each.get("action_id")).startswith(action)), None)


def thread(team, person):
    roots = [m for m in team.console.messages("dm", person=person) if not m.bot]
    return [m for root in roots for m in team.console.messages("dm", root.ts, person=person)]


def test_an_admin_teaches_a_word_and_everybody_may_use_it(team):
    assert "now means" in command(team, "ari", "words add kahuna = account")
    assert "kahuna" in command(team, "dana", "words")
    assert "“kahuna” means account" in text_of(team.says("dana", "how many kahunas do we have?"))
    assert "is forgotten" in command(team, "ari", "words remove kahuna")
    assert "kahuna" not in command(team, "dana", "words list")


@pytest.mark.parametrize("said", ["words add kahuna = account", "words remove kahuna", "words override deal = account"])
def test_others_are_refused(team, said):
    command(team, "ari", "words add kahuna = account")
    assert "Only an admin" in command(team, "dana", said)
    command(team, "ari", "words remove kahuna")


@pytest.mark.parametrize("said", ["words add", "words add kahuna", "words remove", "words sing"])
def test_an_unfinished_command_is_told_how(team, said):
    assert "words add whale =" in command(team, "ari", said)


def test_a_chosen_reading_is_remembered_and_can_be_forgotten(team):
    asked = team.says("morgan", "how many flopped deals")[0]
    offered = button(asked, "ask_learn")
    assert offered, asked.blocks
    team.console.press("morgan", asked.ts, offered["action_id"], offered["value"])

    def told():
        return next((m for m in thread(team, "morgan") if "remember that" in json.dumps(m.blocks)), None)

    note = team.console.wait_for(told, timeout=20)
    assert "flopped" in command(team, "ari", "words")
    undo = button(note, "word_forget")
    team.console.press("morgan", note.ts, undo["action_id"], undo["value"])
    team.console.wait_for(lambda: "flopped" not in command(team, "ari", "words"), timeout=20)


def test_a_rep_is_answered_but_teaches_nobody(team):
    asked = team.says("dana", "how many flopped deals")[0]
    offered = button(asked, "ask_learn")
    before = len(thread(team, "dana"))
    team.console.press("dana", asked.ts, offered["action_id"], offered["value"])
    team.console.wait_for(lambda: len(thread(team, "dana")) > before, timeout=20)
    assert "flopped" not in command(team, "ari", "words")
