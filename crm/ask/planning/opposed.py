"""Won set against lost within one figure: wins minus losses, the ratio of the one to the other."""

from __future__ import annotations

from collections.abc import Iterable

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.plan import Measure
from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Asked, Reading

SUBTRACTING = frozenset({"minus", "less"})
NEAR = 3  # items between the sign and an outcome


def read_minus(reading: Reading) -> Asked | None:
    """`Wins minus losses`, `won minus lost deals by region`: the one less the other."""
    for at, item in enumerate(reading.items):
        if subtracts(item) and item.used is None and len(_sides(reading, at)) > 1:
            item.senses = []
            reading.use(at, "compare")
            return Asked("change", at)
    return None


def subtracts(item: Item) -> bool:
    return item.text.casefold() in SUBTRACTING


def _sides(reading: Reading, at: int) -> set[str]:
    """The outcomes on both sides of a sign, nothing but their nouns in between."""
    before = _outcome(reversed(reading.items[max(0, at - NEAR) : at]))
    after = _outcome(reading.items[at + 1 : at + 1 + NEAR])
    return {before, after} - {""} if before and after else set()


def _outcome(items: Iterable[Item]) -> str:
    for item in items:
        if item.has("outcome"):
            return item.all("outcome")[0].value
        if not (item.stop or item.has("entity")):
            return ""
    return ""


def read_ratio(reading: Reading) -> list[Wanted]:
    """`The ratio of won to lost deals`: two counts, the first to be divided by the second."""
    said = [at for at, item in enumerate(reading.items) if _divides(item) and item.used is None]
    outcomes = [at for at, item in enumerate(reading.items) if item.has("outcome") and not item.has("metric")]
    if not said or len(outcomes) != len(("won", "lost")) or not reading.vocabulary.has_deals:
        return []
    one, other = outcomes
    same = reading.items[one].all("outcome")[0].value == reading.items[other].all("outcome")[0].value
    if same or reading.has("metric") or said[0] > other or not _bare(reading, one, other):
        return []
    return [Wanted(Measure(kind="count", label="deals"), "deal", at + 1) for at in outcomes]


def settle_ratio(reading: Reading) -> None:
    """`Rewash as a share of kilos`: one column divided by another, and no part of the rows."""
    for at, item in enumerate(reading.items):
        if not any(sense.value == "share" for sense in item.all("aggregate")) or not item.text.endswith(" of"):
            continue
        left, right = reading.before(at), reading.after(at)
        while right is not None and reading.items[right].period is not None:
            right = reading.after(right)
        sides = [_figures(reading, place) for place in (left, right)]
        if all(sides) and not sides[0] & sides[1] and {e for e, _ in sides[0]} & {e for e, _ in sides[1]}:
            item.senses = [Sense("aggregate", "ratio")]


def _figures(reading: Reading, place: int | None) -> set[tuple[str, str]]:
    """The columns of figures that a word heads, with whose they are."""
    if place is None or reading.items[place].has("value", "outcome"):
        return set()
    found = [reading.field(sense) for sense in reading.items[place].all("field")]
    return {(info.entity, info.key) for info in found if info.numeric}


def _bare(reading: Reading, one: int, other: int) -> bool:
    """Whether nothing but the rows themselves stands between the outcomes."""
    between = reading.items[one + 1 : other]
    return all(item.stop or item.has("entity", "aggregate", "versus") for item in between)


def _divides(item: Item) -> bool:
    return any(sense.value == "ratio" for sense in item.all("aggregate"))
