"""Everyday questions on bills, subscriptions, talks and people of the sample company, answered as SQL answers them."""

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
PAID, DUE, ISSUED, RENEWS = (FIELD(key) for key in ("paid_on", "due_date", "issued_on", "renewal_date"))
BILLS = "FROM related_records r JOIN accounts a ON a.id = r.account_id WHERE r.kind = 'invoice'"
PLANS = "FROM related_records r JOIN accounts a ON a.id = r.account_id WHERE r.kind = 'subscription'"
ACTIVE = f"{PLANS} AND {FIELD('status')} = 'Active'"
LAG = f"julianday({PAID}) - julianday({DUE})"
COLLECTED = f"SELECT sum({FIELD('amount')}) {BILLS} AND {PAID} BETWEEN '{{}}' AND '{{}}'".format
PUNCTUAL = f"SELECT DISTINCT a.name {BILLS} AND a.id NOT IN (SELECT a.id {BILLS} AND {PAID} > {DUE})"
LATER = f"SELECT DISTINCT a.name {BILLS} AND {LAG} > {{}}".format
MRR = f"SELECT sum({FIELD('mrr')}) {ACTIVE}"
RENEWING = f"SELECT DISTINCT a.name {ACTIVE} AND {RENEWS} BETWEEN '{{}}' AND '{{}}'".format
SMALL = f"SELECT a.name {ACTIVE} GROUP BY a.id HAVING sum({FIELD('mrr')}) {{}}".format
ONE = f"SELECT count(*) FROM (SELECT a.id {ACTIVE} GROUP BY a.id HAVING count(*) = 1)"
TALKS = "FROM interactions i JOIN accounts a ON a.id = i.account_id"
FIRST = f"SELECT date(min(i.occurred_at)) {TALKS} WHERE a.name = '{{}}'".format
WAYS = (
    "SELECT sum(direction = 'in') - sum(direction = 'out') FROM interactions"
    " WHERE kind = '{}' AND occurred_at BETWEEN '{}' AND '{}'"
).format
UNMET = "SELECT name FROM accounts WHERE id NOT IN (SELECT account_id FROM interactions WHERE kind = 'meeting')"
CALLS = (
    "SELECT u.name, count(*) FROM interactions i JOIN users u ON u.id = i.user_id JOIN users m ON m.id = u.manager_id"
    " WHERE m.name LIKE '{}%' AND i.kind = '{}' AND i.occurred_at >= '2026-01-01' GROUP BY u.id"
).format

