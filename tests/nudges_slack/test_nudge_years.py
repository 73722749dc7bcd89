"""Weeks of nudges around both clock changes, two processes that are killed: nothing goes out that must not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks import nudge_years
from benchmarks.nudge_world import ZONES
from benchmarks.nudge_years import measure

LORD_HOWE = ZONES.index("Australia/Lord_Howe")  # half an hour is added there


@pytest.mark.parametrize(
    ("first", "start"), [(0, datetime(2026, 3, 26, tzinfo=UTC)), (LORD_HOWE, datetime(2026, 10, 1, tzinfo=UTC))]
)
def test_no_message_in_quiet_hours_over_budget_or_twice(monkeypatch, first, start):
    monkeypatch.setattr(nudge_years, "START", start)
    found = measure(days=5, people=3, nudges=2.0, ticks=60, kills=0.15, seed=7, first=first)
    wrong = {name: count for name, count in found.items() if name.startswith("wrong: ")}
    assert wrong == dict.fromkeys(wrong, 0)
    assert (
        found["noted as sent and never posted"]
        == found["posted and never noted"]
        == found["messages nobody settled"]
        == 0
    )
    assert found["kills"] > 0
    assert found["messages"] > 5
    assert "logged: nudge_broke" not in found


def test_the_watcher_sees_what_is_wrong(monkeypatch):
    """Rounds that think it is always noon of a working day, and that nothing was ever said."""
    from crm.nudges import rounds

    monkeypatch.setattr(rounds.Rounds, "_is_awake", lambda *_: True)
    monkeypatch.setattr("crm.nudges.quiet.Hours.quiet", lambda *_: False)
    monkeypatch.setattr("crm.nudges.rhythm._may_be_told", lambda *_: True)
    found = measure(days=4, people=2, nudges=4.0, ticks=60, kills=0.05, seed=7)
    assert found["wrong: in quiet hours"] > 0
    assert found["wrong: twice about an account"] > 0
