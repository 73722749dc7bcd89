"""Who did it to whom: which side wrote, called or received, by the parts that stand around a verb or a noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crm.ask.exchanges.mark import Mark
from crm.ask.language.linking import Item

OURS = frozenset({"us", "user", "reps"})
THEIRS = frozenset({"account", "contact", "clients", "persons", "filter"})
PARTIES = OURS | THEIRS
DIRECTED = frozenset({"call", "email", "message", "written", "any"})
AUXILIARY = frozenset({"do", "does", "did"})
BASE = frozenset({"call", "email", "e mail", "mail", "message", "chat", "text"})  # as verbs too
ENDED = frozenset({f"{word}s" for word in BASE})
BEFORE_PEOPLE = frozenset({"which", "how_many", "different", "per", "by"})
LOOSE = frozenset({"last", "first", "never", "most", "fewest", "once", "how_often", "exactly", "they", "longest"})
TURNED = {"in": "out", "out": "in"}


def settled(marks: Sequence[Mark], items: Sequence[Item]) -> list[Mark]:
    """The parts with each word that may be a noun or a verb settled by those beside it."""
    found = list(marks)
    for place, mark in enumerate(found):
        follow = found[place + 1].symbol if place + 1 < len(found) else ""
        if mark.symbol == "verb" and mark.text in {"contact", "contacts"} and follow not in PARTIES:
            people = mark.text == "contacts" or (place and found[place - 1].symbol in BEFORE_PEOPLE)
            found[place] = replace(mark, symbol="persons" if people else "noun", value="any")
        elif mark.symbol == "noun" and mark.text in BASE | ENDED and _is_verb(found, place, items):
            found[place] = replace(mark, symbol="verb")
    return found


def _is_verb(marks: Sequence[Mark], place: int, items: Sequence[Item]) -> bool:
    mark = marks[place]
    follow = marks[place + 1].symbol if place + 1 < len(marks) else ""
    before = _subject(marks, place)
    if follow in PARTIES and before is not None:
        return True
    asked = before is not None and before.at > 0 and items[before.at - 1].text.casefold() in AUXILIARY
    return mark.text in BASE and asked and follow not in {"with", "from", "to"}


def _subject(marks: Sequence[Mark], place: int) -> Mark | None:
    """Who does what a verb says: the party right before it."""
    for at in range(place - 1, -1, -1):
        symbol = marks[at].symbol
        if symbol in PARTIES or symbol == "who":
            return marks[at]
        if symbol not in LOOSE:
            return None
    return None


def direction_of(marks: Sequence[Mark]) -> str | None:
    """`in`, `out`, nothing where both ways are meant.

    Raises:
        ValueError: the parts contradict each other.
    """
    told = {each for each in (_told(marks, place) for place in range(len(marks))) if each}
    if len(told) > 1:
        raise ValueError(told)
    return told.pop() if told else None


def _told(marks: Sequence[Mark], place: int) -> str | None:
    mark = marks[place]
    match mark.symbol:
        case "incoming" | "inbox":
            return "in"
        case "outgoing" | "outbox":
            return "out"
        case "verb" if mark.value == "toward":
            return "in" if _side(_object(marks, place)) == "ours" else None
        case "verb":
            return _done(marks, place)
        case "received":
            return _received(marks, place)
        case "noun" if mark.value in {"call", "email", "message", "any", "written"}:
            return _sent(marks, place)
    return None


def _done(marks: Sequence[Mark], place: int) -> str | None:
    doer = _agent(marks, place)
    if doer is not None:
        return "out" if _side(doer) == "ours" else "in"
    if place + 1 < len(marks) and marks[place + 1].symbol == "with":
        return None  # `phoned with`: either side
    if (side := _side(_object(marks, place))) is not None:
        return "in" if side == "ours" else "out"
    side = _side(_subject(marks, place))
    if side is None:
        return "out" if marks[place].text == "sent" else None
    return "out" if side == "ours" else "in"


def _received(marks: Sequence[Mark], place: int) -> str | None:
    side = _side(_subject(marks, place))
    return "out" if side == "theirs" else "in"


def _sent(marks: Sequence[Mark], place: int) -> str | None:
    """`Mails from Globex to us`."""
    for at in range(place + 1, min(place + 3, len(marks) - 1)):
        if marks[at].symbol in {"from", "to"}:
            side = _side(marks[at + 1])
            if side is not None:
                return "in" if (side == "theirs") == (marks[at].symbol == "from") else "out"
    return None


def _object(marks: Sequence[Mark], place: int) -> Mark | None:
    at = place + 1
    while at < len(marks) and marks[at].symbol in {"to", "with", "last"} | LOOSE:
        at += 1
    return marks[at] if at < len(marks) and marks[at].symbol in PARTIES else None


def _agent(marks: Sequence[Mark], place: int) -> Mark | None:
    """`Called by us`."""
    by = place + 1 < len(marks) - 1 and marks[place + 1].symbol == "by"
    return marks[place + 2] if by and marks[place + 2].symbol in PARTIES else None


def _side(mark: Mark | None) -> str | None:
    if mark is None or mark.symbol not in PARTIES:
        return None
    return "ours" if mark.symbol in OURS else "theirs"
