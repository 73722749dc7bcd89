"""Questions of several parts, put together from the readings of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from crm.ask.compound.norms import against_norm
from crm.ask.compound.parts import Parts
from crm.ask.compound.quotients import divided
from crm.ask.compound.rivals import outdone, outnumbered
from crm.ask.compound.wordings import reworded
from crm.ask.planning.reading import Reading

FIRST = (against_norm, divided, outnumbered, reworded)
LAST = (outdone,)  # where the question as a whole is not understood


def compound(text: str, parts: Parts) -> Reading | None:
    """The reading of a question that holds figures of the record against each other; None where it holds none."""
    return _read(text, parts, FIRST)


def otherwise(text: str, parts: Parts) -> Reading | None:
    """The reading of a question that is not understood as a whole."""
    return _read(text, parts, LAST)


def _read(text: str, parts: Parts, readers: Sequence[Callable[[str, Parts], Reading | None]]) -> Reading | None:
    for read in readers:
        if (found := read(text, parts)) is not None:
            return found
    return None
