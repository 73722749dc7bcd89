"""Who of several wrote a mail: the record knows who took part in it, and not which of them wrote."""

from __future__ import annotations

import re

from crm.ask.planning.reading import Reading

WROTE = re.compile(
    r"\b(?:who|which contact|which client|contact)\b.{0,20}?\b(?:written|wrote|writes|e-?mailed|mailed|messaged)"
    r"(?: to)? us\b",
    re.IGNORECASE,
)


SENT = re.compile(r"\b(?:send|sent|sends|written|write|writes|wrote|e-?mailed|mailed) (?:to )?us\b", re.IGNORECASE)
REFUSED = "The record knows who took part in a message, and not which of them wrote it."


def read_writers(reading: Reading) -> bool:
    """Refuses what somebody of a client wrote to us."""
    named = any(sense.value == "contact.name" for item in reading.items for sense in item.all("value"))
    if not reading.vocabulary.took_part or not named or SENT.search(reading.text) is None:
        return False
    reading.refusal = REFUSED
    return True


def settle_writers(reading: Reading) -> None:
    """Doubts a plan that takes those who took part for those who wrote."""
    plan = reading.plan
    if not reading.vocabulary.took_part:
        return
    refs = {each.field for each in plan.filters} | {each.field for each in plan.group_by}
    wrote = "interaction.direction" in refs and any(ref.startswith("contact.") for ref in refs)
    if wrote or (WROTE.search(reading.text) and plan.subject != "interaction"):
        reading.doubts += 0.7
