"""Which stage deals left, and from which they were won or lost."""

from __future__ import annotations

from crm.ask.language.linking import Item
from crm.ask.plan import Condition
from crm.ask.planning.reading import Reading
from crm.ask.planning.stepping import (
    FROM,
    GOING,
    INTO,
    STRAIGHT,
    Move,
    between,
    decided_as,
    denied,
    out_of,
    stages_named,
    tail,
    verb_before,
)
from crm.ask.record.steps import STEP
from crm.naming import word_set

PAST = word_set("past beyond")
LED = FROM | GOING | STRAIGHT
LEAVING = word_set("left leave leaving exited")


def read_decided(reading: Reading) -> Move | None:
    """The stage from which deals were won or lost."""
    return _decided_out_of(reading) or _lost_from(reading)


def _decided_out_of(reading: Reading) -> Move | None:
    """`From Proposal straight to won`: the stage before the last, said first."""
    words = reading.words()
    for at, stage in stages_named(reading).items():
        if not at or words[at - 1] not in {"from", "of"}:
            continue
        end = at + 1
        while end < len(words) and words[end] in STRAIGHT | INTO | {"closed", "being"}:
            end += 1
        if end >= len(words) or end == at + 1 or not decided_as(reading.items[end]):
            continue
        ends = decided_as(reading.items[end])[0]
        last = [name for name, held in reading.vocabulary.stages.items() if held == ends]
        start = at - 1
        while start and (words[start - 1] in GOING | STRAIGHT | FROM) and not reading.items[start - 1].has("entity"):
            start -= 1
        places = [n for n in range(start, end) if not reading.items[n].has("question", "aggregate")]
        filters = [out_of(stage), Condition(field=f"{STEP}.stage", op="in", values=list(last))]
        return Move(places, filters)
    return None


def _lost_from(reading: Reading) -> Move | None:
    """`Lost straight out of Proposal`, `won from Qualified`: the stage before the last."""
    for at, stage in stages_named(reading).items():
        outcome = next(
            (
                n
                for n in range(at - 1, max(-1, at - 8), -1)
                if decided_as(reading.items[n]) and not reading.items[n].has("value")
            ),
            None,
        )
        if outcome is None or not between(
            reading, outcome, at, STRAIGHT | {"deals", "deal"} | {"out", "from", "in", "during"}
        ):
            continue
        joint = set(reading.words()[outcome + 1 : at])
        if denied(reading, outcome) is not None:
            reading.doubts += 0.7  # never lost there: lost elsewhere, or not at all
            return None
        if not joint & {"out", "from", "in", "during", "at"}:
            continue
        ends = decided_as(reading.items[outcome])[0]
        last = [name for name, held in reading.vocabulary.stages.items() if held == ends]
        filters = [out_of(stage), Condition(field=f"{STEP}.stage", op="in", values=list(last))]
        places = [n for n in range(outcome + 1, at) if not reading.items[n].has("entity")]
        return Move([*places, *tail(reading, at)], filters)
    return None


def _decided(item: Item) -> bool:
    return bool(decided_as(item)) and not item.has("value")


def read_left(reading: Reading) -> Move | None:
    """`Left Proposal`, `moved out of Proposal`, `never made it past Proposal`."""
    words = reading.words()
    for at, stage in stages_named(reading).items():
        verb = verb_before(reading, at, LEAVING | GOING | FROM | PAST)
        while verb and words[verb] not in GOING | LEAVING and words[verb] in LED | PAST and words[verb - 1] in LED:
            verb -= 1
        joint = verb is not None and (words[verb] in LEAVING or set(words[verb:at]) & (PAST | {"out", "from"}))
        if verb is not None and joint and (words[verb] in LEAVING or words[verb] in GOING):
            no = denied(reading, verb)
            first = verb if no is None else no
            filters = [out_of(stage)]
            if PAST & set(words[verb:at]):  # who is lost from a stage has not got past it
                lost = [name for name, held in reading.vocabulary.stages.items() if held == "lost"]
                filters += [Condition(field=f"{STEP}.stage", op="not_in", values=list(lost))]
            return Move([*range(first, at), *tail(reading, at)], filters, absent=no is not None)
    return None
