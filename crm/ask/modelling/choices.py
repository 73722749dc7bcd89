"""What a question holds for a model to pick from: names, periods and numbers that the rules have already read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Span
from crm.ask.planning.reading import Reading
from crm.ask.words import UNIT_WORDS
from crm.naming import common_words

MOST_UNKNOWN = 4  # words; with more of them a plan would be invented rather than read
BEYOND = frozenset({"passages", "mood", "timeline", "signal", "told"})  # shapes that rules read or nobody


@dataclass
class Choices:
    """`names` and `periods` by their number (N1, P1); `unknown` are the words that nothing explains."""

    names: dict[str, Condition] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)  # how a name stands in the question
    periods: dict[str, Span] = field(default_factory=dict)
    numbers: list[float] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def mendable(reading: Reading) -> bool:
    """Whether rules gave up for a reason that a model can mend: not where the question is about somebody or something
    that the record does not hold."""
    if reading.refusal or reading.plan.shape in BEYOND or not any(item.senses or item.period for item in reading.items):
        return False
    open_items = [item for item in reading.items if item.used is None]
    strange = any(item.unknown and item.capital and item.first > 0 for item in reading.items)
    beyond = any(item.has("unanswerable", "signal", "timeline", "about", "said") for item in open_items)
    unknown = unknown_words(reading)
    return not strange and not beyond and len(unknown) <= MOST_UNKNOWN and not elsewhere() & set(unknown)


@cache
def elsewhere() -> frozenset[str]:
    """Words that no model may take for a field: profit is not revenue, a warranty is no date of a deal."""
    lines = Path(__file__).with_name("elsewhere.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def unknown_words(reading: Reading) -> list[str]:
    return list(dict.fromkeys(item.text.casefold() for item in reading.items if _puzzling(item)))


def choices(reading: Reading) -> Choices:
    found = Choices(unknown=unknown_words(reading))
    for item in reading.items:
        if item.period is not None:
            span = Span(text=item.period.text, start=item.period.start, end=item.period.end)
            found.periods[f"P{len(found.periods) + 1}"] = span
        elif item.number is not None:
            found.numbers.append(item.number)
        for ref, values in _named(reading, item).items():
            number = f"N{len(found.names) + 1}"
            found.names[number] = Condition(field=ref, op="in", values=list(values))
            found.said[number] = item.text
    for bound in reading.bounds:  # percents and days are counted in the unit of their column
        found.numbers += bound.values
    found.numbers = list(dict.fromkeys(found.numbers))
    return found


def _puzzling(item: Item) -> bool:
    word = item.text.casefold()
    light = word.endswith("ly") and word in common_words()
    return item.unknown and len(word) > 1 and word not in UNIT_WORDS and not light


def _named(reading: Reading, item: Item) -> dict[str, list[str]]:
    """The values of an item by their field; a manager is also somebody's manager."""
    found: dict[str, list[str]] = {}
    for sense in item.all("value"):
        if sense.value not in reading.vocabulary.fields or sense.value in reading.vocabulary.unmodelled:
            continue
        found.setdefault(sense.value, []).append(sense.detail)
        if sense.value == "user.name" and sense.detail in reading.vocabulary.managers:
            found.setdefault("manager.name", []).append(sense.detail)
    return {ref: list(dict.fromkeys(values)) for ref, values in found.items()}
