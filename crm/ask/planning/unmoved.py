"""Deals that changed their stage, or did not, whichever it was."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.plan import Condition
from crm.ask.planning.reading import Reading
from crm.ask.planning.stepping import Move, denied
from crm.ask.record.steps import STEP
from crm.naming import word_set

CHANGED = word_set(
    "moved move moving moves changed change changing changes advanced advance progressed progress switched shifted "
    "budged budge stirred stepped altered"
)
NEAR = 4  # items between the deals, or their stage, and what is said of them


def read_unmoved(reading: Reading) -> Move | None:
    """`Moved stage this month`, `whose stage hasn't changed since May`, `deals that have not budged since`."""
    words = reading.words()
    dated = any(item.period for item in reading.items)
    kept = Condition(field=f"{STEP}.from_stage", op="not_null")
    for at, item in enumerate(reading.items):
        if item.text.casefold() not in CHANGED or item.used or item.has("value", "metric"):
            continue
        stage = _stage_near(reading, at)
        if stage is None and not (dated and _of_deals(reading, at)):
            continue
        no = denied(reading, at)  # a deal that was opened since has not stood still
        if (not dated and no is None and "ever" not in words) or _counted(reading, at, stage):
            continue
        if no is not None and not reading.has("outcome"):
            reading.filter("deal.outcome", "eq", "open")
            reading.note("of deals that are still open")
        places = [each for each in (no, at, stage) if each is not None]
        return Move([*range(min(places), max(places) + 1)], [] if no is not None else [kept], absent=no is not None)
    return None


def _counted(reading: Reading, at: int, stage: int | None) -> bool:
    """`Moved two stages`: how many is another thing."""
    return stage is not None and any(item.number is not None for item in reading.items[at:stage])


def _stage_near(reading: Reading, at: int) -> int | None:
    near = range(max(0, at - NEAR), min(len(reading.items), at + NEAR + 1))
    found = [n for n in near if any((s.kind, s.value) == ("field", "deal.stage") for s in reading.items[n].senses)]
    plain = [
        n for n in found if all(each.stop or each.has("negation") or not each.senses for each in _inner(reading, at, n))
    ]
    return plain[0] if plain else None


def _inner(reading: Reading, one: int, two: int) -> list[Item]:
    return reading.items[min(one, two) + 1 : max(one, two)]


def _of_deals(reading: Reading, at: int) -> bool:
    """Whether deals are what moved: nothing else is named before the verb, and no stage or thing behind it."""
    before = [n for n in range(max(0, at - NEAR), at) if reading.items[n].has("entity", "kind", "value", "outcome")]
    place = reading.after(at)
    behind = reading.items[place] if place is not None else None
    told = behind is None or behind.period is not None
    return bool(before) and told and any(s.value == "deal" for s in reading.items[before[-1]].all("entity"))
