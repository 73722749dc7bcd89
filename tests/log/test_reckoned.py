"""Amounts that a message reckons with, measures that are no money, and which of several amounts is the deal's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks.logging_calls import gold_context, wording
from crm.log.amounts import deal_size
from crm.log.proposal import Proposal
from crm.log.reader import Reader

NOW = datetime(2031, 9, 10, 12, tzinfo=UTC)


def read(text: str, author: str = "Matthias Hofer") -> Proposal:
    return Reader(gold_context(NOW, author, "record_twentythird.json"), wording()).read(text)[0]


@pytest.mark.parametrize(
    ("text", "home", "country", "size"),
    [
        ("18 on top of the 210, so 228", "EUR", None, 228_000),
        ("took 4 off the 52, so 48 now", "EUR", None, 48_000),
        ("Called Anna. 9k on top of the 130k, so 139k in all", "EUR", None, 139_000),
        ("the order is 30k plus 5k for the fitting, so 35k", "EUR", None, 35_000),
        ("first phase 20k and second phase 15k, together 35k", "EUR", None, 35_000),
        ("Price 24.000 plus 3.500 for the training makes 27.500", "EUR", "DE", 27_500),
        ("Deal was 50k, they drop the second site which takes 8k out, leaving 42k", "EUR", None, 42_000),
        ("two crores fifty lakhs order", "INR", "IN", 25_000_000),
        ("five lakh fifty thousand final", "INR", "IN", 550_000),
        ("12 machines at €4,500 a piece", "EUR", None, 54_000),
        ("he takes 300 chairs for 45 euros each", "EUR", None, 13_500),
        ("500 units @ £12.50", "GBP", None, 6_250),
        ("15 vans, £310 a van", "GBP", None, 4_650),
        ("order is 40 doors, 850 EUR each, total 34,000", "EUR", None, 34_000),
        ("last year 20k, this year 26k", "EUR", None, 26_000),
        ("list price 90k, we sold at 82k", "EUR", None, 82_000),
        ("the 22k quote should read 25k", "EUR", None, 25_000),
        ("£14,250 + VAT (£17,100 inc)", "GBP", None, 14_250),
        ("told her on the phone 38.400 last price, and she accepted", "EUR", "AT", 38_400),
        ("their budget is 5m max", "GBP", None, 5_000_000),
        ("the 5m deal goes to legal", "GBP", None, 5_000_000),
    ],
)
def test_the_size_of_a_deal_is_what_it_comes_to(text: str, home: str, country: str | None, size: float) -> None:
    found = deal_size(text, home, country)
    assert found is not None
    assert found.value == size


@pytest.mark.parametrize(
    "text",
    [
        "Plans for the 7m mast gone over to her",
        "need a 6m pole and two 3m banners",
        "the sign's too tall, 4m max",
        "the hall is 14m wide, we need a 15m lift",
        "150 seats at $40 per seat per month",
        "18 chairs on top of the 210, so 228 chairs",
        "Glanzo is at 48.000 but with worse brushes",
    ],
)
def test_what_is_measured_counted_or_asked_by_others_is_no_size(text: str) -> None:
    assert deal_size(text, "EUR", "AT") is None


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("Called Silvia Reiter, the ceiling is 12m there", None),  # out of all proportion to what they buy
        ("Silvia Reiter wants a trial, we make it on Friday 19.9.", None),
        ("Lunch with Silvia Reiter. Glanzo is at 19.900 but slower", None),
        ("Silvia Reiter accepted 19.900, our last price", 19_900),
    ],
)
def test_the_record_says_what_may_be_an_amount(text: str, size: float | None) -> None:
    deal = read(text).deal
    assert (deal.amount if deal else None) == size


def test_people_that_are_counted_are_no_amount_of_the_record() -> None:
    said = read("Call with Jenifer Xavier, roster for all 900 staff, move the payroll deal to Qualified", "Sneha Iyer")
    assert said.deal is not None
    assert (said.deal.name, said.deal.amount, said.deal.stage) == ("Nalam payroll", None, "Qualified")


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Franz Gruber takes the foam system, 49.900, won!", "Won"),
        ("Franz Gruber rang, order is here. Won won won", "Won"),
        ("Franz Gruber buys nothing this year. Please lost.", "Lost"),
        ("Called Franz Gruber, he felt a bit lost with the manual", None),
    ],
)
def test_a_stage_may_stand_alone(text: str, stage: str | None) -> None:
    deal = read(text).deal
    assert (deal.stage if deal else None) == stage


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("Mistake in my note of yesterday: Molkerei Ennsfeld is 54k, not 52k", "Molkerei Ennsfeld"),
        ("The Ennsfeld figure should read 54.500, I had the wrong list", "Molkerei Ennsfeld"),
        ("I take over from Karl: Pflegeheim Sonnberg. I visit them on 1 October.", "Pflegeheim Sonnberg"),
        ("New one. Walked past Blaufeld Pet Clinic, spoke to the owner, she wants a quote", "Blaufeld Pet Clinic"),
        ("Thermen Bad Aussig, new, they want a quote by Friday", "Thermen Bad Aussig"),
    ],
)
def test_what_is_put_right_or_taken_over_is_kept(text: str, account: str) -> None:
    said = read(text)
    assert said.kind != "none"
    assert said.account == account


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Got talking to Zelma Korbin, owns Korbin Bakery. Visiting her Tuesday", ["Zelma Korbin"]),
        ("Met Silvia + Jörg Reiter at Murtal Bäder, they want a trial", ["Silvia Reiter", "Jörg Reiter"]),
        ("Visited Klinikum Weizberg. They brought their head buyer, Mag. Alwin Dorn", ["Alwin Dorn"]),
    ],
)
def test_who_is_talked_to_is_a_contact(text: str, names: list[str]) -> None:
    assert read(text).contacts == names
