"""The first of each group in other orders of words, and shares that divide two figures, over the sample company."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_of, record_over
from asking_sets import folder_of

from crm.ask.asker import Asker

LAST_WINS = (
    "SELECT d.name FROM deals d JOIN users u ON u.id = d.owner_id WHERE u.team = 'Mid-Market' AND outcome = 'won'"
    " AND close_date = (SELECT max(close_date) FROM deals o WHERE o.owner_id = d.owner_id AND o.outcome = 'won')"
)
MOSTLY_TICKETS = (
    "SELECT a.name FROM interactions i JOIN accounts a ON a.id = i.account_id GROUP BY a.id"
    " ORDER BY avg(i.kind = 'ticket') DESC LIMIT 1"
)
NOISIEST = (
    "SELECT name FROM (SELECT a.name, u.team, count(*) AS many FROM interactions i JOIN accounts a ON a.id = i.account_id"
    " JOIN users u ON u.id = i.user_id WHERE i.kind = 'ticket' GROUP BY a.id, u.team) GROUP BY team HAVING many = max(many)"
)
CASES = [
    (
        LAST_WINS,
        ("the most recent win of each Mid-Market rep", "latest won deal of every Mid-Market rep"),
    ),
    (
        MOSTLY_TICKETS,
        (
            "at which account are tickets the highest share of all its interactions?",
            "which account has the highest share of tickets in all its interactions",
        ),
    ),
    (NOISIEST, ("for Enterprise and for Mid-Market, which account raised the most tickets?",)),
]
BY_VALUE = (
    "SELECT sum(CASE WHEN outcome = 'won' THEN amount END) * 1.0 / sum(amount) FROM deals WHERE outcome <> 'open'"
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    """The sample company, and its tables for SQL."""
    home: Path = tmp_path_factory.mktemp("sample")
    store, tenant_id = record_over(folder_of("sample"), home)
    with sqlite3.connect(home / "sample.db") as tables:
        yield asker_of(store), tenant_id, tables


@pytest.mark.parametrize(("statement", "text"), [(gold, text) for gold, texts in CASES for text in texts])
def test_the_first_of_each_are_what_sql_says(asked: Any, statement: str, text: str) -> None:
    asker, tenant_id, tables = asked
    answer = asker.ask(tenant_id, text, user=None)
    assert not answer.abstained, answer.answer
    gold = {row[0] for row in tables.execute(statement)}
    assert gold in [{row[place] for row in answer.rows} for place in range(len(answer.columns))]


@pytest.mark.parametrize("text", ["win rate by value", "dollar-weighted win rate"])
def test_a_win_rate_by_value_is_one_of_money(asked: Any, text: str) -> None:
    asker, tenant_id, tables = asked
    [gold] = tables.execute(BY_VALUE).fetchone()
    assert asker.ask(tenant_id, text, user=None).rows[0][-1] == pytest.approx(gold, abs=0.0001)
