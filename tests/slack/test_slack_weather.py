"""What is noticed of Slack's calls on a real socket, and what doctor says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.console.faults import Fault
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.slack.weather import MANY, Observer, Weather, clock_check
from crm.clock import FixedClock


@pytest.fixture
def console():
    with Console(Workspace()) as started:
        yield started


def client_of(console, weather):
    return WebClient(token=console.bot_token, base_url=f"{console.url}/api/", retry_handlers=[Observer(weather)])


@pytest.mark.parametrize(("kind", "says"), [("rate_limited", "rate limit"), ("server_error", "calls failed")])
def test_calls_that_slack_refuses_are_told(console, kind, says):
    weather = Weather(FixedClock(datetime.now(UTC)))
    assert weather.check(connected=True).state == "ok"
    console.faults.add(Fault(kind, times=MANY))
    for _ in range(MANY):
        with pytest.raises(SlackApiError):
            client_of(console, weather).auth_test()
    check = weather.check(connected=True)
    assert check.state == "warning"
    assert says in check.says
    assert check.remedy
    client_of(console, weather).auth_test()
    assert weather.lately()["well"] == 1


def test_deliveries_that_come_again_are_told_where_they_are_many():
    weather = Weather(FixedClock(datetime.now(UTC)))
    for _ in range(100):
        weather.note("new")
    for _ in range(MANY):
        weather.note("again")
    assert weather.check(connected=True).state == "ok", "a few are Slack's own manner"
    for _ in range(40):
        weather.note("again")
    assert "came again" in weather.check(connected=True).says
    assert weather.check(connected=False).state == "down"


@pytest.mark.parametrize(
    ("off", "state", "says"),
    [
        (timedelta(0), "ok", "Slack's"),
        (timedelta(hours=1), "warning", "1.0 h ahead of Slack's"),
        (timedelta(minutes=-5), "warning", "5 min behind Slack's"),
    ],
)
def test_a_clock_that_is_wrong_is_told_by_slacks(console, off, state, says):
    weather = Weather(FixedClock(datetime.now(UTC) + off))
    client_of(console, weather).auth_test()
    check = clock_check(weather.ahead, "Slack")
    assert check.state == state
    assert says in check.says


def test_a_date_that_is_none_tells_nothing():
    weather = Weather(FixedClock(datetime.now(UTC)))
    weather.told_time("the day after tomorrow")
    assert clock_check(weather.ahead, "Slack").state == "off"
