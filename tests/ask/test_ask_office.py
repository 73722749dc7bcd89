"""The office's questions on debts, payments, subscriptions and to-dos, answered as SQL answers them."""

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
AMOUNT, PAID, DUE, ISSUED = (FIELD(key) for key in ("amount", "paid_on", "due_date", "issued_on"))
MRR, SEATS, RENEWS = (FIELD(key) for key in ("mrr", "seats", "renewal_date"))
PRODUCT = "(SELECT p.name FROM products p WHERE p.id = r.product_id)"
BILLS = "FROM related_records r JOIN accounts a ON a.id = r.account_id WHERE r.kind = 'invoice'"
PLANS = "FROM related_records r JOIN accounts a ON a.id = r.account_id WHERE r.kind = 'subscription'"
ACTIVE = f"{PLANS} AND {FIELD('status')} = 'Active'"
LAG = f"julianday({PAID}) - julianday({DUE})"
OWED = f"{BILLS} AND {PAID} IS NULL"
DEBTORS = f"SELECT a.name {OWED} GROUP BY a.id ORDER BY sum({AMOUNT}) DESC LIMIT {{}}".format
LATE = "FROM tasks t JOIN users u ON u.id = t.owner_id WHERE t.done_at IS NULL AND t.due_on < '2026-11-20'"
OVERDUE = "julianday('2026-11-20') - julianday(t.due_on)"
RUNS = f"SELECT a.name {ACTIVE} AND {PRODUCT} = '{{}}'".format

FIGURES = {
    f"SELECT sum({AMOUNT}) {OWED}": ("what does everybody still owe us today?", "total still owed to us"),
    f"SELECT avg({LAG}) {BILLS} AND {LAG} > 0 AND a.name = 'Pellworm Paper'": (
        "By how many days does Pellworm Paper overshoot the due date on average?",
        "Pellworm Paper never pays on time. By how many days do they miss their due dates on average?",
    ),
    f"SELECT {LAG} {BILLS} AND r.external_id = 'BM-21050'": (
        "by how many days was BM-21050 late?",
        "BM-21050: how many days overdue was it",
    ),
    f"SELECT sum({MRR}) {ACTIVE}": ("MRR as of now", "current mrr", "our monthly recurring revenue today"),
    f"SELECT sum({MRR}) {PLANS} AND {FIELD('status')} = 'Cancelled'": (
        "how much MRR did we lose through cancellations",
        "MRR that went away with the cancelled subscriptions",
    ),
    f"SELECT sum({SEATS}) {ACTIVE} AND {PRODUCT} = 'Tally'": (
        "how many Tally seats are in use",
        "how many Tally licences are active across all our customers",
    ),
    f"SELECT julianday({RENEWS}) - julianday('2026-11-20') {ACTIVE} AND a.name = 'Acme' AND {PRODUCT} = 'Tally'": (
        "how many days until Acme's Tally subscription renews?",
        "how long until Acme's Tally subscription expires",
    ),
    f"SELECT avg({OVERDUE}) {LATE}": (
        "by how many days are our overdue tasks overdue, on average",
        "average days overdue of overdue tasks",
    ),
    f"SELECT max({PAID}) {BILLS}": ("when did we last receive a payment", "latest paid on date"),
    f"SELECT count(*) {BILLS} AND {LAG} > 0 AND {DUE} BETWEEN '2026-01-01' AND '2026-06-30'": (
        "how many invoices due between 1 January and 30 June were paid too late?",
    ),
}
NAMES = {
    DEBTORS(1): ("biggest debtor", "account with the most unpaid money on it", "who has the biggest unpaid balance"),
    DEBTORS(3): ("top 3 debtors", "our three biggest debtors"),
    f"SELECT a.name {OWED} GROUP BY a.id HAVING sum({AMOUNT}) > 10000": (
        "who is in for more than 10 grand with us",
        "which customers are in debt with us for over 10k",
    ),
    f"SELECT strftime('%Y-%m', {PAID}) {BILLS} GROUP BY 1 ORDER BY sum({AMOUNT}) DESC LIMIT 1": (
        "in which month did we collect the most money, by payment date",
        "which month brought in the most cash",
    ),
    RUNS("Quayside"): ("who uses Quayside", "quayside users at the moment"),
    f"{RUNS('Foresight')} AND a.id NOT IN (SELECT a.id {ACTIVE} AND {PRODUCT} = 'Tally')": (
        "customers on Foresight but not on Tally",
        "upsell idea: everybody who runs Foresight without having Tally as well",
    ),
    f"SELECT a.name {ACTIVE} ORDER BY {RENEWS} LIMIT 1": (
        "which customer renews next",
        "whose subscription is the next one to renew?",
    ),
    "SELECT what FROM tasks WHERE done_at IS NULL AND due_on = '2026-11-09'": (
        "which tasks should have been done on 9 November but are still open",
        "open tasks due on 9 November",
    ),
    "SELECT what FROM tasks WHERE done_at IS NULL AND what LIKE '%demo%'": (
        "open tasks with the word demo in them",
        "tasks that contain the word “demo”",
    ),
    f"SELECT t.what {LATE} AND u.name LIKE 'Sofia%'": (
        "Sofia is on leave from tonight; what has she left lying past its due date?",
    ),
    "SELECT name FROM accounts WHERE country = 'Germany'": (
        "am in Germany next week. which accounts are based there?",
    ),
}
SHARES = f"SELECT {FIELD('plan')}, sum({MRR}) * 1.0 / (SELECT sum({MRR}) {ACTIVE}) {ACTIVE} GROUP BY 1"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, int, sqlite3.Connection]]:
    """The sample company, and its tables for SQL."""
    home: Path = tmp_path_factory.mktemp("sample")
    store, tenant_id = record_over(folder_of("sample"), home)
    with sqlite3.connect(home / "sample.db") as tables:
        yield asker_of(store), tenant_id, tables


