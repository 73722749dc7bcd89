"""Turns of phrase that tell of a deal won or lost, and those that only look so."""

from __future__ import annotations

import pytest

from crm.log.clauses import sentences
from crm.log.context import KnownStage
from crm.log.stages import find_stage
from crm.model import Outcome

STAGES = tuple(
    KnownStage(name, place, Outcome(outcome))
    for place, (name, outcome) in enumerate([("Proposal", "open"), ("Won", "won"), ("Lost", "lost")])
)


def _stage(text: str) -> str | None:
    found = find_stage(sentences(text), STAGES)
    return found.name if found else None


@pytest.mark.parametrize(
    "text",
    [
        "she put pen to paper over lunch",
        "the PO is released",
        "PO just dropped, 42k",
        "got it across the line at last",
        "he's after signing it there now",
        "they have placed the order",
        "order in hand for the relining",
        "that's the renewal in the bag",
        "ha firmado el contrato esta ma\u00f1ana",
        "sie hat verl\u00e4ngert",
        "they have signed off the order form",
    ],
)
def test_won(text):
    assert _stage(text) == "Won"


@pytest.mark.parametrize(
    "text",
    [
        "they're going w/ Dentrix",
        "16.2k down the drain",
        "they do not continue with it",
        "our bid was rejected, too dear",
        "the renewal fell through",
        "you can bin this one",
        "they're doing it in-house",
        "staying with what they have",
        "they went bankrupt",
        "gone with the other mob",
        "we came second",
        "order cancelled",
    ],
)
def test_lost(text):
    assert _stage(text) == "Lost"


@pytest.mark.parametrize(
    "text",
    [
        "they signed the visitor book",
        "driver signed for the parcel",
        "nda signed",
        "walked away happy",
        "said no to the extra training",
        "once the PO is in we ship",
        "PO expected Thursday",
        "their supplier went bankrupt",
        "meeting cancelled",
        "the order arrives on Tuesday",
        "Hank happy with the redlines",
        "redlines coming Monday",
        "they haven't decided",
        "he bin there before",
    ],
)
def test_neither(text):
    assert _stage(text) is None
