"""Orders, their lines and invoices; persons as clients; who speaks, what is left out, rows by their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asking_gold
import pytest
import winery

from crm.ask.asker import Asker

Over = tuple[Asker, int]
ORDERS = [(7001 + at, at % 4, 2025 + at // 8, at % 8 + 2, at % 3 == 2, (at + 1) * 50) for at in range(16)]
KEPT = [order for order in ORDERS if not order[4]]


@pytest.fixture(scope="module")
def trade(tmp_path_factory: pytest.TempPathFactory) -> Over:
    home: Path = tmp_path_factory.mktemp("winery")
    return asking_gold.asker_over(winery.trade(home / "trade"), home)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Over:
    home: Path = tmp_path_factory.mktemp("wineshop")
    return asking_gold.asker_over(winery.shop(home / "shop"), home)


def rows(over: Over, question: str) -> list[list[Any]]:
    asker, tenant_id = over
    answer = asker.ask(tenant_id, question, user=None)
    assert not answer.abstained, answer.answer
    return answer.rows


@pytest.mark.parametrize(
    "question",
    [
        "order value in 2026 excluding cancelled ones",
        "order total 2026, cancelled orders left aside",
        "total order value of 2026 without the cancelled orders",
    ],
)
def test_what_is_left_out_is_left_out(trade: Over, question: str) -> None:
    assert rows(trade, question) == [[sum(worth for *_, year, _, _, worth in KEPT if year == 2026)]]


def test_left_out_of_all_rows_that_are_spoken_of(trade: Over) -> None:
    bought = {(year, FIRM) for _, FIRM, year, *_ in KEPT}
    gone = {winery.FIRMS[firm] for year, firm in bought if year == 2025 and (2026, firm) not in bought}
    found = rows(trade, "customers who ordered in 2025 but not in 2026, cancelled orders ignored")
    assert {row[0] for row in found} == gone


def test_an_order_is_known_by_its_number(trade: Over) -> None:
    assert rows(trade, "what is the total of order 7004?") == [[200]]
    told = rows(trade, "order numbers of cancelled orders in 2025")
    assert {str(cell) for row in told for cell in row} >= {
        str(n) for n, _, year, _, off, _ in ORDERS if off and year < 2026
    }


def test_who_speaks_is_meant(trade: Over) -> None:
    own = sum(worth for _, firm, year, _, _, worth in ORDERS if firm < 3 and year == 2026)
    assert rows(trade, "Inga here: what is my total order value in 2026?") == [[own]]
    assert rows(trade, "this is Inga, order value of my customers in 2026") == [[own]]


def test_what_is_owed_is_what_is_not_paid(trade: Over) -> None:
    left = {at: (at + 1) * 100 - 25 for at in range(8) if at % 2 == 0}
    assert rows(trade, "how much money is overdue?") == [[sum(left.values())]]
    assert rows(trade, "who owes us the most")[0][0] == winery.FIRMS[0]


def test_in_each_month_and_how_many_of_each(trade: Over) -> None:
    told = dict(rows(trade, "number of orders a month from march to may 2026"))
    assert told == {"2026-03": 1, "2026-04": 1, "2026-05": 1}
    assert rows(trade, "average number of lines per order") == [[2]]
    often = rows(trade, "who ordered 2 times or more in 2026 (cancelled orders not counted)?")
    assert [row[0] for row in often] == ["Bistro Nord"]


def test_part_of_a_whole_without_what_is_left_out(trade: Over) -> None:
    asker, tenant_id = trade
    answer = asker.ask(tenant_id, "Denmark as a share of order total, excluding cancelled", user=None)
    of = sum(worth for _, firm, *_, worth in KEPT if firm % 2 == 0)
    assert answer.rows == [[pytest.approx(of / sum(worth for *_, worth in KEPT), abs=1e-5)]]


def test_a_comma_behind_a_sum_ends_no_number(trade: Over) -> None:
    assert len(rows(trade, "orders over 1,000, just the numbers")) == 0
    assert {row[-1] for row in rows(trade, "orders over 700, just the numbers")} >= {"7015", "7016"}


def test_days_gone_by_and_the_last_of_them(trade: Over) -> None:
    old = {number for number, _, year, month, _, _ in ORDERS if (year, month) < (2025, 11)}
    assert len(rows(trade, "orders dated more than a year ago")) == len(old)
    assert "2026-09-11" in str(rows(trade, "when was the last order of Osteria Tre or Café Lund"))


def test_a_column_that_counts_deals_takes_no_word_from_them(shop: Over) -> None:
    assert rows(shop, "how many open deals do we have") == [[4]]
    assert rows(shop, "how many deals do we have open?") == [[4]]


def test_persons_are_clients(shop: Over) -> None:
    spent = {at: sum((n + 1) * 20 for n in range(12) if n % 4 == at) for at in range(4)}
    assert {row[0] for row in rows(shop, "customers who spent more than 400 with us")} == {
        name for at, name in enumerate(("Ada Lunt", "Bo Mehl", "Cid Noor", "Dea Olm")) if spent[at] > 400
    }
    assert rows(shop, "how many customers never ordered") == [[8]]
    assert rows(shop, "total sales in 2026") == [[sum(spent.values())]]
    assert rows(shop, "who still owes us the most")[0][0] == "Dea Olm"


def test_a_phone_of_several_and_tags_in_one_cell(shop: Over) -> None:
    assert "030 555 102" in rows(shop, "phone number of Cid Noor")[0]
    assert rows(shop, "how many contacts are tagged Tastings?") == [[4]]
    assert rows(shop, "how many contacts are tagged Trade fair?") == [[4]]
