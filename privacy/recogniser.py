"""A recogniser, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Recogniser:
    entity: str
    presidio: str | None = None  # a class of presidio_analyzer.predefined_recognizers
    pattern: str | None = None  # or an expression of our own
    context: tuple[str, ...] = ()
    alone: bool = False
    digits: int = 0
    run: int = 0  # and how long the longest unbroken stretch of letters and digits, a digit among them, must be
    checksum: str | None = None  # a function of privacy.checksums that a match of our pattern must pass
    reach: int = 60  # characters before a finding in which its context counts
    leads: bool = False  # its context counts before it alone: behind it the next thing is named
    never: str | None = None  # what the finding may not be
