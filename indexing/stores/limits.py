"""How long a vector store elsewhere may take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Limits:
    """`asking`: a search, somebody waits for it. `writing`: a page of vectors. `tidying`: a table made anew."""

    asking: timedelta = timedelta(seconds=5)
    writing: timedelta = timedelta(seconds=60)
    tidying: timedelta = timedelta(minutes=30)
