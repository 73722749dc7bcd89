"""Everyday questions for figures and lists over the sample company, answered as SQL answers them."""

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

FIELD = "json_extract(r.attributes, '$.{}')".format
INVOICES = "FROM related_records r JOIN accounts a ON a.id = r.account_id WHERE r.kind = 'invoice'"
LATE = f"{INVOICES} AND {FIELD('paid_on')} > {FIELD('due_date')}"
STAYS = (
    "SELECT to_stage, avg(days) AS days FROM (SELECT to_stage, julianday(date((SELECT min(l.changed_at) FROM stage_changes l"
    " WHERE l.deal_id = s.deal_id AND l.changed_at > s.changed_at))) - julianday(date(s.changed_at)) AS days"
    " FROM stage_changes s) WHERE days IS NOT NULL GROUP BY to_stage"
)
CAME = "SELECT deal_id FROM stage_changes WHERE to_stage = '{}'".format
SPOKEN = "SELECT account_id FROM interactions WHERE account_id IS NOT NULL AND occurred_at >= '{}'".format
TOP = "SELECT sum(amount) AS won FROM deals WHERE outcome = 'won' GROUP BY account_id ORDER BY won DESC LIMIT 5"
OWED = f"SELECT sum({FIELD('amount')}) {INVOICES} AND {FIELD('status')} = 'Open'"
BUSIEST = (
    "SELECT u.name FROM interactions i JOIN users u ON u.id = i.user_id GROUP BY u.id ORDER BY count(*) DESC LIMIT 1"
)
CONVERTED = "SELECT avg(id IN ({})) FROM deals WHERE id IN ({})".format
WON = f"SELECT avg(outcome = 'won') FROM deals WHERE outcome <> 'open' AND id IN ({CAME('Proposal')})"
SLOWEST = (
    f"SELECT a.name {INVOICES} GROUP BY a.id"
    f" ORDER BY avg(julianday({FIELD('paid_on')}) - julianday({FIELD('issued_on')})) DESC LIMIT {{}}"
).format
EACH_BEST = (
    "SELECT u.name, d.name FROM deals d JOIN users u ON u.id = d.owner_id WHERE (SELECT count(*) FROM deals o"
    " WHERE o.owner_id = d.owner_id AND o.amount > d.amount) < 3"
)

TWO_OPEN = (
    "SELECT a.name FROM deals d JOIN accounts a ON a.id = d.account_id WHERE d.outcome = 'open'"
    " GROUP BY a.id HAVING count(*) = 2"
)
UNHEARD = (
    "SELECT c.name FROM contacts c JOIN accounts a ON a.id = c.account_id WHERE a.name = 'Vantoor Electric'"
    " AND c.id NOT IN (SELECT contact_id FROM interaction_contacts p JOIN interactions i ON i.id = p.interaction_id"
    " WHERE i.occurred_at >= '2026-09-01')"
)
ENDING = (
    f"SELECT r.external_id FROM related_records r WHERE r.kind = 'subscription' AND {FIELD('renewal_date')}"
    " BETWEEN '2026-11-20' AND '2027-01-19'"
)
SILENT = (
    "SELECT a.name, min(julianday('2026-11-20') - julianday(date(i.occurred_at))) FROM interactions i"
    " JOIN accounts a ON a.id = i.account_id WHERE i.occurred_at < '2026-11-20 15:00' AND a.id IN"
    " (SELECT account_id FROM deals WHERE outcome = 'open') GROUP BY a.id"
)

