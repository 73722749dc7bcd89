"""What the golds of the questions on conversations are computed with."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question

ask = partial(Question, "sample", "work_talk")


def talk(n: Any, kind: str = "", start: str = "2000", end: str = "2100", **where: str) -> Any:
    """The interactions of one kind (of any, without one) in this time, whose columns hold just these values."""
    found = n.i[(n.i.date >= start) & (n.i.date < end)]
    found = found[found.kind == kind] if kind else found
    for column, value in where.items():
        found = found[found[column] == value]
    return found


def took_part(n: Any, frame: Any, name: str) -> Any:
    """What this contact sent, received or sat in."""
    (address,) = n.c[n.c.name == name].email
    return frame[(frame["from"] == address) | frame.to.fillna("").str.split("; ").map(lambda to: address in to)]


def sent(n: Any, frame: Any, name: str) -> Any:
    (address,) = n.c[n.c.name == name].email
    return frame[frame["from"] == address]


def people(n: Any, addresses: Any) -> Any:
    """The names behind these addresses, in their order."""
    return addresses.map(n.c.set_index("email").name)


def first_day(frame: Any) -> str:
    return str(frame.date.min().date())


def last_day(frame: Any) -> str:
    return str(frame.date.max().date())


def newest(frame: Any, column: str) -> set[str]:
    return {frame.sort_values("date")[column].iloc[-1]}


def speaking_of(frame: Any, words: str) -> Any:
    """What has these words in its subject or text, in capitals or not."""
    return frame[(frame.subject.fillna("") + " " + frame.text).str.contains(words, case=False)]
