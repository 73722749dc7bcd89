"""Orders that begin as offers, clients that are called contacts, deals that are lost by a flag, sums without tax."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import asking_gold
import flour_mill
import pytest

from crm.ask.asker import Asker

BOUND = [order for order in flour_mill.orders() if order["Status"] == "Sales Order"]
NUMBERS = {order["Order Reference"] for order in BOUND}


@pytest.fixture(scope="module")
def mill(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home: Path = tmp_path_factory.mktemp("mill")
    return asking_gold.asker_over(flour_mill.export(home / "export"), home)


def rows(over: tuple[Asker, int], question: str) -> list[list[Any]]:
    asker, tenant_id = over
    answer = asker.ask(tenant_id, question, user=None)
    assert not answer.abstained, answer.answer
    return answer.rows


def test_firms_that_are_called_contacts_are_the_clients(mill: tuple[Asker, int]) -> None:
    found = {row[0] for row in rows(mill, "which contacts are in Ghent?")}
    assert found == {each["Name"] for each in flour_mill.clients() if each["City"] == "Ghent"}


def test_deals_that_are_no_longer_active_are_lost(mill: tuple[Asker, int]) -> None:
    assert rows(mill, "how many opportunities did we lose in 2026?") == [[10]]
    assert rows(mill, "how many opportunities are open?") == [[10]]


@pytest.mark.parametrize("said", ["confirmed orders", "binding orders"])
def test_orders_that_bind_are_no_offers(mill: tuple[Asker, int], said: str) -> None:
    assert rows(mill, f"how many {said} are there this year?") == [[len(BOUND)]]


def test_offers_are_told_apart_from_what_fell_through(mill: tuple[Asker, int]) -> None:
    offered = sum(order["Status"] == "Quotation" for order in flour_mill.orders())
    assert rows(mill, "how many orders are not confirmed yet?") == [[offered]]


@pytest.mark.parametrize(
    "question", ["sales by salesperson this year, without VAT", "confirmed sales per salesperson this year (excl. tax)"]
)
def test_what_was_sold_binds_and_is_without_tax(mill: tuple[Asker, int], question: str) -> None:
    told: dict[str, float] = defaultdict(float)
    for order in BOUND:
        told[order["Salesperson"]] += order["Untaxed Amount"]
    assert {row[0]: row[1] for row in rows(mill, question)} == told


def test_lines_say_what_was_sold_of_each_sort(mill: tuple[Asker, int]) -> None:
    told: dict[str, float] = defaultdict(float)
    for line in flour_mill.lines():
        told[line["Product/Product Category"]] += line["Subtotal"] * (line["Order Reference"] in NUMBERS)
    assert {row[0]: row[1] for row in rows(mill, "confirmed sales this year by product category")} == told


def test_a_thing_is_known_by_its_words_in_any_order(mill: tuple[Asker, int]) -> None:
    told = sum(line["Quantity"] for line in flour_mill.lines() if line["Product"] == "Dough Mixer Kappa")
    assert rows(mill, "total quantity of Kappa dough mixers in all orders") == [[told]]


def test_partly_is_partially(mill: tuple[Asker, int]) -> None:
    told = Counter(order["Delivery Status"] for order in flour_mill.orders())["Partially Delivered"]
    assert rows(mill, "how many orders are partly delivered?") == [[told]]
