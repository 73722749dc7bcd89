"""Slack refuses, hangs up, answers nothing, does not know somebody any more: nothing comes twice, nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.console.faults import Fault
from crm.model import NudgeState


def times(scene, number, person="dana"):
    says = scene.nudge(number).says
    return len(scene.told(person, says))


def settle(scene):
    for _ in range(2):
        scene.wall.later(minutes=2, seconds=5)
        scene.round()


@pytest.mark.parametrize(
    "fault",
    [
        Fault("rate_limited", "chat.postMessage", retry_after=1), Fault("server_error", "chat.postMessage"),
        Fault("garbage", "chat.postMessage"), Fault("error", "chat.postMessage", error="internal_error"),
        Fault("lost_answer", "chat.postMessage"), Fault("hang", "chat.postMessage", seconds=11),
        Fault("error", "conversations.open", error="fatal_error", times=1), Fault("server_error", "users.info", times=3),
        Fault("error", "conversations.history", error="internal_error"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.method}",
)  # fmt: skip
def test_it_comes_once_whatever_fails(scene, fault):
    scene.wall.later(minutes=6)  # who they are is asked for anew
    number = scene.suggest()
    scene.console.faults.add(fault)
    scene.round()
    settle(scene)
    settle(scene)
    assert times(scene, number) == 1
    assert scene.nudge(number).state is NudgeState.SENT


def test_what_slack_will_not_take_is_not_tried_again_and_again(scene):
    number = scene.suggest()
    scene.console.faults.add(Fault("error", "chat.postMessage", error="cannot_dm_bot"))
    scene.round()
    settle(scene)
    assert times(scene, number) == 0
    assert scene.nudge(number).state is NudgeState.WITHDRAWN
    scene.tomorrow()
    other = scene.suggest()
    scene.sent(other)


def test_direct_messages_that_are_closed_hold_up_nobody_else(scene):
    number, other = scene.suggest(), scene.suggest(name="Morgan", client="Globex")
    scene.console.faults.add(Fault("error", "conversations.open", error="user_disabled"))
    scene.round()
    assert times(scene, number) + times(scene, other, "morgan") == 1


def test_whoever_is_deactivated_in_slack_gets_nothing(scene):
    scene.wall.later(minutes=6)
    number = scene.suggest()
    scene.console.workspace.person("dana").deleted = True
    assert scene.round() == 0
    scene.console.workspace.person("dana").deleted = False
    scene.wall.later(minutes=31)
    scene.sent(number)


def test_slacks_own_quiet_is_kept(scene):
    number = scene.suggest()
    now = scene.wall.now().timestamp()
    scene.console.workspace.person("dana").dnd = (now - 60, now + 3600)
    assert scene.round() == 0
    scene.wall.later(hours=1, minutes=1)
    scene.sent(number)


def test_without_the_right_to_know_it_slacks_own_quiet_is_not_asked(scene):
    number = scene.suggest()
    scene.console.faults.add(Fault("error", "dnd.info", error="missing_scope"))
    scene.sent(number)


def test_whoever_moved_is_written_to_by_the_clock_there(scene):
    scene.wall.later(minutes=6)
    number = scene.suggest()
    scene.console.workspace.person("dana").tz = "Pacific/Auckland"  # after midnight
    assert scene.round() == 0
    assert scene.user("Dana").timezone == "Pacific/Auckland"
    scene.console.workspace.person("dana").tz = "Europe/London"
    scene.wall.later(minutes=6)
    scene.app.nudge_messages.moved(scene.user("Dana"), "Europe/London")
    scene.sent(number)


def test_a_fact_that_changes_before_it_is_sent_stops_it(scene):
    number = scene.suggest(due_at=scene.wall.now() + timedelta(minutes=5))
    with scene.app.store.write() as session:
        from crm.model import Deal, Outcome

        deal = session.get_one(Deal, scene.nudge(number).deal_id)
        before, deal.outcome = deal.outcome, Outcome.LOST
    scene.wall.later(minutes=6)
    assert scene.round() == 0
    assert scene.nudge(number).state is NudgeState.WITHDRAWN
    with scene.app.store.write() as session:
        session.get_one(Deal, scene.nudge(number).deal_id).outcome = before


def test_nothing_is_said_of_somebody_who_does_not_agree(scene):
    number = scene.suggest()
    scene.app.consents.note(scene.tenant, "Jane Miller", "nudges", given=False)
    assert scene.round() == 0
    scene.app.consents.note(scene.tenant, "Jane Miller", "nudges", given=True)
    scene.wall.later(minutes=31)
    scene.sent(number)
