"""The column by which rows of a table are called, where it has one: the café's name, the blend itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connectors.export.assignment import Assignment
from connectors.export.columns import Column
from connectors.export.lexicon import lexicon
from connectors.export.names import singular
from connectors.export.words import LINKS

_NAMES = lexicon("names")
_WORDY = frozenset({"text", "category"})


def called_by(columns: Sequence[Column], stem: Iterable[str], assignment: Assignment) -> Column | None:
    """The first column that has a value of its own in each row and is headed as names are, or as the table is."""
    own = {singular(word) for word in stem} | set(stem)
    links = {match.column.index for name, match in assignment.fields.items() if name in LINKS[assignment.entity]}
    for column in columns:
        spoken = column.words
        if column.index in links or not (column.is_key and column.type in _WORDY and spoken):
            continue
        if spoken[-1] in _NAMES or set(spoken) <= own:
            return column
    return None
