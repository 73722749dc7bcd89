"""What somebody does with a nudge in Slack, and what comes of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.model import Interaction, NudgeState, Task, User


def actions(message):
    return [
        element["action_id"] for block in message.blocks if block["type"] == "actions" for element in block["elements"]
    ]


def test_a_nudge_says_what_why_and_what_to_do(scene):
    number = scene.suggest()
    scene.sent(number)
    shown = scene.shown(number)
    assert "Acme speaks of Initech" in shown
    assert "The deal is open." in shown
    assert "Open deals: Acme renewal" in shown
    assert "Mail to Jane Miller" in shown
    assert ">shall we speak on Thursday?" in shown
    assert actions(scene.message(number)) == [
        "nudge_do", "nudge_edit", "nudge_later", "nudge_useless", "nudge_wrong", "nudge_why",
    ]  # fmt: skip
    assert scene.nudge(number).state is NudgeState.SENT


def test_do_it_gives_the_words_and_sends_nothing(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    calls = len(scene.console.calls("chat.postMessage"))
    for _ in range(2):
        scene.console.press("dana", ts, "nudge_do", str(number))
        scene.until(lambda: "Nothing was sent" in scene.shown(number))
        scene.message(number).blocks.append(
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "nudge_do",
                        "value": str(number),
                        "text": {"type": "plain_text", "text": "Do it"},
                    }
                ],
            }
        )  # fmt: skip  (as another of their devices still shows it)
    scene.idle()
    assert list(scene.events(number)) == ["shown", "accepted"]
    shown = scene.shown(number)
    assert ">shall we speak on Thursday?" in shown
    assert "<mailto:jane@acme.example?subject=Your%20renewal&body=Hi%20Jane%2C%0A%0Ashall" in shown
    assert len(scene.console.calls("chat.postMessage")) == calls


def test_a_call_becomes_a_follow_up_once(scene):
    draft = {"form": "call", "text": "Ask about the offer.", "subject": "", "contact_id": None}
    number = scene.suggest(draft=draft)
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_do", str(number))
    scene.until(lambda: "on your list of follow-ups" in scene.shown(number))
    with scene.app.store.read() as session:
        (task,) = session.scalars(select(Task).where(Task.external_id == f"nudge:{number}"))
    assert (task.owner_id, task.due_on) == (scene.user("Dana").id, scene.wall.now().date())


def test_ones_own_words_are_kept_without_what_is_personal(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_edit", str(number))
    form = scene.form()
    assert "shall we speak on Thursday?" in json.dumps(form.blocks)
    scene.console.submit("dana", form.id, {"text": "Jane, call me: +44 7911 123456 <!channel> *now*"})
    scene.until(lambda: "edited" in scene.events(number))
    kept = json.dumps(scene.events(number)["edited"])
    assert "7911" not in kept
    assert "Jane" not in kept
    scene.until(lambda: ">Jane, call me: +44 7911 123456 &lt;!channel&gt; ∗now∗" in scene.shown(number))


def test_words_that_were_not_changed_are_no_edit(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_edit", str(number))
    scene.console.submit("dana", scene.form().id, {})
    scene.until(lambda: "Nothing was sent" in scene.shown(number))
    assert list(scene.events(number)) == ["shown", "accepted"]


@pytest.mark.parametrize(
    ("wait", "wall"),
    [("2h", None), ("morning", "08:30"), ("week", "08:30")],
)
def test_later_it_comes_again(scene, wait, wall):
    number = scene.suggest()
    ts = scene.sent(number)
    pressed_at = scene.wall.now()
    scene.console.press("dana", ts, "nudge_later", f"{number}:{wait}")
    scene.until(lambda: "I will come back to it" in scene.shown(number))
    due = scene.nudge(number).due_at
    assert scene.nudge(number).state is NudgeState.WAITING
    if wall:
        assert f"{due:%H:%M}" == wall
        assert due.weekday() == 0 if wait == "week" else due.date() > pressed_at.date()
    else:
        assert timedelta(hours=2) - timedelta(minutes=1) < due - pressed_at < timedelta(hours=2, minutes=1)
    scene.wall.move(due + timedelta(days=1 if wait == "2h" else 0, minutes=1))
    while scene.wall.now().weekday() > 4:
        scene.wall.later(days=1)
    scene.round()
    scene.until(lambda: scene.nudge(number).ts != ts)
    assert scene.nudge(number).state is NudgeState.SENT


def test_not_useful_offers_to_hear_no_more_of_it(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_useless", str(number))
    scene.until(lambda: "Nothing about Acme" in scene.shown(number))
    assert "not_useful" in scene.events(number)
    scene.console.press("dana", ts, "nudge_mute:account", f"{number}:account")
    scene.until(lambda: "You hear no more of Acme" in scene.shown(number))
    scene.tomorrow()
    again = scene.suggest()
    assert scene.round() == 0
    scene.console.command("dana", "/rapport", "nudges unmute Acme")
    scene.until(lambda: not scene.app.nudge_habits.mutes(scene.user("Dana")))
    scene.wall.later(minutes=31)
    scene.sent(again)


def test_wrong_is_taken_back_and_a_mood_set_right(scene):
    with scene.app.store.read() as session:
        mail = session.scalars(select(Interaction).where(Interaction.external_id == "m1")).one()
    evidence = [{"ref": f"interaction:{mail.id}", "says": "“We are really disappointed.”", "shows": {}, "must": True}]
    number = scene.suggest(evidence=evidence, interaction_id=mail.id)
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_wrong", str(number))
    scene.console.submit(
        "dana", scene.form().id, {"note": "Jane was joking", "which": str(mail.id), "mood": "positive"}
    )
    scene.until(lambda: "Taken back, thank you. The mood is positive now" in scene.shown(number))
    assert "Jane" not in json.dumps(scene.events(number)["wrong"])
    with scene.app.store.read() as session:
        row = session.get_one(Interaction, mail.id)
        assert (row.mood, row.mood_source) == ("positive", "human")


def test_why_me_tells_what_it_was_weighed_by_to_its_reader_alone(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_why", str(number))
    scene.until(lambda: scene.whispered("dana", "Why you, why now", "urgent"))
    assert "nudge_do" in scene.shown(number)


def test_who_may_not_see_it_any_more_gets_nothing_out_of_its_buttons(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    with scene.app.store.write() as session:
        session.get_one(User, scene.user("Dana").id).active = False
    scene.console.press("dana", ts, "nudge_do", str(number))
    scene.idle()
    assert list(scene.events(number)) == ["shown"]
    assert "Nothing was sent" not in scene.shown(number)
    with scene.app.store.write() as session:
        session.get_one(User, scene.user("Dana").id).active = True


def test_anothers_nudge_cannot_be_answered(scene):
    """A button's value is what Slack says it is; whose it is, is asked of the record."""
    number, theirs = scene.suggest(), scene.suggest(name="Morgan", client="Globex")
    ts = scene.sent(number)
    scene.sent(theirs, "morgan")
    block = next(each for each in scene.message(number).blocks if each["type"] == "actions")
    block["elements"][0]["value"] = str(theirs)
    scene.console.press("dana", ts, "nudge_do", str(theirs))
    scene.idle()
    assert list(scene.events(theirs)) == ["shown"]


def test_a_message_that_was_deleted_is_answered_aside(scene):
    number = scene.suggest()
    ts = scene.sent(number)
    scene.console.press("dana", ts, "nudge_edit", str(number))
    form = scene.form()
    scene.console.state.log.remove(scene.message(number))
    scene.console.submit("dana", form.id, {"text": "In my own words."})
    scene.until(lambda: "edited" in scene.events(number))
    scene.until(lambda: scene.whispered("dana", "In my own words."))


def test_stored_text_stays_text(scene):
    evil = "<!channel> *now* <https://evil.example|here> `x`"
    draft = {"form": "mail", "text": f"{evil}\n> quoted", "subject": evil, "contact_id": None}
    number = scene.suggest(says=evil, draft=draft)
    scene.sent(number)
    shown = scene.shown(number)
    assert "<!channel>" not in shown
    assert "<https://evil" not in shown
    assert "&lt;!channel&gt; ∗now∗" in shown
