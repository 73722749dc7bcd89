"""Conversations in Slack: going on from an answer, judging it, sharing it."""

from __future__ import annotations

import json

import pytest
from scene import rows
from sqlalchemy import delete, select

from bot.console.faults import Fault
from crm.model import AnsweredQuestion, AnswerFeedback, InboxItem, InboxState, Verdict


def text_of(messages):
    return json.dumps([m.blocks for m in messages], ensure_ascii=False)


def button(message, action):
    found = (e for b in message.blocks for e in b.get("elements", []) if e.get("action_id") == action)
    return next(found, None)


def press(team, person, message, action):
    element = button(message, action)
    assert element, message.blocks
    team.console.press(person, message.ts, action, element["value"])


def forge(team, person, message, action, value):
    """A press with a value that no button of ours carries."""
    button(message, action)["value"] = value
    press(team, person, message, action)


def replied(team, person, root, text):
    """What the app says to a message in a thread."""
    before = {m.ts for m in team.console.messages("dm", root, person=person)}
    team.console.say(person, "dm", text, thread_ts=root)

    def new():
        return [m for m in team.console.messages("dm", root, person=person) if m.bot and m.ts not in before]

    return team.console.wait_for(new, timeout=20)


def whispered(team, person, seen):
    return team.console.wait_for(lambda: team.console.ephemerals(person)[seen:], timeout=20)


def asked_in(team, person, channel, text):
    seen = len(team.console.ephemerals(person))
    team.console.say(person, channel, text)
    return whispered(team, person, seen)[-1]


def verdicts(team):
    with team.app.store.read() as session:
        return session.execute(select(AnswerFeedback.verdict, AnswerFeedback.note)).all()


@pytest.fixture
def clean(team):
    with team.app.store.write() as session:
        session.execute(delete(AnswerFeedback))
        session.execute(delete(AnsweredQuestion))


@pytest.fixture
def room(team):
    """A channel of the team's own."""
    workspace = team.console.workspace
    known = next((c.id for c in workspace.channels.values() if c.name == "deals"), None)
    if known is None:
        people = {p.name: p for p in workspace.people.values()}
        workspace.add_channel("deals", [people["dana"], people["morgan"], people["ari"]])
    return "deals"


def test_a_thread_goes_on_from_the_answer_before(team, clean):
    root = team.console.say("dana", "dm", "number of open deals")
    first = team.console.wait_for(lambda: team.answers("dana", root), timeout=20)
    assert "1 open deal" in text_of(first)
    assert "1 won deal" in text_of(replied(team, "dana", root, "and the won ones?"))
    assert "Morgan Hale" in text_of(replied(team, "dana", root, "by rep"))
    assert "cannot join" in text_of(replied(team, "dana", root, "only in Narnia"))


def test_a_message_outside_of_the_thread_goes_on_for_ten_minutes(team, clean):
    team.says("dana", "number of open deals")
    assert "1 won deal" in text_of(team.says("dana", "and the won ones?"))


def test_nobody_goes_on_from_another_persons_question(team, clean, room):
    asked_in(team, "dana", room, "@rapport number of open deals")
    assert "number of open deals" not in text_of([asked_in(team, "ari", room, "@rapport what was that about?")])
    assert "number of open deals" in text_of([asked_in(team, "dana", room, "@rapport what was that about?")])


def test_the_slash_command_goes_on_too(team, clean, room):
    seen = len(team.console.ephemerals("ari"))
    team.console.command("ari", "/rapport", "ask number of open deals")
    whispered(team, "ari", seen)
    seen = len(team.console.ephemerals("ari"))
    team.console.command("ari", "/rapport", "ask what about won?")
    assert "1 won deal" in text_of(whispered(team, "ari", seen))


def test_questions_are_kept_redacted_with_their_plan(team, clean):
    team.says("dana", "who owns Globex? mail me at dana.private@northwind.example")
    team.says("dana", "number of open deals")
    with team.app.store.read() as session:
        kept = session.scalars(select(AnsweredQuestion).order_by(AnsweredQuestion.id)).all()
        assert "dana.private" not in " ".join(row.question for row in kept)
        assert kept[-1].plan["measures"]
        assert not kept[-1].abstained


def test_a_thumb_up_counts_once(team, clean):
    answer = team.says("dana", "who owns Globex?")[0]
    for _ in range(2):
        seen = len(team.console.ephemerals("dana"))
        press(team, "dana", answer, "answer_good")
        assert "thank you" in text_of(whispered(team, "dana", seen))
    assert verdicts(team) == [(Verdict.GOOD, None)]