def told(asked: tuple[Asker, int, sqlite3.Connection], text: str) -> Answer:
    answer = asked[0].ask(asked[1], text, user=None)
    assert not answer.abstained, answer.answer
    return answer


def cases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(statement, text) for statement, texts in table.items() for text in texts]


@pytest.mark.parametrize(("statement", "text"), cases(FIGURES))
def test_a_figure_of_the_office_is_what_sql_says(asked: Any, statement: str, text: str) -> None:
    [[gold]] = asked[2].execute(statement).fetchall()
    assert told(asked, text).rows == [[gold if isinstance(gold, str) else pytest.approx(gold, abs=0.001)]]


@pytest.mark.parametrize(("statement", "text"), cases(NAMES))
def test_those_the_office_asks_for_are_what_sql_says(asked: Any, statement: str, text: str) -> None:
    gold = {row[0] for row in asked[2].execute(statement)}
    answer = told(asked, text)
    assert gold in [{row[place] for row in answer.rows} for place in range(len(answer.columns))]


@pytest.mark.parametrize("text", ["share of active mrr by plan", "what share of our active MRR comes from each plan?"])
def test_the_parts_of_a_sum_add_up_to_it(asked: Any, text: str) -> None:
    gold = {row[0]: pytest.approx(row[1], abs=0.001) for row in asked[2].execute(SHARES)}
    assert {row[0]: row[1] for row in told(asked, text).rows} == gold


def test_the_part_of_one_plan_is_no_whole(asked: Any) -> None:
    gold = dict(asked[2].execute(SHARES).fetchall())["Enterprise"]
    answer = told(asked, "Enterprise plan: what part of total active MRR does it make up?")
    assert answer.rows == [[pytest.approx(gold, abs=0.001)]]


@pytest.mark.parametrize("text", ["was BM-21050 paid on time", "has invoice BM-21050 been settled by its due date?"])
def test_a_bill_that_came_in_late_was_not_in_time(asked: Any, text: str) -> None:
    assert told(asked, text).answer.startswith("No")
