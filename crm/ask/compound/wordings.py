"""Ways to say of whom something is the first, in another order of words than the planner knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.ask.compound.divisions import phrases
from crm.ask.compound.parts import SURE, Parts
from crm.ask.plan import Condition
from crm.ask.planning.doubts import weigh
from crm.ask.planning.reading import Reading
from crm.ask.words import COMPOUND, NUMBER_WORDS

NUMBER = rf"(?:\d+|{'|'.join(sorted(NUMBER_WORDS, key=len, reverse=True))})"
EACH = re.compile(
    r"\b(?P<lead>of|for|from|in|per) (?P<each>(?:each|every|all)(?: of)? |(?<=per ))(?:the |our )?"
    r"(?P<adjective>[\w-]+) (?P<noun>\w+)",
    re.IGNORECASE,
)
FIRST = re.compile(
    rf"\b(?:{phrases(COMPOUND['order']['desc'])}|newest|latest|oldest|earliest|most recent)\b", re.IGNORECASE
)
SHARE = re.compile(r"\b(?:share|percent|percentage|proportion|part|portion|fraction)\b|%", re.IGNORECASE)
TOP = re.compile(
    rf"\b(?:(?:the|our) )?(?P<number>{NUMBER}) (?:biggest|largest|best|top|highest) (?P<noun>\w+)"
    r"(?: combined| together)?",
    re.IGNORECASE,
)
SIDES = re.compile(
    r"^(?:for|in) (?P<one>[\w-]+(?: [\w-]+)?),? and (?:(?:for|in) )?(?P<other>[\w-]+(?: [\w-]+)?)"
    r"(?: (?:each|separately))?[,:] "
    r"(?P<asked>(?:which|what|who)\b[^,;:?!.()]*)",
    re.IGNORECASE,
)
PAYING = re.compile(r"\b(?P<best>best|top|highest)[- ]paying\b(?=.*\b(?:by|mrr|revenue)\b)", re.IGNORECASE)


def reworded(text: str, parts: Parts) -> Reading | None:
    """The reading of a question in the usual order of its words; None where it has that, or still is not understood."""
    if (sides := SIDES.search(text)) is not None and (found := _of_sides(sides, parts)) is not None:
        return found
    for said in _wordings(text, parts):
        reading = parts.read(said)
        if weigh(reading)[0] >= SURE:
            return reading
    return None


def _wordings(text: str, parts: Parts) -> Iterator[str]:
    if SHARE.search(text) and TOP.search(text):
        yield TOP.sub(lambda found: f"our top {_digits(found['number'])} {found['noun']}", text)
    if PAYING.search(text):
        yield PAYING.sub(lambda found: found["best"], text)
    match = EACH.search(text) if FIRST.search(text) else None
    if match is not None and (value := _value(match["adjective"], parts)) is not None and parts.is_group(match["noun"]):
        each = f"{match['lead']} {match['noun']}" if match["lead"] == "per" else f"{match['lead']} each {match['noun']}"
        yield f"{text[: match.start()]}{each} in {value.values[0]}{text[match.end() :]}"


def _of_sides(match: re.Match[str], parts: Parts) -> Reading | None:
    """`For A and for B, which account …`: the first of each of two that a column tells apart."""
    one, other = _value(match["one"], parts), _value(match["other"], parts)
    if one is None or other is None or one.field != other.field:
        return None
    reading = parts.sure(f"{match['asked']} in each {parts.vocabulary.fields[one.field].label.replace('_', ' ')}")
    if reading is None or not reading.plan.top_per_group or reading.plan.group_by[0].field != one.field:
        return None
    reading.plan.filters.append(Condition(field=one.field, op="in", values=[*one.values, *other.values]))
    reading.others = lambda: iter(())
    return reading


def _value(words: str, parts: Parts) -> Condition | None:
    """The one value of a column that words are."""
    items = parts.items(words)
    values = items[0].all("value") if len(items) == 1 else []
    if not values:
        return None
    best = max(values, key=lambda sense: sense.weight)
    return Condition(field=best.value, op="in", values=[best.detail])


def _digits(number: str) -> int:
    return int(number) if number.isdigit() else int(NUMBER_WORDS[number.casefold()])
