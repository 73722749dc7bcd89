"""Now, later, or with the morning's brief: what is sent at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.errors import RejectedError
from crm.nudges.habits import FOR_GOOD, Habits, habits_of, read
from crm.nudges.rhythm import IN_BRIEF, Letter, Moment, Told, Wish, brief_is_due, free_from, letter, morning

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday, in London
MORNING = NOON.replace(hour=8, minute=30)
MILD, SOON, GRAVE = 1, 2, 3


def moment(now=NOON, told=(), busy=(), **habits):
    return Moment(now, LONDON, Habits(**habits), tuple(busy), tuple(told))


def told(hours_ago=4, brief=False, **about):
    return Told(NOON - timedelta(hours=hours_ago), brief, {int(name[1:]): grave for name, grave in about.items()})


def wish(number, severity=SOON, account=...):
    return Wish(number, number if account is ... else account, severity)


@pytest.mark.parametrize(("severity", "sent"), [(MILD, None), (SOON, Letter((1,))), (GRAVE, Letter((1,)))])
def test_what_can_wait_waits_for_the_brief(severity, sent):
    assert letter(moment(), [wish(1, severity)]) == sent


def test_without_a_brief_nothing_waits_for_it():
    assert letter(moment(brief=False), [wish(1, MILD)]) == Letter((1,))
    assert letter(moment(MORNING, brief=False), [wish(1, MILD), wish(2)]) == Letter((2,))


@pytest.mark.parametrize("hour", [0, 8, 18, 23])
def test_nothing_is_sent_in_quiet_hours_however_grave(hour):
    assert letter(moment(NOON.replace(hour=hour)), [wish(1, GRAVE)], agenda=True) is None
    assert letter(moment(NOON + timedelta(days=1)), [wish(1, GRAVE)], agenda=True) is None


def test_the_morning_brings_one_message_with_the_best_of_all_that_waits():
    wishes = [wish(number, severity=1 + number % 3) for number in range(1, 10)]
    found = letter(moment(MORNING), wishes)
    assert found == Letter((2, 5, 8, 1, 4), brief=True)
    assert len(found.nudge_ids) == IN_BRIEF


def test_a_brief_speaks_once_of_an_account():
    found = letter(
        moment(MORNING), [wish(1, account=7), wish(2, account=7), wish(3, account=None), wish(4, account=None)]
    )
    assert found == Letter((1, 3, 4), brief=True)


def test_a_single_pressing_matter_comes_by_itself():
    assert letter(moment(MORNING), [wish(1, GRAVE)]) == Letter((1,))
    assert letter(moment(MORNING), [wish(1, MILD)]) == Letter((1,), brief=True)
    assert letter(moment(MORNING), [wish(1, GRAVE)], agenda=True) == Letter((1,), brief=True)


def test_a_brief_comes_once_and_in_the_morning_alone():
    assert letter(moment(MORNING), [], agenda=True) == Letter((), brief=True)
    assert letter(moment(MORNING), []) is None
    assert letter(moment(MORNING + timedelta(hours=1), [told(brief=True)]), [], agenda=True) is None
    assert letter(moment(MORNING + timedelta(hours=3)), [], agenda=True) is None
    assert letter(moment(MORNING + timedelta(hours=2, minutes=59)), [], agenda=True) == Letter((), brief=True)


def test_nobody_is_briefed_at_night_whatever_hours_they_keep():
    owl = Habits(quiet=("12:00", "14:00"))
    assert morning(NOON, LONDON, owl) == NOON.replace(hour=7)
    late = Habits(quiet=("02:00", "11:00"))
    assert morning(NOON, LONDON, late) == NOON.replace(hour=11)
    assert not brief_is_due(Moment(NOON.replace(hour=1), LONDON, late))
    assert morning(NOON + timedelta(days=1), LONDON, late) is None


def test_the_budget_holds_and_its_last_place_is_kept_for_what_is_grave():
    two = [told(5, brief=True), told(3, a8=SOON)]
    assert letter(moment(told=two), [wish(1)]) is None
    assert letter(moment(told=two), [wish(1), wish(2, GRAVE)]) == Letter((2,))
    assert letter(moment(told=[*two, told(2, a9=GRAVE)]), [wish(2, GRAVE)]) is None
    assert letter(moment(told=[told(5)], budget=1), [wish(2, GRAVE)]) is None
    assert letter(moment(budget=1), [wish(1)]) == Letter((1,))
    assert letter(moment(budget=0), [wish(2, GRAVE)], agenda=True) is None


def test_one_a_day_about_an_account_and_what_is_graver_once():
    assert letter(moment(told=[told(a1=SOON)]), [wish(1)]) is None
    assert letter(moment(told=[told(a1=SOON)]), [wish(1), wish(2)]) == Letter((2,))
    assert letter(moment(told=[told(a1=SOON)]), [wish(1, GRAVE)]) == Letter((1,))
    assert letter(moment(told=[told(a1=SOON), told(a1=GRAVE)]), [wish(1, GRAVE)]) is None
    assert letter(moment(told=[told(a1=MILD, brief=True)]), [wish(1)]) is None


def test_messages_do_not_come_in_a_row_unless_they_are_grave():
    just = [replace(told(), at=NOON - timedelta(minutes=29))]
    assert letter(moment(told=just), [wish(1)]) is None
    assert letter(moment(told=just), [wish(1, GRAVE)]) == Letter((1,))


@pytest.mark.parametrize(
    ("begins", "ends", "free"),
    [
        (-30, 30, 30), (5, 35, 35), (6, 36, 0), (-60, 0, 0), (-600, 30, 0),
    ],
)  # fmt: skip
def test_nobody_is_disturbed_in_a_meeting_or_just_before_one(begins, ends, free):
    busy = [(NOON + timedelta(minutes=begins), NOON + timedelta(minutes=ends))]
    assert free_from(moment(busy=busy)) == NOON + timedelta(minutes=free)
    assert (letter(moment(busy=busy), [wish(1, GRAVE)]) is not None) == (free == 0)


def test_meetings_in_a_row_are_waited_for_and_so_is_the_night_after_them():
    minutes = [(-5, 20), (22, 50), (10, 30), (54, 90)]
    busy = [(NOON + timedelta(minutes=a), NOON + timedelta(minutes=b)) for a, b in minutes]
    assert free_from(moment(busy=busy)) == NOON + timedelta(minutes=90)
    evening = NOON.replace(hour=17)
    late = [(evening, evening + timedelta(hours=2))]
    assert free_from(moment(evening, busy=late)) == MORNING + timedelta(days=3)


def test_a_pause_is_kept():
    assert letter(moment(paused_until=NOON + timedelta(minutes=1)), [wish(1, GRAVE)]) is None
    assert letter(moment(paused_until=NOON), [wish(1, GRAVE)]) == Letter((1,))
    assert letter(moment(paused_until=FOR_GOOD), [wish(1, GRAVE)]) is None


@pytest.mark.parametrize(
    ("name", "said", "kept"),
    [
        ("quiet", "19:00-8:00", ["19:00", "08:00"]), ("quiet", "19 to 8", ["19:00", "08:00"]),
        ("quiet", "22:15 – 06:45", ["22:15", "06:45"]), ("quiet", "off", ["00:00", "00:00"]),
        ("days", "mon-fri", [0, 1, 2, 3, 4]), ("days", "Sunday - Thursday", [0, 1, 2, 3, 6]), ("days", "tue, thu", [1, 3]),
        ("days", "mon-sun", [0, 1, 2, 3, 4, 5, 6]), ("days", "sun", [6]),
        ("budget", "0", 0), ("budget", "20", 20), ("brief", "off", False), ("brief", "On", True),
    ],
)  # fmt: skip
def test_habits_as_people_say_them(name, said, kept):
    assert read(name, said) == kept
    assert habits_of({"nudges": {name: kept}}, {}) == habits_of({}, {name: kept})


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("quiet", "25:00-8:00"), ("quiet", "8:61-9:00"), ("quiet", "later"), ("quiet", "٣-٤x"), ("days", "someday"),
        ("days", "mon-"), ("days", ""), ("budget", "-1"), ("budget", "21"), ("budget", "lots"), ("brief", "maybe"), ("sound", "on"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_way_out(name, said):
    with pytest.raises(RejectedError) as refused:
        read(name, said)
    assert refused.value.message.endswith(".")


def test_ones_own_word_wins_over_the_teams():
    team = {"nudges": {"budget": 5, "brief": False}}
    assert habits_of(team, {"budget": 2}) == Habits(budget=2, brief=False)
    assert habits_of({"nudges": "broken"}, {}) == habits_of({"nudges": {"budget": "x", "quiet": 3}}, {}) == Habits()