BOOKS = [
    ("who are our late payers, meaning more than three weeks after the due date?", LATER(21)),
    ("customers who paid more than 30 days late", LATER(30)),
    ("which clients always pay on time?", PUNCTUAL),
    ("customers that have never been late with a payment", PUNCTUAL),
    ("clients who never once paid an invoice after the due date", PUNCTUAL),
    ("how many bills got paid three weeks or more past due?", f"SELECT count(*) {BILLS} AND {LAG} >= 21"),
    ("how late are our late payments on average?", f"SELECT avg({LAG}) {BILLS} AND {LAG} > 0"),
    ("average delay of late payments in days", f"SELECT avg({LAG}) {BILLS} AND {LAG} > 0"),
    (
        "what percentage of the paid invoices came in after their due date?",
        f"SELECT avg({PAID} > {DUE}) {BILLS} AND {FIELD('status')} = 'Paid'",
    ),
    (
        "slowest payer, going by the average days past the due date",
        f"SELECT a.name {BILLS} GROUP BY a.id ORDER BY avg({LAG}) DESC LIMIT 1",
    ),
    ("how much cash came in from invoices in October?", COLLECTED("2026-10-01", "2026-10-31")),
    ("how much money did we collect from invoices in q3", COLLECTED("2026-07-01", "2026-09-30")),
    ("payments received last month", COLLECTED("2026-10-01", "2026-10-31")),
    ("how much did Acme pay us this year?", f"{COLLECTED('2026-01-01', '2026-12-31')} AND a.name = 'Acme'"),
    (
        "what did we invoice in Q3?",
        f"SELECT sum({FIELD('amount')}) {BILLS} AND {ISSUED} BETWEEN '2026-07' AND '2026-10'",
    ),
    (
        "Sorry to bother you: what do the unpaid invoices that fall due this month come to?",
        f"SELECT sum({FIELD('amount')}) {BILLS} AND {PAID} IS NULL AND {DUE} BETWEEN '2026-11-01' AND '2026-11-30'",
    ),
    ("what's our ARR?", f"SELECT 12 * ({MRR})"),
    ("annualised MRR of the active subscriptions (12 x)", f"SELECT 12 * ({MRR})"),
    ("whats the arr we have with Globex", f"SELECT 12 * ({MRR} AND a.name = 'Globex')"),
    ("which clients' subscriptions are up for renewal in January?", RENEWING("2027-01-01", "2027-01-31")),
    ("customers who pay us less than 1k a month", SMALL("< 1000")),
    ("clients paying over 5k per month", SMALL("> 5000")),
    (
        "what do the cancelled subscriptions bring in per month, all together?",
        f"SELECT sum({FIELD('mrr')}) {PLANS} AND {FIELD('status')} = 'Cancelled'",
    ),
    ("how many clients have just one active subscription and no more?", ONE),
]
TALKED = [
    ("how many more emails came in than went out in September?", WAYS("email", "2026-09-01", "2026-10-01")),
    ("by how many more calls in than out this year", WAYS("call", "2026-01-01", "2026-11-21")),
    ("date of the very first contact with Globex", FIRST("Globex")),
    ("when did we first talk to Pellworm Paper?", FIRST("Pellworm Paper")),
    ("when was our first call with Acme", f"{FIRST('Acme')} AND i.kind = 'call'"),
    (
        "when was our last real meeting with Acme?",
        f"SELECT date(max(i.occurred_at)) {TALKS} WHERE a.name = 'Acme' AND i.kind = 'meeting'",
    ),
    (
        "latest time we had Globex on the line",
        f"SELECT date(max(i.occurred_at)) {TALKS} WHERE a.name = 'Globex' AND i.kind = 'call'",
    ),
    ("clients we have never sat in a meeting with", UNMET),
    ("accounts we've never met", UNMET),
    ("emails this year for each of Daniel's people", CALLS("Daniel", "email")),
    ("how many meetings this year does each of Ingrid's reps have?", CALLS("Ingrid", "meeting")),
]
PART = (
    "FROM interactions i JOIN interaction_contacts p ON p.interaction_id = i.id JOIN contacts c ON c.id = p.contact_id"
    " WHERE i.kind = 'call'"
)
PEOPLE = [
    ("how many calls did we have with Jane Holloway?", f"SELECT count(*) {PART} AND c.name = 'Jane Holloway'"),
    ("number of calls by contact", f"SELECT c.name, count(*) {PART} GROUP BY c.id"),
    (
        "how many calls did we have with contacts with title Finance Manager?",
        f"SELECT count(DISTINCT i.id) {PART} AND c.title = 'Finance Manager'",
    ),
    ("which timezone is grace in?", "SELECT timezone FROM users WHERE name = 'Grace Whitcombe'"),
    (
        "who on our team is on stockholm time?",
        "SELECT name FROM users WHERE timezone = 'Europe/Stockholm' AND role = 'rep'",
    ),
    ("who called me from 669 555 0137?", "SELECT name FROM contacts WHERE phone = '+1 669 555 0137'"),
    ("whose number is +1 (669) 555-0137", "SELECT name FROM contacts WHERE phone = '+1 669 555 0137'"),
    ("list the senior account execs", "SELECT name FROM users WHERE title = 'Senior Account Executive'"),
]
PAID_UP = [
    ("Tessaly Cold Chain paid up?", True),
    ("has Tessaly Cold Chain paid all its invoices?", True),
    ("are all invoices of Acme paid?", False),
    ("is Acme up to date with its payments", False),
]
DECLINED = [
    "csat score for Acme",
    "who does Dolores Quist report to at Globex?",
    "who rang from +1 111 222 3333",
    "is Acme all paid up for the office party?",
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    home = tmp_path_factory.mktemp("books")
    store, tenant_id = record_over(folder_of("sample"), home)
    database = Path(str(store.url.database)) if hasattr(store, "url") else next(home.glob("*.db"))
    with sqlite3.connect(database) as connection:
        yield asker_of(store), tenant_id, connection


@pytest.mark.parametrize(("question", "sql"), [*BOOKS, *TALKED, *PEOPLE])
def test_says_what_sql_says(sample: tuple[Asker, int, sqlite3.Connection], question: str, sql: str) -> None:
    asker, tenant_id, database = sample
    answer = asker.ask(tenant_id, question, user=None)
    assert not answer.abstained, answer.answer
    gold = [row for row in database.execute(sql).fetchall() if row[0] is not None]
    assert gold
    assert _says(answer, gold), (answer.answer, gold)


@pytest.mark.parametrize(("question", "paid"), PAID_UP)
def test_paid_up(sample: tuple[Asker, int, sqlite3.Connection], question: str, paid: bool) -> None:
    asker, tenant_id, _ = sample
    assert asker.ask(tenant_id, question, user=None).answer.startswith("Yes" if paid else "No")


@pytest.mark.parametrize("question", DECLINED)
def test_declines(sample: tuple[Asker, int, sqlite3.Connection], question: str) -> None:
    asker, tenant_id, _ = sample
    assert asker.ask(tenant_id, question, user=None).abstained


def _says(answer: Answer, gold: list[Any]) -> bool:
    """One figure or day in the first row, names as a column, or a breakdown of two columns."""
    if len(gold[0]) == 2:
        return {(row[0], row[1]) for row in answer.rows} == set(gold)
    if len(gold) == 1 and not isinstance(gold[0][0], str):
        return any(isinstance(cell, int | float) and abs(cell - gold[0][0]) < 0.006 for cell in answer.rows[0])
    names = {str(row[0]) for row in gold}
    return any(
        {str(row[place])[: len(next(iter(names)))] if len(names) == 1 else str(row[place]) for row in answer.rows}
        == names
        for place in range(len(answer.columns))
    )
