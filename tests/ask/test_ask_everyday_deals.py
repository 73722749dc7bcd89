"""Everyday questions on deals, stages and tasks over the sample company, answered as SQL answers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_of, record_over
from asking_sets import folder_of

from crm.ask.asker import Asker

CAME = "SELECT deal_id FROM stage_changes WHERE to_stage = '{}'".format
OUT = "SELECT deal_id FROM stage_changes WHERE from_stage = '{}' AND to_stage = 'Closed Lost'".format
OCTOBER = "changed_at >= '2026-09-30 23:00' AND changed_at < '2026-10-31 23:00'"
NOVEMBER = "changed_at >= '2026-10-31 23:00' AND changed_at < '2026-11-30 23:00'"
COUNT = "SELECT count(*) FROM deals WHERE {}".format
NAMES = "SELECT name FROM deals WHERE {}".format

FIGURES = [
    (
        COUNT(f"id IN ({CAME('Negotiation')} AND {OCTOBER})"),
        (
            "how many deals went into negotiation in October?",
            "number of deals that reached Negotiation in October",
            "hi team, how many deals entered the Negotiation stage in october",
        ),
    ),
    (COUNT(f"id IN ({OUT('Negotiation')})"), ("how many deals did we lose right out of negotiation?",)),
    (
        COUNT(f"outcome = 'won' AND id NOT IN ({CAME('Contract Sent')})"),
        ("how many won deals skipped Contract Sent", "how many deals we won never went through Contract Sent"),
    ),
    (COUNT(f"id IN ({CAME('Negotiation')})"), ("how many deals ever made it to Negotiation",)),
    ("SELECT count(*) FROM tasks WHERE done_at IS NOT NULL", ("how many completed tasks", "how many tasks are done")),
    (
        "SELECT sum(amount) FROM deals WHERE outcome = 'won' AND close_date BETWEEN '2026-04-01' AND '2026-06-30'",
        (
            "morning! how much did we win in the quarter before last?",
            "For the board deck: what did we win in the quarter before last, moneywise?",
        ),
    ),
    (
        "SELECT avg(julianday(close_date) - julianday(opened_on)) FROM deals WHERE outcome = 'lost'",
        (
            "when we lose, how long has it dragged on, on average?",
            "quick one: how many days does it typically take until a deal is lost, on average",
        ),
    ),
]
LISTS = [
    (NAMES(f"id IN ({OUT('Proposal')})"), ("deals we lost straight out of Proposal", "deals lost in Proposal")),
    (NAMES(f"id IN ({CAME('Contract Sent')} AND {NOVEMBER})"), ("What moved to Contract Sent this month?",)),
    (
        NAMES(
            f"outcome = 'open' AND id NOT IN (SELECT deal_id FROM stage_changes WHERE from_stage <> '' AND {NOVEMBER})"
        ),
        ("open deals that haven't moved stage this month",),
    ),
    (
        NAMES("outcome = 'lost' AND close_date >= '2026-01-01' ORDER BY amount DESC LIMIT 1"),
        ("biggest one that got away this year", "the largest deal we lost this year"),
    ),
    (
        NAMES("outcome = 'open' AND id IN (SELECT deal_id FROM tasks WHERE done_at IS NULL AND due_on < '2026-11-20')"),
        ("open deals with an overdue task hanging on them",),
    ),
]
BREAKDOWNS = [
    (
        "SELECT u.name, max(d.amount) FROM deals d JOIN users u ON u.id = d.owner_id WHERE outcome = 'open' GROUP BY 1",
        ("how big is each rep's biggest open deal",),
    ),
    (
        (
            "SELECT m.name, count(*) FROM deals d JOIN users u ON u.id = d.owner_id JOIN users m ON m.id = u.manager_id"
            " WHERE outcome = 'open' AND amount > 50000 GROUP BY 1"
        ),
        ("how many open deals over 50k do Daniel's people have and how many do Ingrid's?",),
    ),
    (
        (
            "SELECT a.attributes ->> 'status', sum(d.amount) FROM deals d JOIN accounts a ON a.id = d.account_id"
            " WHERE outcome = 'open' GROUP BY 1"
        ),
        ("how much of the open pipeline is with prospects and how much with customers?",),
    ),
]
SAME = [
    ("did grace win anything at all last quarter?", "did Grace win anything last quarter"),
    ("just the open ones: what's everything that should close this year worth?", "open pipeline closing this year"),
    ("accounts where weve lost more than one deal", "accounts where we have lost more than one deal"),
    ("which of our two managers' teams has lost more deals this year?", "which manager lost the most deals this year"),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    """The sample company, and its tables for SQL."""
    home: Path = tmp_path_factory.mktemp("sample")
    store, tenant_id = record_over(folder_of("sample"), home)
    with sqlite3.connect(home / "sample.db") as tables:
        yield asker_of(store), tenant_id, tables


def told(asked: Any, text: str) -> Any:
    return asked[0].ask(asked[1], text, user=None)


def pairs(cases: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    return [(statement, text) for statement, texts in cases for text in texts]


@pytest.mark.parametrize(("statement", "text"), pairs(FIGURES))
def test_a_figure_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    [[gold]] = asked[2].execute(statement).fetchall()
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert answer.rows == [[pytest.approx(gold, abs=0.001)]]


@pytest.mark.parametrize(("statement", "text"), pairs(LISTS))
def test_a_list_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    gold = {row[0] for row in asked[2].execute(statement).fetchall()}
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert {row[0] for row in answer.rows} == gold


@pytest.mark.parametrize(("statement", "text"), pairs(BREAKDOWNS))
def test_a_breakdown_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    gold = {row[0]: pytest.approx(row[1], abs=0.001) for row in asked[2].execute(statement).fetchall()}
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert {row[0]: row[-1] for row in answer.rows} == gold


@pytest.mark.parametrize("text", ["what was our pipeline worth on 1 October"])
def test_what_is_half_understood_is_declined(asked: Any, text: str) -> None:
    assert told(asked, text).abstained


@pytest.mark.parametrize(("text", "plain"), SAME)
def test_small_words_change_nothing(asked: Any, text: str, plain: str) -> None:
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert answer.rows == told(asked, plain).rows


@pytest.mark.parametrize(
    "text",
    [
        "when did Globex - Tally Renewal go into negotiation?",
        "on what day did the Globex - Tally Renewal deal get to Negotiation?",
    ],
)
def test_the_day_a_deal_came_into_a_stage_is_told(asked: Any, text: str) -> None:
    [[day]] = asked[2].execute(
        "SELECT date(changed_at) FROM stage_changes s JOIN deals d ON d.id = s.deal_id"
        " WHERE d.name = 'Globex - Tally Renewal' AND to_stage = 'Negotiation'"
    )
    assert str(told(asked, text).rows[0][-1])[:10] == day
