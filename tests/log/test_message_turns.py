"""Deals won, lost and parked in many words, days that bind us and days that do not, and new names, in sentences of no set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.proposal import Proposal
from crm.log.reader import Reader

NOW = datetime(2028, 2, 16, 15, tzinfo=UTC)  # a Wednesday


def _read(text: str) -> Proposal:
    return Reader(gold_context(NOW, "Gemma Stott", "record_sixteenth.json")).read(text)[0]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Vyhr\u00e1li jsme! Holmwerft called", "Won"), ("Holmwerft called, we win this one!", "Won"), ("Holmwerft: contract signed with them today", "Won"),
        ("Holmwerft board was unanimous for us, they called", "Won"), ("Holmwerft forwarded me the purchase order", "Won"),
        ("Rang Holmwerft like I said I should and they've gone with Bekker after all", "Dropped"), ("Holmwerft called, they signed the delivery note", None),
        ("Holmwerft called, if they like it and they sign we celebrate", None), ("Holmwerft sent me the purchase order template", None), ("We win or we lose at Holmwerft, they called", None),
    ],
)  # fmt: skip
def test_a_deal_is_decided_in_many_words(text, stage):
    deal = _read(text).deal
    assert (deal.stage if deal else None) == stage


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Called Holmwerft, Cormac to send the plan tomorrow EOD", ["2028-02-17"]), ("Called Holmwerft. List by Friday, I ring the Monday after", ["2028-02-18", "2028-02-21"]),
        ("Called Holmwerft, they sleep on it, he thinks about it over the weekend, I ring Tuesday", ["2028-02-22"]), ("Called Holmwerft, they want the price validity extended till month end", []),
        ("Called Holmwerft, they will share the plans over the weekend", ["2028-02-19"]), ("Holmwerft called, wishes another visit, now 6 March in place of 4 March", ["2028-03-06"]),
    ],
)  # fmt: skip
def test_which_days_bind_us(text, due):
    assert sorted(str(step.due) for step in _read(text).next_steps if step.due) == due


def test_a_new_client_and_its_captain():
    read = _read("met Capt. Ramon Villareal of Coral Dive Trips at the harbour")
    assert (read.account, read.contacts) == ("Coral Dive Trips", ["Ramon Villareal"])


def test_an_app_and_a_rival_are_no_client():
    read = _read("Holmwerft told me by Viber, they stay with Bekker for now")
    assert (read.account, read.contacts) == ("Holmwerft", [])
