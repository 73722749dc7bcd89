"""Schedules in words, and what is no schedule."""

from __future__ import annotations

import pytest

from crm.digests.telling import worded
from crm.digests.wording import said
from crm.errors import RejectedError

CRONS = [
    ("Mondays 8:30 for #sales", "30 8 * * MON", "sales", False),
    ("every weekday at 9", "0 9 * * 1-5", None, False),
    ("first Monday of the month 7am", "0 7 * * 1#1", None, False),
    ("daily 17:00", "0 17 * * *", None, False),
    ("Fridays 4pm DM me", "0 16 * * FRI", None, True),
    ("30 8 * * MON", "30 8 * * MON", None, False),
    ("30 8 * * mon for #team-leads", "30 8 * * MON", "team-leads", False),
    ("Mon-Fri 8.30", "30 8 * * MON,TUE,WED,THU,FRI", None, False),
    ("Friday to Monday at 6pm", "0 18 * * SUN,MON,FRI,SAT", None, False),
    ("every Monday and Thursday at 8 to me", "0 8 * * MON,THU", None, True),
    ("Mon, Wed & Fri 7:45 in #sales", "45 7 * * MON,WED,FRI", "sales", False),
    ("last Friday of the quarter 16h30", "30 16 * 3,6,9,12 5L", None, False),
    ("first and third tuesday 10:00", "0 10 * * 2#1,2#3", None, False),
    ("on the 15th 9am", "0 9 15 * *", None, False),
    ("the last day of the month at noon", "0 12 L * *", None, False),
    ("last working day of the month 4pm", "0 16 LW * *", None, False),
    ("every day at midnight", "0 0 * * *", None, False),
    ("12am daily", "0 0 * * *", None, False),
    ("12pm daily", "0 12 * * *", None, False),
    ("weekends 10am", "0 10 * * 0,6", None, False),
    ("weekly on mondays at 8:30, please", "30 8 * * MON", None, False),
]


@pytest.mark.parametrize(("text", "cron", "channel", "direct"), CRONS, ids=[each[0] for each in CRONS])
def test_words(text, cron, channel, direct):
    found = said(text)
    assert (found.cron, found.channel_name, found.direct) == (cron, channel, direct)


def test_a_channel_as_slack_writes_it_and_a_zone():
    found = said("Mondays 8:30 Europe/Berlin for <#C012AB|sales>")
    assert (found.cron, found.channel, found.channel_name, found.zone) == (
        "30 8 * * MON", "C012AB", "sales", "Europe/Berlin",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "what time"), ("Mondays", "what time"), ("8:30", "which days"), ("Mondays 25:00", "There is no"),
        ("13pm mondays", "There is no"), ("0am mondays", "There is no"), ("Mondays 8:75", "There is no"),
        ("Mondays 8:30 purple", "purple"), ("every other Monday 8:30", "other week"), ("fortnightly 8am", "other week"),
        ("Mondays 8:30 for #sales dm me", "channel or to you"), ("*/5 * * * *", "once a day"),
        ("Mondays 8:30 and 17:00", "17:00"), ("tomorrow 8:30", "which days"), ("Mondays at half past eight", "what time"),
        ("32nd of the month 8am", "cannot read"), ("🦄", "what time"), ("first weekday of the month 8am", "first Monday"),
    ],
)  # fmt: skip
def test_what_is_no_schedule(text, says):
    with pytest.raises(RejectedError, match=says):
        said(text)


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("30 8 * * MON", "Mondays 08:30"), ("0 9 * * 1-5", "every weekday 09:00"), ("0 17 * * *", "every day 17:00"),
        ("0 8 * * MON,THU", "Mondays and Thursdays 08:00"), ("0 7 * * 1#1", "first Monday of the month 07:00"),
        ("30 16 * 3,6,9,12 5L", "last Friday of the quarter 16:30"), ("0 12 L * *", "last day of the month 12:00"),
        ("0 9 15 * *", "day 15 of the month 09:00"), ("0 8 1 2 *", "0 8 1 2 *"), ("0 8 * * 2#1,2#3", "0 8 * * 2#1,2#3"),
    ],
)  # fmt: skip
def test_a_schedule_is_told_in_words_again(cron, words):
    assert worded(cron) == words
