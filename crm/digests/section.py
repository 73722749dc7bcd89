"""One part of a digest: a sentence, a few lines, the rows behind them, evidence, perhaps a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crm.ask.answer import Citation
from crm.ask.telling.chartspec import ChartSpec


@dataclass(frozen=True)
class Line:
    """One row as a phone shows it: what it is about, then the rest; perhaps what was said."""

    about: str
    rest: str = ""
    evidence: Citation | None = None


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Section:
    """`lines` are all there are, the most telling first: the view shows some. `rows` are for a file, whole.

    `table` is small and shown whole. `nothing`: there was nothing to tell, and `says` says so in a few words.
    """

    kind: str
    title: str
    says: str
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    chart: ChartSpec | None = None
    note: str = ""
    nothing: bool = False
    failed: bool = False


def nothing(kind: str, title: str, says: str) -> Section:
    return Section(kind, title, says, nothing=True)


@dataclass(frozen=True)
class Content:
    """A whole digest, for one audience. `kept` is what the next compares with; `notes` are about the digest itself."""

    name: str
    period: str
    day: str  # ISO
    sections: list[Section] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> list[Section]:
        return [each for each in self.sections if not each.nothing]
