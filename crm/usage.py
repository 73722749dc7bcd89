"""What an answer took beyond the record: a language model's work, vectors read from disk."""

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
    cold_quarters: int = 0  # whose vectors had to be read from disk
    cold_seconds: float = 0.0

    def add(self, other: Usage) -> None:
        self.calls += other.calls
        self.prompt_tokens += other.prompt_tokens
        self.answer_tokens += other.answer_tokens
        self.seconds += other.seconds
        self.load_seconds += other.load_seconds
        if other.joules is not None:
            self.joules = (self.joules or 0.0) + other.joules
        self.cold_quarters += other.cold_quarters
        self.cold_seconds += other.cold_seconds

    def figures(self) -> dict[str, float]:
        """As an answer carries it; empty where no model was asked and nothing read from disk."""
        return self._of_model() | self._of_disk()

    def _of_disk(self) -> dict[str, float]:
        if not self.cold_quarters:
            return {}
        return {"cold_quarters": self.cold_quarters, "cold_seconds": round(self.cold_seconds, 3)}

    def _of_model(self) -> dict[str, float]:
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
    """Told by a model adapter after each call, and by the index after each read."""
    gathering = _gathering.get()
    if gathering is not None:
        gathering.add(usage)
