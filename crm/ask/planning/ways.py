"""What came in against what went out: activities of both directions, and by how many they differ."""

from __future__ import annotations

import re

from crm.ask.plan import Contrast, Group, Measure
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.reading import Reading
from crm.ask.record.called import kind_field

KINDS = r"(?:e-?mails?|mails?|messages?|calls?)"
IN = r"(?:c[ao]me in|coming in|came|incoming|inbound|in|(?:we )?(?:received|got|receive|get))"
OUT = r"(?:(?:went|go|going) out|outgoing|outbound|out|(?:we )?(?:sent|send|made|make|wrote|write)(?: out)?)"
LEAD = r"\b(?:how many |by how many |did |do )?(?P<amount>more|fewer|less) "
BOTH = re.compile(
    rf"{LEAD}(?:(?P<kind>{KINDS}) )?(?:(?:did|that|have|has|do) )*(?:we )?"
    rf"(?:(?P<first_in>{IN})|(?P<first_out>{OUT}))(?: {KINDS})? than "
    rf"(?:(?:that|we|did|we did) )*(?:(?P<second_in>{IN})|(?P<second_out>{OUT}))(?: {KINDS})?\b",
    re.IGNORECASE,
)
ALONE = frozenset({"e-mail", "email", "mail"})


def read_ways(reading: Reading) -> bool:
    """Makes the whole plan of such a difference."""
    match = BOTH.search(reading.text)
    if match is None or "interaction.direction" not in reading.vocabulary.fields:
        return False
    first, second = ("in" if match[f"{side}_in"] else "out" for side in ("first", "second"))
    kinds = [(at, item.all("kind")[0].value) for at, item in enumerate(reading.items) if item.has("kind")]
    if first == second or len({kind for _, kind in kinds}) != 1:
        return False
    plan = reading.plan
    plan.subject, plan.shape = "interaction", "table"
    start, end = match.span()
    position = 0
    for item in reading.items:
        place = reading.text.find(item.text, position)
        position = max(position, place)
        if start <= place < end:
            item.senses, item.used = [], "compare"
    reading.filter(kind_field(kinds[0][1]), "in", kinds[0][1])
    Conditions(reading, "interaction").read()
    reading.filter("interaction.direction", "in", first, second)
    bind_dates(reading)
    plan.measures = [Measure(kind="count", label=f"number of {kinds[0][1]}s")]
    plan.group_by = [Group(field="interaction.direction")]
    asks = "change" if not plan.yes_no else ("more" if match["amount"].casefold() == "more" else "less")
    plan.contrast = Contrast(field="interaction.direction", of=first, against=second, asks=asks)  # type: ignore[arg-type]
    return True
