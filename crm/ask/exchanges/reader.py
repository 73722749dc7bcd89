"""Questions on calls, mails, meetings, messages and tickets: read whole, or left to the rules for all else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from crm.ask.errands.reader import owed
from crm.ask.exchanges.absence import absent
from crm.ask.exchanges.figures import figured
from crm.ask.exchanges.lasts import dated
from crm.ask.exchanges.marks import marked
from crm.ask.exchanges.sides import settled
from crm.ask.exchanges.talk import Talk, talk_of
from crm.ask.exchanges.unheld import unheld
from crm.ask.plan import QueryPlan
from crm.ask.planning.alternatives import fresh
from crm.ask.planning.reading import Reading
from crm.ask.record.called import IMPORTED

OF_TALK = frozenset({"noun", "verb", "shared", "ticketing", "received", "persons"})
GIVING = frozenset({"give", "tell", "show", "get", "send", "let"})
KEPT = frozenset({"period", "account", "contact", "user", "filter"})  # parts that conditions are read off


def read_exchange(reading: Reading) -> Reading | None:
    """The reading of a question of which every word is a part of such talk; None for any other."""
    if owed(reading) or _own(reading):
        return None  # what is yet to be done has not happened; whose is mine is told by who asks
    if _denied(reading):
        return None
    marks = marked(reading.items)
    if reading.vocabulary.kinds and (reason := unheld(reading, marks)) is not None:
        return replace(reading, refusal=reason)
    talk = talk_of(settled(marks, reading.items)) if marks else None
    if (
        talk is None
        or _of_tables(reading, talk)
        or "interaction" not in reading.vocabulary.entities
        or not reading.vocabulary.kinds
    ):
        return None
    trial = _trial(reading, talk)
    done = absent(trial, talk) or dated(trial, talk) or figured(trial, talk)
    return trial if done and _spent(trial) else None


def _own(reading: Reading) -> bool:
    """`My calls`, `who called me`; `give me` says nothing."""
    words = reading.words()
    return any(
        item.has("mine", "team") and not (at and words[at - 1] in GIVING) and words[at : at + 2] != ["i", "need"]
        for at, item in enumerate(reading.items)
    )


def _denied(reading: Reading) -> bool:
    """`Customers, not prospects`: a value that is left out; read whole, the question would hold to it."""
    return any(
        before.has("negation", "exclusion") and item.has("value") and not item.has("kind", "entity")
        for before, item in pairwise(reading.items)
    )


def _of_tables(reading: Reading, talk: Talk) -> bool:
    """Whether a word means the rows of a table of the record's own: what an export calls its visits or its log."""
    entities = reading.vocabulary.entities
    for mark in talk.marks:
        item = reading.items[mark.at]
        own = [sense for sense in item.all("entity") if sense.weight >= 1 and entities[sense.value].kind]
        if mark.symbol in OF_TALK and (own or any(s.value.startswith(IMPORTED) for s in item.all("kind"))):
            return True
    return False


def _trial(reading: Reading, talk: Talk) -> Reading:
    """The reading once more, with all words explained but those that limit the rows."""
    trial = replace(reading, items=fresh(reading.items), plan=QueryPlan(subject="interaction"), notes=[])
    themes = {mark.at for mark in talk.marks if mark.symbol == "theme"}
    held = {mark.at for mark in talk.marks if mark.symbol in KEPT}
    for at, item in enumerate(trial.items):
        if at not in held:
            item.senses, item.number = [], None
            item.used = item.used or ("about" if at in themes else "measure")
        elif item.period is None:
            item.senses = item.all("value")
    return trial


def _spent(trial: Reading) -> bool:
    """Whether every name, value and period became a condition."""
    return all(item.used is not None for item in trial.items)
