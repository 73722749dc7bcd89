"""All that rules read in an interaction: themes, intents, asks and commitments with who is to act and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel

from crm.reading.asks import REPORTED
from crm.reading.intents import Intent, find_intents
from crm.reading.scene import Part, Told, parts_of
from crm.reading.seen import Step
from crm.reading.standins import named, unnamed
from crm.reading.steps import Scene, find_steps
from crm.reading.topics import find_topics
from crm.reading.voices import client_words

MOST_STEPS = 30  # of a kind; a longer list is a document, not a talk
ONESELF = frozenset({"i", "we", "you"})
SOMEBODY = frozenset({"he", "she", "they"})
Side = Literal["ours", "theirs"]


class Due(BaseModel):
    """Something asked for or promised. `owner`: a placeholder, a name, or I, we, you, they; `side`: who said it."""

    text: str
    due: str | None = None  # ISO date
    owner: str | None = None
    side: Side = "theirs"


@dataclass(frozen=True)
class Deep:
    themes: list[str] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    asks: list[Due] = field(default_factory=list)
    commitments: list[Due] = field(default_factory=list)


def read_deeply(told: Told) -> Deep:
    """Texts come and go redacted. What a client means to do is read in the client's words alone."""
    asks: list[Due] = []
    commitments: list[Due] = []
    for part in parts_of(told):
        steps = find_steps(named(part.words), told.at, Scene.of(named(part.words)), told.fiscal_year_start)
        asks += [_ask(step, part) for step in steps.asks]
        commitments += [_promise(step, part, told) for step in steps.commitments]
    theirs = client_words(told.kind, told.direction, told.text, told.team) or ""
    subject = told.subject if theirs else ""
    return Deep(
        themes=find_topics(f"{told.subject}\n{told.text}"),
        intents=find_intents(f"{subject}\n{theirs}" if theirs else "", told.competitors),
        asks=list(_once(asks)),
        commitments=list(_once(commitments)),
    )


def _ask(step: Step, part: Part) -> Due:
    """What one side asks is for the other to do; what our notes report is asked of their author."""
    who = unnamed(step.owner or "")
    if part.noted:
        side: Side = "theirs" if REPORTED.search(step.text) else "ours"
        owner = part.author if side == "theirs" and who.lower() in ONESELF else who
        return _due(step, owner, side)
    owner = part.addressee if who.lower() in ONESELF else who
    return _due(step, owner or who, "ours" if part.ours else "theirs")


def _promise(step: Step, part: Part, told: Told) -> Due:
    """I and we are whoever speaks; in our notes he, she or they are the client, where there is one alone."""
    who = unnamed(step.owner or "")
    low = who.lower()
    owner = part.author if low in ONESELF else who
    if part.noted:
        if low in SOMEBODY and len(told.contact_ids) == 1:
            owner = f"[person:{told.contact_ids[0]}]"
        ours = low in ONESELF or told.team.speaks(who)
        return _due(step, owner or who, "ours" if ours else "theirs")
    return _due(step, owner or who, "ours" if part.ours else "theirs")


def _due(step: Step, owner: str, side: Side) -> Due:
    due = step.due.isoformat() if step.due else None
    return Due(text=unnamed(step.text), due=due, owner=owner or None, side=side)


def _once(steps: list[Due]) -> Iterator[Due]:
    seen: set[str] = set()
    for step in steps:
        words = " ".join(step.text.casefold().split())
        if words not in seen and len(seen) < MOST_STEPS:
            seen.add(words)
            yield step
