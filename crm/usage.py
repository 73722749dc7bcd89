"""What a language model's work took, gathered for whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Usage:
    """Sums over calls. `joules` is what the whole GPU drew meanwhile, None where nothing tells."""

    calls: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds: float = 0.0
    load_seconds: float = 0.0  # of `seconds`: reading the model into memory
    joules: float | None = None

    def add(self, other: Usage) -> None:
        self.calls += other.calls
        self.prompt_tokens += other.prompt_tokens
        self.answer_tokens += other.answer_tokens
        self.seconds += other.seconds
        self.load_seconds += other.load_seconds
        if other.joules is not None:
            self.joules = (self.joules or 0.0) + other.joules

    def figures(self) -> dict[str, float]:
        """As an answer carries it; empty where no model was asked."""
        if not self.calls:
            return {}
        found: dict[str, float] = {
            "calls": self.calls,
            "prompt_tokens": self.prompt_tokens,
            "answer_tokens": self.answer_tokens,
            "seconds": round(self.seconds, 3),
            "load_seconds": round(self.load_seconds, 3),
        }
        return found if self.joules is None else found | {"joules": round(self.joules, 3)}


_gathering: ContextVar[Usage | None] = ContextVar("usage", default=None)


@contextmanager
def gathered() -> Iterator[Usage]:
    """The usage of every model call that is made inside."""
    usage = Usage()
    token = _gathering.set(usage)
    try:
        yield usage
    finally:
        _gathering.reset(token)


def spent(usage: Usage) -> None:
    """Told by a model adapter after each call."""
    gathering = _gathering.get()
    if gathering is not None:
        gathering.add(usage)
