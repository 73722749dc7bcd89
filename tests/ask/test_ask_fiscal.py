"""Periods as the team counts them: fiscal years, everybody's own time zone, columns of years and quarters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.ask.rows.fiscal import label_at
from crm.ask.rows.localtime import _offsets
from crm.clock import FixedClock
from crm.model import Account, Deal, Field, Interaction, RelatedRecord, Tenant
from crm.ports import Redacted
from crm.store import Store
from crm.tenants import Tenants

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


def ask(store: Store, tenant_id: int, text: str) -> Answer:
    return Asker(store, FixedClock(NOW), None, Unredacted()).ask(tenant_id, text, user=None, now=NOW)


CLOSED = [date(2025, 3, 31), date(2025, 4, 1), date(2025, 8, 15), date(2026, 2, 1), date(2026, 7, 1), date(2026, 10, 2)]


def fill(store: Store, tenant_id: int, *, start: int = 4, zone: str = "UTC") -> int:
    """Won deals of 1, 10, 100, … on the days of CLOSED; the id of their account."""
    tenants = Tenants(store, FixedClock(NOW))
    tenants.set(tenant_id, "fiscal_year_start", str(start))
    tenants.set(tenant_id, "timezone", zone)
    base: dict[str, Any] = {"tenant_id": tenant_id, "created_at": NOW, "updated_at": NOW}
    with store.write() as session:
        account = Account(name="Globex", **base)
        session.add(account)
        session.flush()
        for place, day in enumerate(CLOSED):
            session.add(
                Deal(
                    name=f"Deal {place}", account_id=account.id, amount=10**place, outcome="won", stage="Won",
                    opened_on=date(2025, 1, 1), close_date=day, **base,
                )
            )  # fmt: skip
        return account.id


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "won revenue by quarter",
            [["FY25 Q4", 1], ["FY26 Q1", 10], ["FY26 Q2", 100], ["FY26 Q4", 1000], ["FY27 Q2", 1e4], ["FY27 Q3", 1e5]],
        ),
        ("won revenue per year", [["FY25", 1], ["FY26", 1110], ["FY27", 110000]]),
        ("won revenue by quarter in FY26", [["FY26 Q1", 10], ["FY26 Q2", 100], ["FY26 Q4", 1000]]),
        ("won revenue by month in FY26 Q2", [["2025-08", 100]]),
        ("won revenue last quarter", [[10000]]),
        ("won revenue this FY", [[110000]]),
        ("won revenue last FY", [[1110]]),
        ("won revenue in FY25", [[1]]),
        ("won revenue in Q2", [[10000]]),
        ("won revenue FYTD", [[110000]]),
        ("won revenue in 2025", [[111]]),
    ],
)
def test_fiscal_periods(any_store: Store, any_tenant_id: int, text: str, rows: list[list[Any]]) -> None:
    fill(any_store, any_tenant_id)
    answer = ask(any_store, any_tenant_id, text)
    assert not answer.abstained, answer.reason
    assert answer.rows == rows


def test_the_answer_tells_the_fiscal_year_and_its_dates(store: Store, tenant_id: int) -> None:
    fill(store, tenant_id)
    meant = ask(store, tenant_id, "won revenue by quarter in FY26").understood
    assert "fiscal quarter (the year starts in April)" in meant
    assert "from 1 April 2025 to 31 March 2026" in meant


def test_a_calendar_year_is_told_as_ever(store: Store, tenant_id: int) -> None:
    fill(store, tenant_id, start=1)
    answer = ask(store, tenant_id, "won revenue by quarter")
    assert [row[0] for row in answer.rows][:2] == ["2025 Q1", "2025 Q2"]
    assert "fiscal" not in answer.understood


@pytest.mark.parametrize(
    ("day", "grain", "start", "label"),
    [
        (date(2026, 3, 31), "quarter", 4, "FY26 Q4"), (date(2026, 4, 1), "quarter", 4, "FY27 Q1"),
        (date(2026, 1, 31), "year", 2, "FY26"), (date(2026, 2, 1), "year", 2, "FY27"),
        (date(2026, 11, 1), "quarter", 1, "2026 Q4"), (date(2026, 12, 31), "quarter", 12, "FY27 Q1"),
    ],
)  # fmt: skip
def test_labels(day: date, grain: Any, start: int, label: str) -> None:
    assert label_at(day, grain, start) == label


# --- zones ------------------------------------------------------------------------------------------------------------


def talk(store: Store, tenant_id: int, account: int, *moments: datetime) -> None:
    with store.write() as session:
        for place, at in enumerate(moments):
            session.add(
                Interaction(
                    tenant_id=tenant_id, account_id=account, kind="call", occurred_at=at, created_at=NOW, updated_at=NOW,
                    text="hello", source="test", external_id=str(place),
                )
            )  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "rows"),
    [
        ("UTC", [["2026-03-01", 1], ["2026-03-29", 2], ["2026-10-31", 1]]),
        ("America/New_York", [["2026-02-28", 1], ["2026-03-28", 1], ["2026-03-29", 1], ["2026-10-31", 1]]),
        ("Asia/Kolkata", [["2026-03-01", 1], ["2026-03-29", 1], ["2026-03-30", 1], ["2026-11-01", 1]]),
    ],
)
def test_instants_are_grouped_by_the_askers_days(
    any_store: Store, any_tenant_id: int, zone: str, rows: list[list[Any]]
) -> None:
    account = fill(any_store, any_tenant_id, zone=zone)
    at = [(3, 1, 4, 59), (3, 29, 3, 59), (3, 29, 22, 30), (10, 31, 20, 0)]
    talk(any_store, any_tenant_id, account, *(datetime(2026, *each, tzinfo=UTC) for each in at))
    assert ask(any_store, any_tenant_id, "number of calls by day").rows == rows


def test_each_row_has_the_offset_of_its_own_moment(any_store: Store, any_tenant_id: int) -> None:
    """New York is five hours behind before 8 March 2026, 07:00 UTC, and four after; back on 1 November, 06:00 UTC."""
    account = fill(any_store, any_tenant_id, zone="America/New_York")
    at = [(3, 8, 4, 59), (3, 9, 3, 59), (3, 9, 4, 1), (11, 1, 3, 59), (11, 1, 4, 1), (11, 2, 4, 59), (11, 2, 5, 1)]
    talk(any_store, any_tenant_id, account, *(datetime(2026, *each, tzinfo=UTC) for each in at))
    assert ask(any_store, any_tenant_id, "number of calls by day").rows == [
        ["2026-03-07", 1], ["2026-03-08", 1], ["2026-03-09", 1], ["2026-10-31", 1], ["2026-11-01", 2], ["2026-11-02", 1],
    ]  # fmt: skip


def test_months_and_their_periods_agree(any_store: Store, any_tenant_id: int) -> None:
    account = fill(any_store, any_tenant_id, start=1, zone="America/Los_Angeles")
    at = [(3, 1, 7, 59), (3, 1, 8, 1), (4, 1, 6, 59), (4, 1, 7, 1)]
    talk(any_store, any_tenant_id, account, *(datetime(2026, *each, tzinfo=UTC) for each in at))
    by_month = ask(any_store, any_tenant_id, "number of calls by month").rows
    assert by_month == [["2026-02", 1], ["2026-03", 2], ["2026-04", 1]]
    assert ask(any_store, any_tenant_id, "number of calls in March 2026").rows == [[2]]


def test_days_of_an_export_stay_those_days(any_store: Store, any_tenant_id: int) -> None:
    account = fill(any_store, any_tenant_id, start=1, zone="America/New_York")
    with any_store.write() as session:
        session.add(
            Field(
                tenant_id=any_tenant_id, entity="interaction", key="occurred_at", label="Date", type="date", core=True
            )
        )
    logged = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # the evening of the first in New York
    talk(any_store, any_tenant_id, account, datetime(2026, 3, 1, tzinfo=UTC), logged)
    assert ask(any_store, any_tenant_id, "number of calls by day").rows == [["2026-03-01", 2]]
    assert ask(any_store, any_tenant_id, "number of calls on 1 March 2026").rows == [[2]]
    assert ask(any_store, any_tenant_id, "number of calls in February 2026").rows == [[0]]


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "UTC"]
)
def test_offsets_are_those_of_the_zone(name: str) -> None:
    zone = ZoneInfo(name)
    changes, offsets = _offsets(zone, 1990, 2030)
    for change, before, after in zip(changes, offsets, offsets[1:], strict=False):
        exact = change.astimezone(zone).utcoffset()
        assert exact is not None
        assert exact.total_seconds() == after != before


# --- tables without dates -----------------------------------------------------------------------------------------------


def add_targets(store: Store, tenant_id: int, account: int) -> None:
    rows = [("2025-Q4", 2025, 10), ("2026-Q1", 2026, 20), ("2026-Q3", 2026, 30), ("2026-Q4", 2026, 40)]
    fields = [("period_quarter", "category"), ("quota", "money")]
    budgets = [("budget_year", "integer"), ("spend", "money")]
    with store.write() as session:
        for kind, columns in (("target", fields), ("budget", budgets)):
            for key, type_ in columns:
                values = json.dumps([each[0] for each in rows]) if type_ == "category" else None
                session.add(
                    Field(
                        tenant_id=tenant_id,
                        entity=kind,
                        key=key,
                        label=key.replace("_", " "),
                        type=type_,
                        values=values,
                    )
                )
        for place, (quarter, year, figure) in enumerate(rows):
            for kind, held in (
                ("target", {"period_quarter": quarter, "quota": figure}),
                ("budget", {"budget_year": year, "spend": figure}),
            ):
                session.add(
                    RelatedRecord(
                        tenant_id=tenant_id, kind=kind, external_id=str(place), account_id=account, attributes=held
                    )
                )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("total quota in 2026", [[90]]),
        ("total quota last quarter", [[30]]),
        ("total quota in Q1 2026", [[20]]),
        ("total quota by quarter", [["2025 Q4", 10], ["2026 Q1", 20], ["2026 Q3", 30], ["2026 Q4", 40]]),
        ("total quota by year", [["2025", 10], ["2026", 90]]),
        ("total spend in 2026", [[90]]),
        ("total spend last year", [[10]]),
        ("total spend since 2026", [[90]]),
        ("total spend by year", [["2025", 10], ["2026", 90]]),
    ],
)
def test_columns_of_years_and_quarters_are_dates(
    any_store: Store, any_tenant_id: int, text: str, rows: list[list[Any]]
) -> None:
    add_targets(any_store, any_tenant_id, fill(any_store, any_tenant_id, start=1))
    answer = ask(any_store, any_tenant_id, text)
    assert not answer.abstained, answer.reason
    assert [[str(row[0]), row[1]] if len(row) == 2 else row for row in answer.rows] == rows


@pytest.mark.parametrize("text", ["total quota last month", "total spend last quarter", "total spend by month"])
def test_what_is_told_too_coarsely_is_refused(store: Store, tenant_id: int, text: str) -> None:
    add_targets(store, tenant_id, fill(store, tenant_id, start=1))
    answer = ask(store, tenant_id, text)
    assert answer.abstained
    assert "only" in (answer.reason or "")


# --- the setting --------------------------------------------------------------------------------------------------------


def test_a_new_fiscal_year_holds_at_once(store: Store, tenant_id: int) -> None:
    fill(store, tenant_id, start=1)
    asker = Asker(store, FixedClock(NOW), None, Unredacted())
    assert asker.ask(tenant_id, "won revenue by year", user=None, now=NOW).rows[0][0] == "2025"
    Tenants(store, FixedClock(NOW)).set(tenant_id, "fiscal_year_start", "7")
    assert asker.ask(tenant_id, "won revenue by year", user=None, now=NOW).rows[0][0] == "FY25"
    with store.read() as session:
        assert session.get_one(Tenant, tenant_id).fiscal_year_start == 7
