"""What a colleague does by the form of the verb, or is named beside, in sentences of no set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks.logging_calls import gold_context
from crm.log.inflection import does
from crm.log.reader import Reader

NOW = datetime(2028, 2, 16, 15, tzinfo=UTC)  # a Wednesday


def _owners(text: str) -> set[str | None]:
    first = Reader(gold_context(NOW, "Gemma Stott", "record_sixteenth.json")).read(text)[0]
    return {step.owner for step in first.next_steps} - {"Gemma Stott"}


@pytest.mark.parametrize(
    "rest",
    [" recalibrates it", " swapping the pump by Friday", "'s drafting the note", " is re-routing them", " chk n reply", " mends", " now carries the parts over"],
)  # fmt: skip
def test_a_form_tells_that_somebody_does_it(rest):
    assert does(rest.replace("re-routing", "rerouting"))


@pytest.mark.parametrize(
    "rest",
    [" fixed it", " met them", " said so", "'s fix worked", " wants it", " thinks so", " and Deepa were there", " on Zoom", " waiting for them", " was there", " rebuilt it", " writes that", " knows her"],
)  # fmt: skip
def test_what_is_past_or_a_state_is_no_doing(rest):
    assert not does(rest)


@pytest.mark.parametrize(
    "text",
    [
        "Visited Holmwerft. Cormac recalibrates the scale until Friday.", "Visited Holmwerft. Cormac swapping the pump by 6am tomorrow, I look in on Monday",
        "Visited Holmwerft. Our papers must be in by Friday, Cormac gathers them.", "Visited Holmwerft. Drawings by Friday from Cormac.",
        "Visited Holmwerft, they need a certificate c/o Cormac by Friday", "Visited Holmwerft, I'm asking Cormac to wire it for Friday",
        "Visited Holmwerft. Actions: Cormac - wiring plan 2/24. Me - offer 2/25", "Visited Holmwerft. Open: crane slots (Cormac, 24 Feb)",
        "Visited Holmwerft. Asked for five days, Cormac chk n reply them 24/2", "Visited Holmwerft. Booked for Friday night, Cormac steering the crew",
    ],
)  # fmt: skip
def test_a_colleague_who_acts_owns_the_step(text):
    assert _owners(text) == {"Cormac Lally"}


@pytest.mark.parametrize(
    "text",
    [
        "Visited Holmwerft. Cormac fixed the pump, offer on Friday.", "Visited Holmwerft with Cormac on Zoom, offer on Friday.", "Met Holmwerft, present: Cormac, myself. Offer on Friday.",
        "Holmwerft after Cormac's repair: all fine. Offer on Friday.", "Holmwerft: Cormac knows them well, offer on Friday.", "Visited Holmwerft. I send the offer Friday, Cormac works until Monday.",
    ],
)  # fmt: skip
def test_who_was_only_there_owns_nothing(text):
    assert _owners(text) == set()
