"""When a digest is due, through clock changes: once a local day, at a time that exists."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm.digests.schedule import Schedule, instant
from crm.digests.window import Window, window_of
from crm.errors import RejectedError


def at(zone: str, day: date, hour: int, minute: int) -> str | None:
    found = instant(datetime(day.year, day.month, day.day, hour, minute), ZoneInfo(zone))  # noqa: DTZ001 - a wall's
    return found.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %z") if found else None


@pytest.mark.parametrize(
    ("zone", "day", "hour", "minute", "told"),
    [
        ("Europe/Berlin", date(2026, 11, 23), 8, 30, "2026-11-23 08:30 +0100"),
        ("Europe/Berlin", date(2026, 3, 29), 2, 30, "2026-03-29 03:00 +0200"),  # left out: the next minute there is
        ("Europe/Berlin", date(2026, 10, 25), 2, 30, "2026-10-25 02:30 +0200"),  # twice: the first time
        ("America/New_York", date(2026, 3, 8), 2, 0, "2026-03-08 03:00 -0400"),
        ("America/New_York", date(2026, 11, 1), 1, 59, "2026-11-01 01:59 -0400"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 2, 15, "2026-10-04 02:30 +1100"),  # half an hour is left out
        ("Australia/Lord_Howe", date(2026, 4, 5), 1, 45, "2026-04-05 01:45 +1100"),
        ("Pacific/Chatham", date(2026, 9, 27), 3, 0, "2026-09-27 03:45 +1345"),
        ("Asia/Kathmandu", date(2026, 7, 1), 8, 30, "2026-07-01 08:30 +0545"),
        ("America/Havana", date(2026, 3, 8), 0, 30, "2026-03-08 01:00 -0400"),  # the day begins at one
        ("Africa/Cairo", date(2026, 4, 24), 0, 0, "2026-04-24 01:00 +0300"),
        ("America/Santiago", date(2026, 4, 4), 23, 30, "2026-04-04 23:30 -0300"),  # the day ends an hour later
        ("America/Nuuk", date(2026, 3, 28), 23, 30, "2026-03-28 22:59 -0200"),  # the day ends at eleven
        ("Antarctica/Troll", date(2026, 3, 29), 1, 30, "2026-03-29 03:00 +0200"),  # two hours are left out
        ("Pacific/Apia", date(2011, 12, 30), 8, 30, None),  # the whole day is
    ],
)
def test_a_time_that_is_left_out_or_comes_twice(zone, day, hour, minute, told):
    assert at(zone, day, hour, minute) == told


def test_days_go_on_across_a_change_without_a_day_left_out_or_doubled():
    schedule = Schedule.of("30 2 * * *", "Europe/Berlin")
    moment = datetime(2026, 3, 27, 12, tzinfo=UTC)
    found = []
    for _ in range(4):
        each = schedule.after(moment)
        found.append(each)
        moment = each.at
    assert [each.day.day for each in found] == [28, 29, 30, 31]
    assert [each.at.hour * 60 + each.at.minute for each in found] == [90, 60, 30, 30]


def test_the_one_that_is_due_now_is_not_the_next():
    schedule = Schedule.of("30 8 * * MON", "UTC")
    now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert schedule.after(now).day == date(2026, 11, 30)
    assert schedule.after(now - timedelta(seconds=1)).day == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cron", "says"),
    [
        ("*/5 * * * *", "once a day"), ("0 8,17 * * *", "once a day"), ("0 8-9 * * *", "once a day"),
        ("* 8 * * *", "once a day"), ("0 8 30 2 *", "cannot read"), ("8 * *", "cannot read"), ("", "cannot read"),
        ("0 25 * * *", "cannot read"), ("0 8 * * XYZ", "cannot read"), ("0 0 8 * * *", "cannot read"),
        ("0 8 31 2,4 *", "cannot read"), ("0 8 * * 5#6", "cannot read"),
    ],
)  # fmt: skip
def test_what_is_no_daily_expression_is_refused(cron, says):
    with pytest.raises(RejectedError, match=says):
        Schedule.of(cron, "UTC")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe"])
def test_no_such_zone(zone):
    with pytest.raises(RejectedError, match="no such time zone"):
        Schedule.of("0 8 * * *", zone)


@pytest.mark.parametrize(
    ("cron", "today", "said", "then"),
    [
        ("30 8 * * MON", date(2026, 11, 23), "16–22 Nov", "the week before"),
        ("30 8 * * *", date(2026, 11, 23), "Sun 22 Nov", "the day before"),
        ("30 8 * * 1-5", date(2026, 11, 23), "20–22 Nov", "the 3 days before"),  # Friday and the weekend
        ("0 7 * * 1#1", date(2026, 12, 7), "2 Nov – 6 Dec", "the 35 days before"),
        ("0 7 1 1 *", date(2027, 1, 1), "1 Oct – 31 Dec", "the 92 days before"),  # a quarter at most
    ],
)
def test_a_digest_is_about_the_days_since_the_one_before(cron, today, said, then):
    now = datetime(today.year, today.month, today.day, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    window = window_of(now, Schedule.of(cron, "Europe/Berlin"))
    assert (window.said, window.then, window.end) == (said, then, today)


def test_a_window_begins_and_ends_at_local_midnights():
    window = Window(date(2026, 3, 23), date(2026, 3, 30), ZoneInfo("Europe/Berlin"))
    start, end = window.moments
    assert (start, end) == (datetime(2026, 3, 22, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC))
    assert window.before.end == window.start