FIGURES = [
    (
        OWED,
        ("total outstanding", "what's our total outstanding?", "how much is still outstanding", "how much is unpaid"),
    ),
    (CONVERTED(CAME("Proposal"), CAME("Qualified")), ("conversion rate from Qualified to Proposal",)),
    (WON, ("conversion from Proposal to Won", "how is our conversion from Proposal to won")),
    (
        "SELECT avg(julianday(close_date) - julianday(opened_on)) FROM deals WHERE outcome = 'won'",
        ("avg time from lead to won", "average days from creation to won"),
    ),
    (
        f"SELECT count(*) {INVOICES} AND {FIELD('issued_on')} < '2026-05-24'",
        ("how many invoices are older than 180 days",),
    ),
]
NAMES = [
    (f"SELECT a.name {LATE}", ("who pays late", "late payers", "which clients paid late")),
    (SLOWEST(5), ("slowest payers", "who are our slowest paying clients?", "worst payers")),
    (SLOWEST(1), ("which clients pay slowest", "who takes longest to pay")),
    (
        f"SELECT to_stage FROM ({STAYS}) ORDER BY days DESC LIMIT 1",
        ("slowest stage", "which stage takes longest", "which stage do deals sit in the longest"),
    ),
    (BUSIEST, ("who talks to customers most", "who speaks to clients the most", "which rep talks to customers most")),
    (
        "SELECT a.name FROM deals d JOIN accounts a ON a.id = d.account_id GROUP BY a.id HAVING count(*) = 1",
        ("accounts with a single deal", "accounts with only one deal", "accounts with just one deal"),
    ),
    (
        TWO_OPEN,
        ("accounts with exactly two open deals", "accounts with only 2 open deals"),
    ),
    (
        f"SELECT name FROM accounts WHERE id NOT IN ({SPOKEN('2026-09-21')})",
        ("who hasn't been contacted in 60 days", "who have we not contacted in 60 days"),
    ),
    (
        UNHEARD,
        ("who at Vantoor Electric have we not spoken to since 1 September 2026",),
    ),
    (
        ENDING,
        ("subscriptions ending in the next 60 days", "subscriptions expiring in the next 60 days"),
    ),
    (
        f"SELECT r.external_id {INVOICES} AND {FIELD('status')} = 'Open' AND {FIELD('issued_on')} < '2026-11-10'",
        ("unpaid invoices older than 10 days", "open invoices older than 10 days"),
    ),
]
BREAKDOWNS = [
    (STAYS, ("average time in each stage", "how long do deals spend in each stage")),
    (
        SILENT,
        (
            "how long since we last spoke to each open-deal account",
            "days since last contact per client with an open deal",
        ),
    ),
]
DECLINED = {
    "average discount by rep": "discount",
    "which accounts grew usage": "usage",
    "whose usage dropped": "usage",
    "deals pushed back more than once": "pushed",
    "open tickets": "open",
    "how many closed tickets last month": "closed",
    "clients with open tickets and an open deal": "open",
    "tickets open longer than 2 weeks": "open",
    "which product sells best in the north": "north",
    "accounts we won in the last 6 months without a meeting since": "since",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    """The sample company, and its tables for SQL."""
    home: Path = tmp_path_factory.mktemp("sample")
    store, tenant_id = record_over(folder_of("sample"), home)
    with sqlite3.connect(home / "sample.db") as tables:
        yield asker_of(store), tenant_id, tables


def told(asked: tuple[Asker, int, sqlite3.Connection], text: str) -> Answer:
    asker, tenant_id, _ = asked
    return asker.ask(tenant_id, text, user=None)


def by_sql(asked: tuple[Asker, int, sqlite3.Connection], statement: str) -> list[tuple[Any, ...]]:
    return asked[2].execute(statement).fetchall()


def pairs(cases: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
    return [(statement, text) for statement, texts in cases for text in texts]


@pytest.mark.parametrize(("statement", "text"), pairs(FIGURES))
def test_a_figure_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    [[gold]] = by_sql(asked, statement)
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert answer.rows == [[pytest.approx(gold, abs=0.001)]]


@pytest.mark.parametrize(("statement", "text"), pairs(NAMES))
def test_those_named_are_what_sql_says(asked: Any, statement: str, text: str) -> None:
    gold = {row[0] for row in by_sql(asked, statement)}
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert gold in [{row[place] for row in answer.rows} for place in range(len(answer.columns))]


@pytest.mark.parametrize(("statement", "text"), pairs(BREAKDOWNS))
def test_a_breakdown_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    gold = {row[0]: pytest.approx(row[1], abs=0.001) for row in by_sql(asked, statement)}
    answer = told(asked, text)
    assert not answer.abstained, answer.answer
    assert {row[0]: row[-1] for row in answer.rows} == gold


@pytest.mark.parametrize(("text", "unknown"), DECLINED.items())
def test_what_no_record_tells_is_declined_and_only_its_word_is_named(asked: Any, text: str, unknown: str) -> None:
    answer = told(asked, text)
    assert answer.abstained, answer.answer
    assert f"“{unknown}”" in answer.answer
    assert "“average”" not in answer.answer


@pytest.mark.parametrize("text", ["top 3 deals of each rep", "three biggest deals per rep"])
def test_the_first_rows_of_each_group_are_told(asked: Any, text: str) -> None:
    assert {tuple(row[:2]) for row in told(asked, text).rows} == set(by_sql(asked, EACH_BEST))


@pytest.mark.parametrize(
    "text",
    ["share of revenue from our top 5 clients", "what percentage of revenue comes from our top 5 clients",
     "share of revenue by client, top 5"],
)  # fmt: skip
def test_the_share_of_the_first_few_is_one_of_all_there_is(asked: Any, text: str) -> None:
    first = sum(row[0] for row in by_sql(asked, TOP))
    [[whole]] = by_sql(asked, "SELECT sum(amount) FROM deals WHERE outcome = 'won'")
    answer = told(asked, text)
    assert sum(row[-1] for row in answer.rows) == pytest.approx(first / whole, abs=0.0001)
    assert f"{first / whole:.1%}" in answer.answer


def test_rates_of_a_few_deals_come_last_and_lead_nothing(asked: Any) -> None:
    answer = told(asked, "win rate by product")
    counts = [row[-1] for row in answer.rows]
    rates = {row[0]: (pytest.approx(row[1]), row[2]) for row in by_sql(asked, (
        "SELECT p.name, avg(d.outcome = 'won'), count(*) FROM deals d JOIN products p ON p.id = d.product_id"
        " WHERE d.outcome <> 'open' GROUP BY p.id"
    ))}  # fmt: skip
    assert {row[0]: (row[1], row[2]) for row in answer.rows} == rates
    assert [count < 5 for count in counts] == sorted(count < 5 for count in counts)


@pytest.mark.parametrize("text", ["win rate by industry", "win rate by sector this year"])
def test_no_rate_of_one_or_two_deals_is_crowned(asked: Any, text: str) -> None:
    answer = told(asked, text)
    assert "lead" not in answer.answer
    assert answer.columns[-1] == "of closed deals"


@pytest.mark.parametrize(
    "text", ["tickets per client this quarter vs last", "tickets per client this quarter compared to last"]
)
def test_last_beside_this_quarter_is_the_quarter_before(asked: Any, text: str) -> None:
    gold = by_sql(
        asked, "SELECT count(*) FROM interactions WHERE kind = 'ticket' AND occurred_at >= '2026-06-30 23:00'"
    )
    answer = told(asked, text)
    assert {row[1] for row in answer.rows} == {"2026 Q3", "2026 Q4"}
    assert sum(row[-1] for row in answer.rows) == gold[0][0]


@pytest.mark.parametrize("text", ["emails we sent versus received per month", "emails per month, sent vs received"])
def test_both_ways_are_told_apart(asked: Any, text: str) -> None:
    answer = told(asked, text)
    for way, count in by_sql(asked, "SELECT direction, count(*) FROM interactions WHERE kind = 'email' GROUP BY 1"):
        assert sum(row[-1] for row in answer.rows if way in row) == count
