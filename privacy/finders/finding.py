from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple


class Finding(NamedTuple):
    """A stretch of text taken for personal data; `score` decides between findings that overlap."""

    start: int
    end: int
    type: str
    score: float


Finder = Callable[[str], Iterator[Finding]]
