"""Where time goes: spans around the steps of a request, for whoever traces it; nothing where nobody does.

Facts are ids, counts and durations, never anybody's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

Fact = int | float | str
P = ParamSpec("P")
T = TypeVar("T")


class Span(Protocol):
    def note(self, **facts: Fact) -> None:
        """Adds what is known by now."""


class Tracer(Protocol):
    def span(self, name: str, **facts: Fact) -> AbstractContextManager[Span]:
        """A step that lasts as long as the block."""


class _Untraced:
    """A span that nobody watches; one does for all."""

    def note(self, **facts: Fact) -> None:
        """Nothing is kept."""

    def __enter__(self) -> _Untraced:
        return self

    def __exit__(self, *_error: object) -> None:
        return None


_UNTRACED = _Untraced()
_tracer: ContextVar[Tracer | None] = ContextVar("tracer", default=None)


@contextmanager
def traced(tracer: Tracer | None) -> Iterator[None]:
    """Spans within the block are this tracer's."""
    token = _tracer.set(tracer)
    try:
        yield
    finally:
        _tracer.reset(token)


def span(name: str, **facts: Fact) -> AbstractContextManager[Span]:
    """A step of what is being traced."""
    tracer = _tracer.get()
    return _UNTRACED if tracer is None else tracer.span(name, **facts)


def spanned(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Makes each call of a function a step."""

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> T:
            with span(name):
                return function(*args, **kwargs)

        return inner

    return wrap
