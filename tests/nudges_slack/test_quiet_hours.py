"""Quiet hours are those of the clock on the wall, whatever is done to that clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.nudge_world import ZONES
from crm.nudges.quiet import MIDNIGHT, Hours, clock_change, day_begins

MINUTE = timedelta(minutes=1)
NEW_YEAR = datetime(2026, 1, 1)  # noqa: DTZ001 - on any wall
spans = st.times().map(lambda at: at.replace(second=0, microsecond=0))
hours_of = st.builds(Hours, spans, spans, st.frozensets(st.integers(0, 6), min_size=1))


def at(text, zone):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def changes(zone, year):
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return [change for day in days if (change := clock_change(day, ZoneInfo(zone)))]


def searched(hours, start, zone):
    """Minute by minute, as long as it takes."""
    ahead = (start + MINUTE * number for number in range(10 * 24 * 60))
    return next((each for each in ahead if not hours.quiet_at(each, zone)), None)


def test_a_midnight_that_comes_twice_begins_its_day_at_the_first():
    sundays = Hours(MIDNIGHT, MIDNIGHT, frozenset({6}))
    azores = "Atlantic/Azores"  # 01:00 becomes 00:00 again
    assert sundays.opens(at("2026-10-24T23:59", azores), ZoneInfo(azores)) == at("2026-10-25T00:00", azores)


def test_forty_zones_are_forty():
    assert len(set(ZONES)) == 40
    assert {ZoneInfo(each).utcoffset(NEW_YEAR).total_seconds() % 3600 for each in ZONES} == {0, 1800, 2700}


@settings(max_examples=150, deadline=None)
@given(zone=st.sampled_from(ZONES), hours=hours_of, minute=st.integers(0, 2 * 365 * 24 * 60), data=st.data())
def test_they_end_when_a_clock_that_is_watched_says_so(zone, hours, minute, data):
    start = datetime(2026, 1, 1, tzinfo=UTC) + MINUTE * minute
    around = [each for year in (2026, 2027) for each in changes(zone, year)]
    if around and data.draw(st.booleans()):  # most of what can go wrong goes wrong there
        start = data.draw(st.sampled_from(around)) + MINUTE * data.draw(st.integers(-1500, 200))
    assert hours.opens(start, ZoneInfo(zone)) == searched(hours, start, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "now", "opens"),
    [
        ("Europe/London", "2026-11-20T12:00", "2026-11-20T12:00"),
        ("Europe/London", "2026-11-20T18:00", "2026-11-23T08:30"),  # a Friday evening
        ("Europe/London", "2026-11-19T18:00", "2026-11-20T08:30"),
        ("Europe/London", "2026-11-21T12:00", "2026-11-23T08:30"),
        ("Asia/Kathmandu", "2026-11-19T03:00", "2026-11-19T08:30"),
    ],
)
def test_evenings_and_weekends_are_quiet(zone, now, opens):
    assert Hours().opens(at(now, zone), ZoneInfo(zone)) == at(opens, zone)


def test_an_hour_that_is_left_out_ends_nothing_and_delays_nothing():
    """In spring clocks go from 02:00 to 03:00: whoever may be written to from 02:30 on may be at once."""
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(time(18), time(2, 30), frozenset(range(7)))
    assert hours.opens(at("2026-03-29T01:00", "Europe/Berlin"), berlin) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_quiet_twice():
    """In autumn clocks go from 03:00 back to 02:00."""
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(time(18), time(2, 30), frozenset(range(7)))
    first, again = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert hours.opens(first - timedelta(hours=1), berlin) == first
    assert hours.opens(datetime(2026, 10, 25, 1, tzinfo=UTC), berlin) == again
    assert not hours.quiet_at(first, berlin)
    assert hours.quiet_at(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), berlin)


def test_days_begin_where_midnight_is_left_out():
    cairo, beirut = ZoneInfo("Africa/Cairo"), ZoneInfo("Asia/Beirut")
    for zone in (cairo, beirut):
        change = next(each for each in changes(zone.key, 2026) if each.month < 6)
        day = change.astimezone(zone).date()
        assert day_begins(day, zone) == change
        assert day_begins(day, zone).astimezone(zone).time() == time(1)


def test_whoever_never_works_is_never_written_to():
    assert Hours(days=frozenset()).opens(at("2026-11-20T12:00", "UTC"), ZoneInfo("UTC")) is None


def test_no_quiet_hours_are_none():
    always = Hours(time(0), time(0), frozenset(range(7)))
    for hour in range(24):
        assert not always.quiet_at(datetime(2026, 11, 21, hour, tzinfo=UTC), UTC)