def test_a_thumb_down_asks_why_and_keeps_the_note_redacted(team, clean):
    answer = team.says("dana", "who owns Acme?")[0]
    press(team, "dana", answer, "answer_bad")
    view = team.console.wait_for(lambda: team.console.views("dana"), timeout=20)[-1]
    assert verdicts(team) == [(Verdict.BAD, None)]
    seen = len(team.console.ephemerals("dana"))
    team.console.submit("dana", view.id, {"note": "ask jane.secret@acme.example, it is Morgan"})
    assert "thank you" in text_of(whispered(team, "dana", seen))
    ((verdict, note),) = verdicts(team)
    assert verdict == Verdict.BAD
    assert "it is" in note
    assert "jane.secret" not in note


def test_an_answer_that_is_gone_is_said(team, clean):
    answer = team.says("dana", "who owns Acme?")[0]
    with team.app.store.write() as session:
        session.execute(delete(AnsweredQuestion))
    before = len(team.console.messages("dm", answer.thread_ts, person="dana"))
    press(team, "dana", answer, "answer_good")

    def told():
        found = team.console.messages("dm", answer.thread_ts, person="dana")
        return found if len(found) > before else None

    assert "not kept any more" in text_of(team.console.wait_for(told, timeout=20))
    assert rows(team, AnswerFeedback) == 0


def test_sharing_posts_what_was_seen_once(team, clean, room):
    answer = asked_in(team, "dana", room, "@rapport who owns Globex?")
    press(team, "dana", answer, "answer_share")

    def public():
        return [m for m in team.console.messages(room, person="morgan") if m.bot and "Asked and shared" in text_of([m])]

    posted = team.console.wait_for(public, timeout=20)
    assert "Morgan Hale" in text_of(posted)
    seen = len(team.console.ephemerals("dana"))
    press(team, "dana", answer, "answer_share")
    assert "shared already" in text_of(whispered(team, "dana", seen))
    assert len(public()) == 1


def test_only_who_asked_can_share(team, clean, room):
    answer = asked_in(team, "dana", room, "@rapport who owns Acme?")
    value = button(answer, "answer_share")["value"]
    other = asked_in(team, "ari", room, "@rapport who owns Acme?")
    seen = len(team.console.ephemerals("ari"))
    forge(team, "ari", other, "answer_share", value)
    assert "Only the person who asked" in text_of(whispered(team, "ari", seen))


def test_sharing_is_refused_where_outsiders_came_in_since(team, clean, room):
    answer = asked_in(team, "dana", room, "@rapport who owns Acme?")
    channel = next(c for c in team.console.workspace.channels.values() if c.name == room)
    channel.is_ext_shared = True
    seen = len(team.console.ephemerals("dana"))
    try:
        press(team, "dana", answer, "answer_share")
        assert "People outside" in text_of(whispered(team, "dana", seen))
    finally:
        channel.is_ext_shared = False
    assert not [m for m in team.console.messages(room, person="dana") if m.bot and "Acme" in text_of([m])]


@pytest.mark.parametrize("code", ["missing_scope", "channel_not_found"])
def test_sharing_is_refused_where_the_channel_cannot_be_verified(team, clean, room, code):
    answer = asked_in(team, "dana", room, "@rapport who owns Acme?")
    seen = len(team.console.ephemerals("dana"))
    team.console.faults.add(Fault("error", "conversations.info", error=code))
    try:
        press(team, "dana", answer, "answer_share")
        assert "I cannot tell who does" in text_of(whispered(team, "dana", seen))
    finally:
        team.console.faults.clear()
    with team.app.store.read() as session:
        assert session.scalar(select(AnsweredQuestion.shared_at).order_by(AnsweredQuestion.id.desc())) is None


def _quiet(team):
    with team.app.store.read() as session:
        return session.scalar(select(InboxItem.id).where(InboxItem.state == InboxState.RECEIVED)) is None


def test_a_changed_record_is_not_shared(team, clean, room):
    answer = asked_in(team, "dana", room, "@rapport number of open deals")
    number, _, _ = button(answer, "answer_share")["value"].partition(":")
    seen = len(team.console.ephemerals("dana"))
    forge(team, "dana", answer, "answer_share", f"{number}:{'0' * 24}")
    assert "has changed since" in text_of(whispered(team, "dana", seen))


@pytest.mark.parametrize("value", ["", "x", "9" * 30, "1", ":", "-1:abc"])
def test_broken_buttons_are_refused(team, clean, room, value):
    answer = asked_in(team, "dana", room, "@rapport who owns Acme?")
    seen = len(team.console.ephemerals("dana"))
    forge(team, "dana", answer, "answer_share", value)
    assert "Please ask again" in text_of(whispered(team, "dana", seen))


def test_strangers_presses_are_ignored(team, clean):
    answer = team.says("dana", "who owns Acme?")[0]
    mine = team.says("nia", "hello")[0]
    mine.blocks.append(answer.blocks[-1])
    press(team, "nia", mine, "answer_good")
    assert team.console.wait_for(lambda: _quiet(team), timeout=20)
    assert verdicts(team) == []
