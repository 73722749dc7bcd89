"""Days on which nothing falls due, whose doing it is, and which of two deals a message is about, in trades of no set."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benchmarks.logging_calls import wording
from crm.log.context import Context, KnownDeal, KnownStage
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.model import Outcome
from crm.nameindex import Known

NOW = datetime(2033, 5, 10, 10, tzinfo=UTC)  # a Tuesday
FRIDAY, MONDAY = date(2033, 5, 13), date(2033, 5, 16)
DEALS = [
    KnownDeal(1, "Tidewell hull survey", 1, "Quoted", Outcome.OPEN, amount=6200),
    KnownDeal(2, "Tidewell slipway", 1, "Quoted", Outcome.OPEN, amount=81000),
]
ROWS = [
    Known("account", 1, "Tidewell Boatyard", 1),
    Known("contact", 1, "Bridie Coyle", 1),
    Known("user", 1, "Sven Aker"),
    Known("user", 2, "Pia Holm"),
    *(Known("deal", deal.id, deal.name, 1) for deal in DEALS),
]


def _read(text: str) -> Proposal:
    stages = tuple(KnownStage(name, place, Outcome.OPEN) for place, name in enumerate(["Quoted", "Haggling"]))
    mentions = Mentions.of(ROWS)
    names = {1: "Tidewell Boatyard"}
    context = Context(
        now=NOW,
        mentions=mentions,
        stages=stages,
        deals_of=lambda _: DEALS,
        account_name=names.get,
        author="Pia Holm",
        day_first=True,
    )
    return Reader(context, wording()).read(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Rang Bridie, no answer. Trying her again Monday seeing as Friday's the bank holiday",
        "Bridie Coyle rang. She wants it in before Friday, no chance I said. Drawings to her Monday",
        "Called Bridie, she's over on the island till Friday. Trying her again Monday",
        "Tidewell Boatyard: met Bridie on the slip on Friday. I'm to have the drawings done by Monday",
        "Friday is a public holiday, so the drawings go to Bridie Coyle on Monday",
    ],
)
def test_nothing_falls_due_on_that_day(text: str) -> None:
    assert {step.due for step in _read(text).next_steps if step.due} == {MONDAY}


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Bridie Coyle rang, the pump is dead. Sending Sven Friday", "Sven Aker"),
        ("Bridie Coyle rang. Sending Sven the drawing Friday", "Pia Holm"),
        ("saw bridie coyle, and sven is gonna drop the parts off friday", "Sven Aker"),
        ("Met Bridie Coyle. She wants two sketches by Friday, Sven draws them", "Sven Aker"),
        ("Bridie Coyle says too dear. She's running it past the bank and calling me Friday", "Bridie Coyle"),
    ],
)
def test_whose_doing_it_is(text: str, owner: str) -> None:
    assert [(step.due, step.owner) for step in _read(text).next_steps if step.due] == [(FRIDAY, owner)]


@pytest.mark.parametrize(
    ("text", "deal"),
    [
        ("Bridie Coyle said yes to 79,500", "Tidewell slipway"),
        ("Emailed Bridie the price, 5,950 for the lot", "Tidewell hull survey"),
        ("Bridie signed the slipway at 80,000! She asked about a hull survey as well", "Tidewell slipway"),
        ("Bridie Coyle said yes to 22,000", None),
    ],
)
def test_which_deal_is_meant(text: str, deal: str | None) -> None:
    read = _read(text).deal
    assert read is not None
    assert read.name == deal


def test_a_deal_is_shifted() -> None:
    read = _read("Quote for Bridie Coyle emailed. Shift that one to Haggling").deal
    assert read is not None
    assert read.stage == "Haggling"


def test_a_place_is_nobody() -> None:
    text = "Call with Bridie Coyle of Tidewell Boatyard. Two berths in Ardglas, they want to start with Ardglas alone"
    assert _read(text).contacts == ["Bridie Coyle"]


def test_what_is_put_right_happened_today() -> None:
    read = _read("Correction of yesterday, it was 79,500 for the slipway and not 81,500. Bridie Coyle rang me about it")
    assert read.occurred_at is not None
    assert read.occurred_at.date() == NOW.date()
    assert read.deal is not None
    assert read.deal.amount == 79500
