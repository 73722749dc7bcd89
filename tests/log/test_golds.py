"""What a set of messages wants is to be had from the record that it speaks of."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # the benchmark holds the corpus's measures

from benchmarks.logging_calls import NEWEST, UNSEEN, messages, record_of

KINDS = {"call", "email", "meeting", "message", "note", "none"}


def _names(rows: list[str | list[str]]) -> set[str]:
    return {row if isinstance(row, str) else row[0] for row in rows}


def _parts(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [row, *row.get("others", ())]


@pytest.mark.parametrize(
    "row", [row for row in messages() if row["set"] in {NEWEST, *UNSEEN}], ids=lambda row: row["id"]
)
def test_a_gold_speaks_of_its_record(row):
    record = record_of(f"record_{row['record']}.json")
    accounts = {each["name"]: each for each in record["accounts"]}
    people = _names(record["users"]).union(*(_names(each["contacts"]) for each in accounts.values()))
    assert row["as"] in _names(record["users"])
    assert {row["kind"], *row.get("kind_ok", ())} <= KINDS
    assert {part["account"] for part in _parts(row) if part["account"]} <= {*row["accounts"]}
    said = {name for part in _parts(row) for name in (*row["accounts"], *part.get("contacts", ())) if name}
    assert [name for name in said if name not in accounts and name not in people and name not in row["text"]] == []
    assert set(row.get("owners", ())) <= people | set(row["contacts"])
    assert row.get("stage") in {None, *(name for name, _ in record["stages"])}
    titles = {title for title, _, _ in accounts.get(row["account"], {}).get("deals", ())}
    assert row.get("deal") in {None, *titles}


@pytest.mark.parametrize(
    "row", [row for row in messages() if row["set"] in {NEWEST, *UNSEEN}], ids=lambda row: row["id"]
)
def test_a_gold_says_real_days(row):
    now = datetime.fromisoformat(row["now"]).date()
    assert date.fromisoformat(row.get("date", row["now"][:10])) <= now
    due = [day for part in _parts(row) for field in ("due", "due_ok") for day in part.get(field, ())]
    assert all(date.fromisoformat(day) >= now for day in due if day)
    assert date.fromisoformat(row.get("close_date") or row["now"][:10]) >= now


def test_the_newest_set_is_whole():
    rows = messages(NEWEST)
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == 110
    assert sum(row["kind"] == "none" for row in rows) == 22
