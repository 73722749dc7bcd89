"""What belongs to somebody: `the customers' invoices`, `whose revenue`."""

from __future__ import annotations

from crm.ask.language.text import tokens
from crm.ask.planning.reading import Reading


def owns_next(reading: Reading, at: int) -> bool:
    """`The customers' invoices`, `the customer's salesperson`: what they have is asked for, and not they."""
    place = at + 2 if reading.words()[at + 1 : at + 2] == ["s"] else at + 1
    if place >= len(reading.items) or not reading.items[place].has("entity", "kind") or reading.items[place].used:
        return False
    if not reading.items[at].has("entity") or (at and reading.items[at - 1].has("question")):
        return False
    words, text = tokens(reading.text), reading.text
    between = text[words[reading.items[at].last - 1].end : words[reading.items[place].first].start]
    return between.replace("’", "'").rstrip() in {"'", "'s"}


def figure_follows(reading: Reading, at: int) -> bool:
    """`Whose revenue went down`: persons are asked for, and what follows is theirs."""
    follow = reading.after(at)
    if follow is not None and reading.items[follow].has("outcome"):
        follow = reading.after(follow)
    return at == 0 and follow is not None and reading.items[follow].has("metric")


def marked(reading: Reading, at: int) -> str | None:
    """`Blocked customers`: the column of that name says of some how they are blocked, and of the others nothing."""
    item, follow = reading.items[at], reading.items[at + 1] if at + 1 < len(reading.items) else None
    if follow is None or not item.text.casefold().endswith("ed") or item.has("value", "outcome", "entity", "state"):
        return None
    owners = {sense.value for sense in follow.all("entity")}
    for sense in item.all("field"):
        info = reading.field(sense)
        if sense.weight >= 1 and info.type in {"category", "text"} and info.entity in owners:
            return info.ref
    return None
