"""Everyday English of many countries: stages, steps handed over, short first names and sums, in sentences of no set."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.amounts import deal_size
from crm.log.proposal import Proposal
from crm.log.reader import Reader

NOW = datetime(2028, 2, 16, 15, tzinfo=UTC)  # a Wednesday
FRIDAY = date(2028, 2, 18)


def _read(text: str, author: str = "Cormac Tierney") -> Proposal:
    return Reader(gold_context(NOW, author, "record_eighteenth.json")).read(text)[0]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Clydeview Housing went w/ a small family firm for the desks.", "Closed Lost"), ("Clydeview Housing: the answer is no for the desks.", "Closed Lost"),
        ("Clydeview Housing are bringing it in-house.", "Closed Lost"), ("Order from Clydeview Housing arrived this morning.", "Closed Won"),
        ("Clydeview Housing like it. So Negotiation now.", "Negotiation"), ("Clydeview Housing want another tour, so we fall back to Qualified.", "Qualified"),
    ],
)  # fmt: skip
def test_the_stage(text, stage):
    deal = _read(text).deal
    assert deal is not None
    assert deal.stage == stage


def test_their_lawyers_at_work_move_nothing():
    deal = _read("Clydeview Housing rang, legal's redlining the contract.").deal
    assert deal is None or deal.stage is None


@pytest.mark.parametrize(
    "text",
    [
        "Rang Clydeview Housing. Floor plan to Morag by Friday - Hannah sorting that.", "Rang Clydeview Housing. Floor plan to Morag by Friday. Hannah, could you sort that?",
        "Rang Clydeview Housing. Hannah on the floor plan by Friday.", "Rang Clydeview Housing. Design (Hannah) to redo the floor plan by Friday.",
    ],
)  # fmt: skip
def test_a_step_handed_to_a_colleague(text):
    assert [(step.due, step.owner) for step in _read(text).next_steps] == [(FRIDAY, "Hannah Pryce")]


def test_what_comes_from_the_author_is_the_authors():
    step = _read("Morag Petrie of Clydeview Housing rang. She gets the plan from me on Friday.").next_steps[-1]
    assert (step.due, step.owner) == (FRIDAY, "Cormac Tierney")


def test_a_day_that_is_put_right():
    steps = _read("Rang Clydeview Housing. Ring Morag Thursday, no, I'm in Cork, make it Friday").next_steps
    assert {step.due for step in steps} == {FRIDAY}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Al Boyle at Clydeview Housing rang.", "Alasdair Boyle"), ("Call from Laz, Clydeview Housing", None), ("Chat with Lachie Reid, Wattle Street", "Lachlan Reid"),
    ],
)  # fmt: skip
def test_short_first_names(text, name):
    assert _read(text).contacts == ([name] if name else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [("+9k so 71.", 71_000), ("52k less the crane so call it 48.", 48_000), ("the bond is $450 a machine", None)],
)
def test_what_it_comes_to(text, value):
    size = deal_size(text, "USD")
    assert (size.value if size else None) == value


def test_lakhs_of_a_writer_who_counts_in_rupees():
    size = deal_size("24L final", "USD", "IN")
    assert size is not None
    assert size.value == 2_400_000
