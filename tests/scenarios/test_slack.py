"""A day in Slack: asking, logging, confirming, undoing; and who gets nothing."""

import json

import pytest
from scene import rows
from sqlalchemy import func, select

from crm.errors import RejectedError
from crm.model import InboxItem, InboxState, Interaction, Task
from crm.tenants import Tenants


def text_of(messages):
    return json.dumps([m.blocks for m in messages], ensure_ascii=False)


def button(message, action):
    for block in message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                return element
    return None


def pressed(team, person, message, action):
    element = button(message, action)
    assert element, message.blocks
    team.console.press(person, message.ts, action, element["value"])


def redrawn(team, person, ts, sign):
    def look():
        found = [m for m in team.console.messages("dm", person=person) + thread(team, person) if m.ts == ts]
        return next((m for m in found if sign in json.dumps(m.blocks)), None)

    return team.console.wait_for(look, timeout=20)


def thread(team, person):
    roots = [m for m in team.console.messages("dm", person=person) if not m.bot]
    return [m for root in roots for m in team.console.messages("dm", root.ts, person=person)]


def test_a_question_is_answered_with_evidence(team):
    answer = text_of(team.says("dana", "unhappy clients last quarter"))
    assert "Acme" in answer
    assert "invoice is wrong again" in answer
    assert "Understood" in answer
    assert "Globex" not in answer


def test_who_owns_is_one_sentence(team):
    assert "Morgan Hale" in text_of(team.says("dana", "who owns Globex?"))


def test_what_is_not_understood_is_said(team):
    answer = text_of(team.says("dana", "what is the airspeed of a swallow in Lisbon"))
    assert "Morgan" not in answer
    assert "not" in answer.lower()


def test_a_call_is_proposed_confirmed_and_undone(team):
    before = rows(team, Interaction), rows(team, Task)
    card = team.says("dana", "called Jane at Acme, she's worried about pricing, follow up Friday")[0]
    assert "Acme" in text_of([card])
    assert "Jane Miller" in text_of([card])
    assert (rows(team, Interaction), rows(team, Task)) == before
    pressed(team, "dana", card, "log_confirm")
    logged = redrawn(team, "dana", card.ts, "log_undo")
    assert logged
    assert (rows(team, Interaction), rows(team, Task)) == (before[0] + 1, before[1] + 1)
    pressed(team, "dana", logged, "log_undo")
    assert redrawn(team, "dana", card.ts, "Undone")
    assert (rows(team, Interaction), rows(team, Task)) == before


def test_a_proposal_is_edited_before_it_is_written(team):
    card = team.says("dana", "met Jane from Acme about the rollout, send her the plan on Monday")[0]
    pressed(team, "dana", card, "log_edit")
    view = team.console.wait_for(lambda: team.console.views("dana"), timeout=20)[-1]
    team.console.submit("dana", view.id, {"summary": ""})
    assert team.console.wait_for(lambda: team.console.views("dana")[-1].errors, timeout=20)
    team.console.submit("dana", view.id, {"summary": "Rollout starts in May, Jane leads it"})
    assert redrawn(team, "dana", card.ts, "log_undo")
    with team.app.store.read() as session:
        texts = session.scalars(select(Interaction.text).order_by(Interaction.id.desc()).limit(1)).all()
        assert "Rollout" in texts[0] or "rollout" in texts[0]


def test_nobody_else_can_press_my_buttons(team):
    card = team.says("dana", "emailed Jane at Acme the new quote")[0]
    entry = button(card, "log_confirm")["value"]
    mine = team.says("nia", "hello")
    assert "don't know you" in text_of(mine)
    before = rows(team, Interaction)
    tenant = team.app.tenants.home()
    other = Tenants(team.app.store, team.app.clock).user(tenant, "Morgan Hale")
    assert other.role == "manager"
    stranger = other.__class__(id=10**6, tenant_id=tenant, name="Nobody", role="rep", active=True)
    with pytest.raises(RejectedError):
        team.app.logbook.confirm(tenant, int(entry), stranger)
    assert rows(team, Interaction) == before
    pressed(team, "dana", card, "log_discard")
    assert redrawn(team, "dana", card.ts, "Discarded")


def test_a_mention_in_a_channel_is_answered_only_to_the_asker(team):
    ts = team.console.say("dana", "sales", "@rapport who owns Acme?")
    seen = team.console.wait_for(lambda: team.console.ephemerals("dana"), timeout=20)
    assert "Dana Reyes" in text_of(seen)
    assert [m for m in team.console.messages("sales", ts, person="dana") if m.bot] == []
    assert not team.console.ephemerals("morgan")


@pytest.mark.parametrize(
    ("person", "channel"), [("tom", "dm"), ("tom", "sales"), ("lena", "shared"), ("dana", "shared")]
)
def test_outsiders_and_shared_channels_get_nothing(team, person, channel):
    seen = len(team.console.ephemerals(person))
    team.console.say(person, channel, "@rapport who owns Acme?")
    waiting = select(func.count()).select_from(InboxItem).where(InboxItem.state == InboxState.RECEIVED)
    assert team.console.wait_for(lambda: drained(team, waiting), timeout=20)
    assert len(team.console.ephemerals(person)) == seen
    assert all(not m.bot for m in team.console.messages(channel, person=person) if "Acme" in json.dumps(m.blocks))


def drained(team, waiting):
    with team.app.store.read() as session:
        return session.scalar(waiting) == 0


def test_the_home_tab_shows_what_is_due_and_takes_done(team):
    team.console.open_home("dana")
    home = team.console.wait_for(lambda: team.console.home("dana"), timeout=20)
    assert "send the contract" in json.dumps(home.payload)
    drawn = [each for block in home.blocks for each in block.get("elements", [])]
    pressed_task = next(each for each in drawn if each.get("action_id") == "task_done")
    team.console.press("dana", home.id, "task_done", pressed_task["value"])
    assert team.console.wait_for(
        lambda: "send the contract" not in json.dumps(team.console.home("dana").payload), timeout=20
    )


def test_a_question_of_the_home_tab_is_answered_in_the_direct_messages(team):
    team.console.open_home("dana")
    home = team.console.wait_for(lambda: team.console.home("dana"), timeout=20)
    asked = next(e for b in home.blocks for e in b.get("elements", []) if e.get("value") == "my open follow-ups")
    before = {m.ts for m in team.console.messages("dm", person="dana")}
    team.console.press("dana", home.id, asked["action_id"], asked["value"])

    def answered():
        new = [m for m in team.console.messages("dm", person="dana") if m.ts not in before]
        return new if len(new) == 2 else None

    assert "my open follow-ups" in text_of(team.console.wait_for(answered, timeout=20))


def test_the_slash_command_asks_helps_and_tells_its_state(team):
    for text, sign in (
        ("ask who owns Globex?", "Morgan Hale"),
        ("help", "Ask me"),
        ("status", "record"),
        ("", "Tell me"),
    ):
        seen = len(team.console.ephemerals("ari"))
        team.console.command("ari", "/rapport", text)
        found = team.console.wait_for(lambda n=seen: team.console.ephemerals("ari")[n:], timeout=30)
        assert sign in text_of(found), text


@pytest.mark.parametrize(
    "words", ["x" * 20_000, "\x00\x01\x02 who owns \x07Acme", "'; DROP TABLE deals; --", "🤷" * 500]
)
def test_hostile_words_get_a_plain_answer(team, words):
    answers = team.says("dana", words)
    assert answers
    assert "Traceback" not in text_of(answers)
    assert "Something went wrong" not in text_of(answers)
