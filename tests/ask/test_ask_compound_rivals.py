"""Groups in which one figure is above another, over the sample company, answered as SQL answers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_of, record_over
from asking_sets import folder_of

from crm.ask.asker import Asker

SAID = "(SELECT count(*) FROM interactions i WHERE i.account_id = a.id AND i.kind = '{}'{})".format
WAY = " AND i.direction = '{}'".format
WORTH = "(SELECT coalesce(sum(amount), 0) FROM deals d WHERE d.account_id = a.id AND d.outcome = '{}')".format
INVOICES = "(SELECT count(*) FROM related_records r WHERE r.account_id = a.id AND r.kind = 'invoice')"
ACCOUNTS = "SELECT name FROM accounts a WHERE {} > {}".format
CASES = [
    (
        ACCOUNTS(SAID("ticket", ""), SAID("meeting", "")),
        (
            "accounts where tickets outnumber meetings",
            "With which accounts do tickets outnumber meetings, counting everything ever",
            "accounts with more tickets than meetings",
            "at which accounts do tickets exceed meetings?",
        ),
    ),
    (
        ACCOUNTS(SAID("call", WAY("out")), SAID("call", WAY("in"))),
        (
            "Which accounts do we ring more often than they ring us?",
            "accounts we call more than they call us",
            "which accounts do we phone more frequently than they phone us",
        ),
    ),
    (
        ACCOUNTS(SAID("email", WAY("in")), SAID("email", WAY("out"))),
        ("who emails us more than we email them", "which accounts write us more often than we write them"),
    ),
    (
        ACCOUNTS(WORTH("open"), WORTH("won")),
        (
            "which accounts have more sitting in open deals than the sum of all we ever won there?",
            "accounts where open pipeline exceeds what we won there",
            "which accounts have more open pipeline than won revenue",
        ),
    ),
    (ACCOUNTS(INVOICES, SAID("meeting", "")), ("accounts with more invoices than meetings",)),
    (
        f"{ACCOUNTS(SAID('ticket', ''), INVOICES)} AND country = 'United Kingdom'",
        ("UK accounts with more tickets than invoices",),
    ),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    """The sample company, and its tables for SQL."""
    home: Path = tmp_path_factory.mktemp("sample")
    store, tenant_id = record_over(folder_of("sample"), home)
    with sqlite3.connect(home / "sample.db") as tables:
        yield asker_of(store), tenant_id, tables


@pytest.mark.parametrize(("statement", "text"), [(gold, text) for gold, texts in CASES for text in texts])
def test_those_with_more_of_one_than_of_the_other_are_what_sql_says(asked: Any, statement: str, text: str) -> None:
    asker, tenant_id, tables = asked
    answer = asker.ask(tenant_id, text, user=None)
    assert not answer.abstained, answer.answer
    assert {row[0] for row in answer.rows} == {row[0] for row in tables.execute(statement)}


def test_they_can_be_counted(asked: Any) -> None:
    asker, tenant_id, tables = asked
    [gold] = tables.execute(f"SELECT count(*) FROM ({CASES[0][0]})").fetchone()
    assert asker.ask(tenant_id, "how many accounts have more tickets than meetings", user=None).rows == [[gold]]


@pytest.mark.parametrize(
    "text", ["accounts where tickets outnumber zorps", "accounts with more open pipeline than meetings"]
)
def test_what_cannot_be_held_against_each_other_is_declined(asked: Any, text: str) -> None:
    asker, tenant_id, _ = asked
    assert asker.ask(tenant_id, text, user=None).abstained
