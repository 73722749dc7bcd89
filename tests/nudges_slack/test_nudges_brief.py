"""The morning's brief, and when somebody wants to be written to."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from nudge_scene import drawn

from crm.model import Account, Interaction, Kind, NudgeState


@pytest.fixture
def morning(scene):
    """Half past eight, with a meeting at ten and two things that can wait."""
    scene.set_team(brief=True)
    scene.wall.move(scene.wall.now().replace(hour=8, minute=31, second=0, microsecond=0))
    now = scene.wall.now()
    with scene.app.store.write() as session:
        acme = session.query(Account).filter_by(name="Acme").one()
        session.add(
            Interaction(
                tenant_id=scene.tenant, source="calendar", external_id=str(now), kind=Kind.MEETING, user_id=scene.user("Dana").id,
                occurred_at=now.replace(hour=10, minute=0), subject="Review", text="", account_id=acme.id,
                attributes={"duration_minutes": 45}, created_at=now, updated_at=now,
            )
        )  # fmt: skip
    first, second = scene.suggest(severity=1), scene.suggest(severity=1, client="Globex")
    yield first, second
    scene.set_team(brief=False)


def test_the_brief_is_one_message_and_each_part_can_be_answered(scene, morning):
    first, second = morning
    ts = scene.sent(first)
    assert ts == scene.nudge(second).ts
    shown = scene.shown(first)
    assert f"Your {scene.wall.now():%A}" in shown
    assert "10:00  Review · Acme" in shown
    assert "send the contract" in shown
    scene.console.press("dana", ts, "nudge_do", str(first))
    scene.until(lambda: "You took this on: Acme speaks" in scene.shown(first))
    values = [e.get("value") for b in scene.message(first).blocks for e in b.get("elements", []) if isinstance(e, dict)]
    assert str(second) in values
    assert str(first) not in values
    scene.until(lambda: [m for m in scene.told("dana", "shall we speak on Thursday?") if m.thread_ts == ts])
    scene.console.press("dana", ts, "nudge_more", f"{second}:nudge_useless")
    scene.until(lambda: "Not useful: Globex speaks" in scene.shown(first))
    assert scene.nudge(second).state is NudgeState.DONE


def test_nobody_is_disturbed_in_a_meeting(scene, morning):
    scene.sent(morning[0])
    scene.wall.move(scene.wall.now().replace(hour=9, minute=56))
    number = scene.suggest(client="Globex")
    assert scene.round() == 0
    scene.wall.move(scene.wall.now().replace(hour=10, minute=46))
    scene.sent(number)


def said(scene, person, text):
    before = len(scene.console.ephemerals(person))
    scene.console.command(person, "/rapport", text)
    scene.until(lambda: len(scene.console.ephemerals(person)) > before)
    return drawn(scene.console.ephemerals(person)[-1])


def test_everybody_sets_their_own_hours(scene):
    assert "18:00 to 8:30 (Europe/London); I write on Mon to Fri" in said(scene, "morgan", "nudges")
    assert "21:00 to 7:15" in said(scene, "morgan", "nudges quiet 21:00-7:15")
    assert "*At most* 1 message a day" in said(scene, "morgan", "nudges budget 1")
    assert "*Morning brief*: on" in said(scene, "morgan", "nudges brief on")
    assert "I write on Mon to Thu" in said(scene, "morgan", "nudges days mon-thu")
    assert "Say from when to when" in said(scene, "morgan", "nudges quiet never mind")
    assert "18:00 to 8:30" in said(scene, "dana", "nudges")
    for back in ("quiet 18:00-8:30", "budget 3", "brief off", "days mon-fri"):
        said(scene, "morgan", f"nudges {back}")


def test_kinds_and_clients_are_muted_and_heard_of_again(scene):
    assert "*Muted*: Acme until" in said(scene, "dana", "nudges mute Acme until next Friday")
    assert "*Muted*: a client names a competitor" in said(scene, "dana", "nudges mute competitor")
    assert "Or name a kind: unhappy" in said(scene, "dana", "nudges mute Nobody Ltd")
    number = scene.suggest(client="Globex")
    assert scene.round() == 0
    assert "competitor" not in said(scene, "dana", "nudges unmute competitor").split("`/rapport")[0]
    said(scene, "dana", "nudges unmute Acme")
    assert "That is not muted" in said(scene, "dana", "nudges unmute Acme")
    scene.wall.later(minutes=31)
    scene.sent(number)


def test_a_pause_holds_until_it_is_over(scene):
    assert "*Paused*" in said(scene, "dana", "nudges pause")
    number = scene.suggest()
    assert scene.round() == 0
    assert "Paused" not in said(scene, "dana", "nudges resume")
    scene.sent(number)
    assert "*Paused* until" in said(scene, "dana", "nudges pause until tomorrow")
    said(scene, "dana", "nudges resume")


def test_a_question_about_nudges_is_a_question(scene):
    assert "Use it like this" not in said(scene, "dana", "nudges of the Acme deal")


def test_blocks_of_a_brief_are_within_slacks_limits(scene, morning):
    scene.sent(morning[0])
    blocks = scene.message(morning[0]).blocks
    assert len(blocks) <= 50
    assert len(json.dumps(blocks)) < 40_000
    assert timedelta(0) < scene.wall.now() - scene.nudge(morning[0]).sent_at < timedelta(minutes=5)
