"""A message is claimed, sent, noted: once, whoever fails in between and however many do it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from nudge_world import NOON, Killed, World
from sqlalchemy import select

from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.model import MessageState, Nudge, NudgeState, Task, User

GRAVE = 3


@pytest.fixture
def world(store):
    return World(store, FixedClock(NOON))


def states(world):
    return [each.state for each in world.messages()]


def test_a_nudge_is_sent_and_noted(world):
    rounds, _ = world.replica()
    number = world.waits()
    assert rounds.run(world.tenant) == 1
    assert world.to("U1") == [(number,)]
    row = world.nudge(number)
    assert (row.state, row.channel, row.sent_at) == (NudgeState.SENT, "D1", NOON)
    (message,) = world.messages()
    assert (message.state, message.place, message.nudges) == (MessageState.SENT, 1, [number])
    assert message.about == {str(world.accounts[0]): 2}
    assert rounds.run(world.tenant) == 0


def test_whoever_is_not_in_slack_yet_is_found_by_address(world):
    rounds, _ = world.replica()
    number = world.waits(user=world.morgan, account=1)
    rounds.run(world.tenant)
    assert world.to("morgan@northwind.example") == [(number,)]


def test_who_is_gone_or_rests_gets_nothing_until_they_are_there(world):
    rounds, _ = world.replica()
    number = world.waits(severity=GRAVE)
    world.slack.rests["U1"] = NOON + timedelta(hours=1)
    assert rounds.run(world.tenant) == 0
    world.slack.outside.add("U1")
    assert rounds.run(world.tenant) == 0
    assert world.messages() == []
    world.slack.outside.clear()
    world.later(hours=1, minutes=31)
    assert rounds.run(world.tenant) == 1
    assert world.to("U1") == [(number,)]


def test_whoever_has_left_the_team_gets_nothing(world):
    rounds, _ = world.replica()
    world.waits()
    with world.store.write() as session:
        session.get_one(User, world.dana).active = False
    assert rounds.run(world.tenant) == 0


def test_whoever_travels_is_written_to_by_the_clock_they_are_at(world):
    rounds, _ = world.replica()
    number = world.waits(severity=GRAVE)
    world.slack.zones["U1"] = "America/Los_Angeles"  # four in the morning
    assert rounds.run(world.tenant) == 0
    with world.store.read() as session:
        assert session.get_one(User, world.dana).timezone == "America/Los_Angeles"
    world.later(hours=4, minutes=29)
    assert rounds.run(world.tenant) == 0
    world.later(minutes=1)
    assert rounds.run(world.tenant) == 1
    assert world.to("U1") == [(number,)]


def test_what_changes_before_it_is_sent_is_not_sent(world):
    rounds, courier = world.replica()
    number = world.waits()
    plain = courier.recipient

    def meanwhile(user):
        rounds._nudges.withdraw(number, "the deal was won")
        return plain(user)

    courier.recipient = meanwhile
    assert rounds.run(world.tenant) == 0
    assert world.slack.posted == []


def test_what_changes_after_the_claim_is_not_sent_and_costs_nothing(world):
    rounds, _ = world.replica()
    number, other = world.waits(), world.waits(account=1)
    book, claimed = rounds._book, rounds._book.claim

    def claim(*args, **kwargs):
        made = claimed(*args, **kwargs)
        rounds._nudges.withdraw(number, "the deal was won")
        return made

    book.claim = claim
    assert rounds.run(world.tenant) == 0
    assert states(world) == [MessageState.DROPPED]
    book.claim = claimed
    assert rounds.run(world.tenant) == 1
    assert world.to("U1") == [(other,)]
    assert [each.place for each in world.messages()] == [1, 2]


@pytest.mark.parametrize("fails", ["", "after"])
def test_what_a_brief_leaves_out_after_all_is_not_noted_as_told(world, fails):
    world.clock.instant = NOON.replace(hour=8, minute=30)
    rounds, courier = world.replica()
    at = {"created_at": world.clock.now(), "updated_at": world.clock.now()}
    with world.store.write() as session:
        task = Task(tenant_id=world.tenant, what="send the offer", owner_id=world.morgan, **at)
        session.add(task)
        session.flush()
        held = {"ref": f"task:{task.id}", "says": "Not done.", "shows": {"done_at": None}, "must": True}
    gone = world.waits(severity=1, evidence=[held])
    told, other = (world.waits(account=n, severity=1) for n in (1, 2))
    claimed = rounds._book.claim

    def claim(*args, **kwargs):
        made = claimed(*args, **kwargs)
        with world.store.write() as session:
            session.get_one(Task, task.id).done_at = world.clock.now()
        return made

    rounds._book.claim = claim
    courier.fails = [fails]
    rounds.run(world.tenant)
    world.later(minutes=2)
    rounds.run(world.tenant)
    assert world.to("U1") == [(told, other)]
    assert (world.nudge(gone).sent_at, world.nudge(gone).state is NudgeState.SENT) == (None, False)
    assert {world.nudge(each).state for each in (told, other)} == {NudgeState.SENT}


@pytest.mark.parametrize("fails", ["before", "after", "killed-before", "killed-after"])
def test_what_is_cut_off_is_sent_once_by_whoever_comes_next(world, fails):
    rounds, courier = world.replica()
    number = world.waits(severity=GRAVE)
    courier.fails = [fails]
    if fails.startswith("killed"):
        with pytest.raises(Killed):
            rounds.run(world.tenant)
    else:
        rounds.run(world.tenant)
    assert states(world) == [MessageState.CLAIMED]
    other, _ = world.replica()
    assert other.run(world.tenant) == 0  # whoever claimed it may be about to send it
    world.later(minutes=2)
    other.run(world.tenant)
    rounds.run(world.tenant)
    assert world.to("U1") == [(number,)]
    assert states(world) == [MessageState.SENT]
    assert world.nudge(number).state is NudgeState.SENT


def test_nothing_else_is_sent_while_it_is_not_known_what_became_of_a_message(world):
    rounds, courier = world.replica()
    world.waits(severity=GRAVE)
    courier.fails = ["before"]
    rounds.run(world.tenant)
    world.waits(account=1, severity=GRAVE)
    world.later(minutes=1)
    assert rounds.run(world.tenant) == 0


def test_a_message_that_was_not_sent_before_the_evening_is_not_sent_in_the_evening(world):
    world.clock.instant = NOON.replace(hour=17, minute=58)
    rounds, courier = world.replica()
    number = world.waits(severity=GRAVE)
    courier.fails = ["before"]
    rounds.run(world.tenant)
    world.later(minutes=3)
    assert rounds.run(world.tenant) == 0
    assert (world.slack.posted, states(world)) == ([], [MessageState.DROPPED])
    world.clock.instant = NOON.replace(hour=8, minute=30) + timedelta(days=3)
    assert rounds.run(world.tenant) == 1
    assert world.to("U1") == [(number,)]


def test_who_comes_late_after_a_claim_sends_nothing(world):
    """A process that was held up must not send what another has taken over meanwhile."""
    rounds, _ = world.replica()
    number = world.waits(severity=GRAVE)
    message = rounds._message

    def slow(claim, user):
        world.later(minutes=3)
        other.run(world.tenant)
        return message(claim, user)

    other, _ = world.replica()
    rounds._message = slow
    rounds.run(world.tenant)
    assert world.to("U1") == [(number,)]
    assert states(world) == [MessageState.SENT]


def test_what_slack_refuses_is_not_tried_again_that_day(world):
    rounds, courier = world.replica()
    number, other = world.waits(severity=GRAVE), world.waits(account=1, severity=GRAVE)
    courier.fails = ["refused"]
    assert rounds.run(world.tenant) == 0
    assert rounds.run(world.tenant) == 0
    assert (states(world), world.nudge(number).state) == ([MessageState.DROPPED], NudgeState.WITHDRAWN)
    world.later(days=3)
    assert rounds.run(world.tenant) == 1
    assert world.to("U1") == [(other,)]


def test_what_cannot_be_looked_up_is_rather_not_sent_than_sent_twice(world):
    rounds, courier = world.replica()
    world.waits(severity=GRAVE)
    courier.fails = ["after"]
    rounds.run(world.tenant)
    courier.lookups_fail = True
    world.later(minutes=2)
    rounds.run(world.tenant)
    assert len(world.slack.posted) == 1
    assert states(world) == [MessageState.DROPPED]


def test_one_persons_trouble_holds_up_no_other(world):
    rounds, courier = world.replica()
    world.waits(severity=GRAVE)
    number = world.waits(user=world.morgan, account=1, severity=GRAVE)
    plain = courier.recipient

    def broken(user):
        if user.id == world.dana:
            raise RetryableError("Slack did not say who that is.")
        return plain(user)

    courier.recipient = broken
    assert rounds.run(world.tenant) == 1
    assert world.to("morgan@northwind.example") == [(number,)]


def test_what_is_of_no_use_any_more_by_the_time_it_could_be_sent_is_not_sent(world):
    rounds, courier = world.replica()
    world.waits(severity=GRAVE, until=NOON + timedelta(minutes=1))
    courier.fails = ["before"]
    rounds.run(world.tenant)
    world.later(minutes=2)
    rounds.run(world.tenant)
    assert (world.slack.posted, states(world)) == ([], [MessageState.DROPPED])


def test_the_brief_has_what_is_due_and_what_waits(world):
    world.clock.instant = NOON.replace(hour=8, minute=30)
    now = world.clock.now()
    with world.store.write() as session:
        session.add(
            Task(tenant_id=world.tenant, what="send the contract", due_on=now.date(), owner_id=world.dana,
                 account_id=world.accounts[0], created_at=now, updated_at=now)
        )  # fmt: skip
    first, second = world.waits(severity=1), world.waits(account=1, severity=1)
    rounds, _ = world.replica()
    assert rounds.run(world.tenant) == 1
    ((_, _, message),) = world.slack.posted
    assert [each.what for each in message.today.tasks] == ["send the contract"]
    assert world.to("U1") == [(first, second)]
    assert rounds.run(world.tenant) == 0


def test_nobody_is_briefed_who_has_nothing_on_or_never_spoke_to_rapport(world):
    world.clock.instant = NOON.replace(hour=8, minute=30)
    now = world.clock.now()
    with world.store.write() as session:
        session.add(
            Task(
                tenant_id=world.tenant,
                what="call",
                due_on=now.date(),
                owner_id=world.morgan,
                created_at=now,
                updated_at=now,
            )
        )
    rounds, _ = world.replica()
    assert rounds.run(world.tenant) == 0


def test_many_processes_send_each_once(any_store):
    """On each database: eight processes at once, for a day's worth of people."""
    world = World(any_store, FixedClock(NOON))
    numbers = [world.waits(account=n, severity=GRAVE) for n in range(3)] + [world.waits(user=world.morgan, account=5)]
    barrier = threading.Barrier(8)

    def work():
        rounds, _ = world.replica()
        barrier.wait()
        for _ in range(4):
            rounds.run(world.tenant)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    rounds, _ = world.replica()
    while rounds.run(world.tenant):  # what each left to another
        pass
    assert (
        sorted(number for each in (world.to("U1"), world.to("morgan@northwind.example")) for (number,) in each)
        == numbers
    )
    assert len(set(world.slack.keys())) == len(numbers)
    with any_store.read() as session:
        assert set(session.scalars(select(Nudge.state))) == {NudgeState.SENT}


def test_two_processes_that_take_over_at_once_send_once(any_store):
    world = World(any_store, FixedClock(NOON))
    rounds, courier = world.replica()
    number = world.waits(severity=GRAVE)
    courier.fails = ["before"]
    rounds.run(world.tenant)
    world.later(minutes=2)
    barrier = threading.Barrier(4)

    def work():
        mine, _ = world.replica()
        barrier.wait()
        mine.run(world.tenant)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert world.to("U1") == [(number,)]


def test_old_messages_are_removed(world):
    rounds, _ = world.replica()
    world.waits()
    rounds.run(world.tenant)
    assert rounds.tidy() == 0
    world.later(days=92)
    assert rounds.tidy() == 1
    assert world.messages() == []
