"""Through whose eyes the record is read now: set at the face that serves a person, asked where statements leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from crm.rights.sight import Sight

_SIGHT: ContextVar[Sight | None] = ContextVar("sight", default=None)


def current() -> Sight | None:
    """The sight that holds now; None for what the house does by itself and for the local administrator."""
    return _SIGHT.get()


@contextmanager
def seeing(sight: Sight) -> Iterator[Sight]:
    """Every read within is held to this sight, and to the one that held before: sights narrow, never widen."""
    outer = _SIGHT.get()
    held = sight if outer is None or outer is sight else outer.meet(sight)
    token = _SIGHT.set(held)
    try:
        yield held
    finally:
        _SIGHT.reset(token)


@contextmanager
def unlimited() -> Iterator[None]:
    """For what the house must know whoever asks: whose names are redacted, whether a row is still in use."""
    token = _SIGHT.set(None)
    try:
        yield
    finally:
        _SIGHT.reset(token)
