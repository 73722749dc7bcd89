"""Verdicts of clients in everyday words, and names, sums and helpers beside what a message is about."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm.log.amounts import deal_size
from crm.log.proposal import Proposal
from crm.log.reader import Reader

sys.path.insert(0, str(Path(__file__).parents[2]))  # the benchmark holds the record that the messages speak of

from benchmarks.logging_calls import gold_context, wording

NOW = datetime(2029, 5, 3, 12, 45, tzinfo=UTC)


def _read(text: str) -> list[Proposal]:
    return Reader(gold_context(NOW, "Shelley Hargrave", "record_nineteenth.json"), wording()).read(text)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Harewell Hospice, LPO no. 8812 received, 18,750", "Won"),
        ("Harewell is a done deal", "Won"),
        ("Got the signed contract back from Harewell", "Won"),
        ("Harewell decided on the other laundry guys", "Lost"),
        ("Harewell linen is dead", "Lost"),
        ("Harewell went in a different direction", "Lost"),
        ("Signed copy to be collected from Harewell Thursday", None),
        ("Colin has gone to Leeds till Thursday, Harewell", None),
        ("We were second in the queue at Harewell so only got ten minutes", None),
    ],
)
def test_a_verdict_is_read_and_is_worth_a_note(text, stage):
    (proposal,) = _read(text)
    assert (proposal.deal.stage if proposal.deal else None) == stage
    assert stage is None or proposal.kind != "none"


@pytest.mark.parametrize(
    "text",
    [
        "Told Gary at Aske Hall about the Harewell job, he was impressed",
        "Gary at Aske Hall asked whether we also serve Harewell",
        "Aske Hall call. A crane is blocking the yard so delivery slips to Friday",
    ],
)
def test_a_name_beside_the_one_that_is_meant_is_no_client(text):
    assert [each.account for each in _read(text)] == ["Aske Hall Hotel"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Harewell, £24,800. Winston, fitting slots please, by Friday", "Winston Achebe"),
        ("Visited Harewell. Freight price by Tuesday please Leonie", "Leonie Maurer"),
        ("Visited Harewell. Freight price is with Leonie, due Tuesday", "Leonie Maurer"),
        ("Mr Fairclough, Harewell, phone 10 min. He ask me to contact again on May 8", "Shelley Hargrave"),
    ],
)
def test_a_step_is_whose_the_sentence_turns_to(text, owner):
    (proposal,) = _read(text)
    assert owner in {step.owner for step in proposal.next_steps if step.due}


@pytest.mark.parametrize(
    ("text", "country", "value", "currency"),
    [
        ("water at 62m, GHS 148,000", "GH", 148_000, "GHS"),
        ("Bds$10,400 for the heater", "BB", 10_400, "BBD"),
        ("Sh 4.55M for the lot", "KE", 4_550_000, "KES"),
        ("¥450k", "CN", 450_000, "CNY"),
    ],
)
def test_money_is_marked_as_where_the_writer_lives(text, country, value, currency):
    size = deal_size(text, "EUR", country)
    assert size is not None
    assert (size.value, size.currency) == (value, currency)


@pytest.mark.parametrize("text", ["we were 2nd, 9k over", "drilled to 90m"])
def test_a_gap_or_a_length_is_no_size(text):
    assert deal_size(text) is None


def test_what_puts_an_earlier_message_right_is_a_note():
    assert _read("Correction of my message of this morning: Harewell is 54k not 57k")[0].kind == "note"


def test_gossip_is_nothing_to_log():
    assert _read("Canon Blythe makes the best marmalade and I will not be taking questions")[0].kind == "none"
