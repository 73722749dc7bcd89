"""What a share is taken of: `which fraction of their tickets` is one of theirs, and not theirs of all tickets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm.ask.language.text import tokens
from crm.ask.planning.reading import Reading

OF = re.compile(
    r"\b(?:share|fraction|proportion|percentage|percent|per cent|part|portion|%) of "
    r"(?:all |the |our |all of |all our )?",
    re.IGNORECASE,
)
PARTS = frozenset({"share", "part"})
WINNING = re.compile(
    r"\b(?:did \w+ win|(?:were|are|was|is) won|was a win|were wins|got won|end(?:ed)? (?:up )?won)\b", re.IGNORECASE
)
PART = r"(?:share|fraction|proportion|percentage|percent|ratio|part|%)"
MONEY = r"of (?:the |our |all |total |whole )*(?:amounts?|value|money|revenue|dollars|euros|pounds|sum|worth)"
AMOUNTS = re.compile(
    rf"\b{PART} {MONEY}\b|\b{MONEY}\b[^?.;]{{0,60}}?\b(?:what|which) {PART}",
    re.IGNORECASE,
)
LOST = re.compile(r"\b(?:lost|lose|losing|loss|losses)\b", re.IGNORECASE)
WON = re.compile(r"\b(?:won|win|wins|winning)\b", re.IGNORECASE)
SURE = 0.9  # weight from which on a word is a value of the record
OUTCOMES = frozenset({"won", "lost"})


def misbased(reading: Reading) -> Iterator[str]:
    """The words that say what a share is taken of, where the plan takes it of something else."""
    plan, found = reading.plan, OF.search(reading.text)
    shares = [each for each in plan.measures if each.kind in PARTS]
    if not found or not shares or plan.beside is not None or reading.refusal:
        return
    words = tokens(reading.text)
    behind = next((item for item in reading.items if words[item.first].start == found.end()), None)
    if behind is None:
        return
    owner = reading.text[words[behind.last - 1].start :][: len(words[behind.last - 1].raw) + 2]
    owned = "’s" in owner or "'s" in owner or reading.text[words[behind.last - 1].end :][:1] in {"'", "’"}
    for sense in behind.all("value") if owned else ():
        if any(
            each.field == sense.value and sense.detail in map(str, each.values) for one in shares for each in one.where
        ):
            yield behind.text
            return
    states = [sense for sense in behind.all("value") if sense.weight >= SURE and not behind.has("entity", "outcome")]
    held = [(each.field, str(value)) for each in plan.filters for value in each.values]
    if states and not owned and not any((sense.value, sense.detail) in held for sense in states):
        yield behind.text
    names = {sense.value for sense in behind.all("entity")}
    alike = {"account", "parent"} if "account" in names else names
    counted = {plan.subject, *((each.field or "").split(".")[0] for each in shares)}
    known = names & {"account", "contact", "deal", "task"}
    if known and not behind.has("value", "field", "metric") and not counted & alike:
        yield behind.text


def trivial(reading: Reading) -> Iterator[str]:
    """`What part of what he closed did he win`: what was closed is no part of it."""
    won = WINNING.search(reading.text)
    for each in reading.plan.measures:
        closed = any(one.field == "deal.outcome" and set(map(str, one.values)) >= OUTCOMES for one in each.where)
        if won and each.kind in PARTS and closed:
            yield won.group()


def uncounted(reading: Reading) -> Iterator[str]:
    """`What share of the money`: of what rows are worth, and not of how many there are."""
    found = AMOUNTS.search(reading.text)
    for each in reading.plan.measures:
        lost = bool(LOST.search(reading.text)) and not WON.search(reading.text) and "won" in each.label
        if found and each.kind in PARTS and (lost or (each.kind == "share" and each.field is None)):
            yield found.group()
