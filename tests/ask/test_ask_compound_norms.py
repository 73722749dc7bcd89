"""Questions that hold figures of the record against each other, over the sample company, answered as SQL answers them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_of, record_over
from asking_sets import folder_of

from crm.ask.answer import Answer
from crm.ask.asker import Asker

MEAN = "SELECT avg(amount) FROM deals WHERE outcome = '{}'".format
OPEN = "SELECT name FROM deals WHERE outcome = 'open' AND amount > {}".format
RATES = (
    "SELECT u.name FROM deals d JOIN users u ON u.id = d.owner_id WHERE d.outcome <> 'open' GROUP BY u.id"
    " HAVING avg(d.outcome = 'won') > (SELECT avg(outcome = 'won') FROM deals WHERE outcome <> 'open')"
)
LATE = "FROM tasks WHERE done_at IS NULL AND due_on < '2026-11-20'"
BUSY = (
    f"SELECT u.name FROM users u WHERE (SELECT count(*) {LATE} AND owner_id = u.id) >"
    f" (SELECT count(*) {LATE}) * 1.0 / (SELECT count(*) FROM users WHERE role = 'rep')"
)
STAFF = "employees"
BRITISH = (
    f"SELECT name FROM accounts WHERE country = 'United Kingdom' AND {STAFF} >"
    f" (SELECT avg({STAFF}) FROM accounts WHERE country = 'United Kingdom')"
)
OF_PRODUCT = (
    "SELECT d.name FROM deals d WHERE outcome = 'won' AND amount > (SELECT avg(amount) FROM deals o"
    " WHERE o.product_id = d.product_id AND o.outcome = 'won')"
)
CASES = [
    (
        OPEN(f"({MEAN('won')})"),
        (
            "open deals larger than our average won deal",
            "which open deals are above the average won deal?",
            "open deals that exceed the average won deal size",
            "list the open deals bigger than the mean of won deals",
        ),
    ),
    (
        OPEN(f"({MEAN('open')}) * 2"),
        (
            "open deals that are more than double the mean open deal",
            "open deals over twice the average open deal",
            "open deals bigger than 2x the average",
            "open deals at least 100% above average",
        ),
    ),
    (
        RATES,
        (
            "reps with a win rate better than the whole company's",
            "reps with an above-average win rate",
            "which reps beat our overall win rate",
            "reps whose win rate is above the company average",
        ),
    ),
    (
        BUSY,
        (
            "who has more overdue tasks than the average across the ten reps?",
            "reps with more overdue tasks than the average rep",
            "reps with more overdue tasks than average",
        ),
    ),
    (BRITISH, ("UK accounts with more employees than the UK mean",)),
    (OF_PRODUCT, ("won deals above the average for their product", "won deals bigger than their product's average")),
]
PERIODS_OF_BOTH = "q3 won revenue divided by the won revenue of the whole first half, both 2026"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    """The sample company, and its tables for SQL."""
    home: Path = tmp_path_factory.mktemp("sample")
    store, tenant_id = record_over(folder_of("sample"), home)
    with sqlite3.connect(home / "sample.db") as tables:
        yield asker_of(store), tenant_id, tables


def told(asked: tuple[Asker, int, sqlite3.Connection], text: str) -> Answer:
    asker, tenant_id, _ = asked
    answer = asker.ask(tenant_id, text, user=None)
    assert not answer.abstained, answer.answer
    return answer


def one(asked: tuple[Asker, int, sqlite3.Connection], statement: str) -> Any:
    return asked[2].execute(statement).fetchone()[0]


@pytest.mark.parametrize(("statement", "text"), [(gold, text) for gold, texts in CASES for text in texts])
def test_those_beyond_an_average_are_what_sql_says(asked: Any, statement: str, text: str) -> None:
    gold = {row[0] for row in asked[2].execute(statement)}
    answer = told(asked, text)
    assert gold in [{row[place] for row in answer.rows} for place in range(len(answer.columns))]


def test_the_average_is_told_with_its_figure(asked: Any) -> None:
    answer = told(asked, "open deals larger than our average won deal")
    assert (
        answer.understood
        == f"Open deals with amount over the average amount of won deals (${one(asked, MEAN('won')):,.2f})"
    )


@pytest.mark.parametrize(
    "text", ["deals bigger than the average zorp", "reps with a win rate better than the average quota"]
)
def test_an_average_of_what_is_not_held_is_declined(asked: Any, text: str) -> None:
    asker, tenant_id, _ = asked
    assert asker.ask(tenant_id, text, user=None).abstained


COUNT = "SELECT count(*) * 1.0 FROM {}".format
WON_IN = "SELECT sum(amount) FROM deals WHERE outcome = 'won' AND close_date BETWEEN '{}' AND '{}'".format
EMAILS = f"{COUNT('interactions')} WHERE kind = 'email' AND direction = '{{}}'".format
ON_WON = f"{COUNT('interactions')} WHERE deal_id IN (SELECT id FROM deals WHERE outcome = 'won')"
QUOTIENTS = [
    (
        f"SELECT ({COUNT('deals')} WHERE outcome = 'won') / ({COUNT('deals')} WHERE outcome = 'lost')",
        ("won-to-lost ratio", "the ratio of won to lost deals", "won deals divided by lost deals"),
    ),
    (
        f"SELECT ({EMAILS('in')}) / ({EMAILS('out')})",
        (
            "for each mail we send how many do we receive?",
            "how many emails do we get for every email we send",
            "ratio of incoming to outgoing emails",
        ),
    ),
    (
        f"SELECT ({ON_WON}) / ({COUNT('deals')} WHERE outcome = 'won')",
        ("interactions logged per won deal on average?", "how many interactions do we have for every won deal"),
    ),
    (
        f"SELECT ({WON_IN('2026-07-01', '2026-09-30')}) * 1.0 / ({WON_IN('2026-01-01', '2026-06-30')})",
        (PERIODS_OF_BOTH, f"{PERIODS_OF_BOTH}, what does that give"),
    ),
]
OWNED = "(SELECT count(*) FROM accounts a WHERE a.owner_id = u.id)"
MET = (
    "SELECT u.name, (SELECT count(*) * 1.0 FROM contacts c JOIN accounts a ON a.id = c.account_id"
    f" WHERE a.owner_id = u.id) / {OWNED} FROM users u WHERE {OWNED} > 0"
)


@pytest.mark.parametrize(("statement", "text"), [(gold, text) for gold, texts in QUOTIENTS for text in texts])
def test_one_figure_over_another_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    assert told(asked, text).rows[0][-1] == pytest.approx(one(asked, statement), abs=0.0001)


@pytest.mark.parametrize("text", ["contacts per account by rep", "contacts per account owned for each rep"])
def test_quotients_are_told_of_each_group(asked: Any, text: str) -> None:
    gold = {name: pytest.approx(figure, abs=0.0001) for name, figure in asked[2].execute(MET)}
    assert {row[0]: row[-1] for row in told(asked, text).rows} == gold


def test_the_lowest_quotient_is_the_one_asked_for(asked: Any) -> None:
    least = min(asked[2].execute(MET), key=lambda row: row[1])[0]
    assert [row[0] for row in told(asked, "Which rep has the fewest contacts per account owned").rows] == [least]


@pytest.mark.parametrize("text", ["deals per rep", "tickets per account", "won revenue per quarter"])
def test_per_alone_still_breaks_down(asked: Any, text: str) -> None:
    assert len(told(asked, text).rows) > 1
