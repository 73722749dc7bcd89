"""The column by which rows of a table are called, where it has one: the café's name, the blend itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connectors.export.assignment import Assignment, Match
from connectors.export.columns import Column
from connectors.export.lexicon import lexicon
from connectors.export.names import singular
from connectors.export.words import LINKS

_NAMES = lexicon("names")
_NUMBERS = lexicon("ids")
MOSTLY_OWN = 0.8  # of the rows that have a name of their own
_WORDY = frozenset({"text", "category"})
_NAMING = frozenset({"text", "category", "id", "integer"})


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


def _nearly_called(columns: Sequence[Column], assignment: Assignment) -> Column | None:
    """A column of names of which a few come twice: "display_name" of companies."""
    if assignment.entity != "account":
        return None
    return next(
        (
            column
            for column in columns
            if column.type in _WORDY
            and set(column.words[-1:]) & _NAMES
            and column.uniqueness >= MOSTLY_OWN
            and column.filled >= column.rows * MOSTLY_OWN
        ),
        None,
    )


def name_else(assignment: Assignment, columns: list[Column], stem: tuple[str, ...]) -> None:
    """Rows whose name no known word heads are called by the column that has one of its own for each."""
    named = {"name", "last_name", "first_name"} & assignment.fields.keys()
    if named or assignment.entity not in {"account", "deal", "product", "user"}:
        return
    column = called_by(columns, stem, assignment) or _nearly_called(columns, assignment)
    if column is not None and all(match.column is not column for match in assignment.fields.values()):
        assignment.fields["name"] = Match(column, 0.7, f"{column.header} is what its rows are called")


def name_by_rows(assignment: Assignment, columns: list[Column], own: frozenset[str]) -> None:
    """The column that is called what one row is: "Producer" of producers, "Fee Earner" of fee earners."""
    taken = {match.column.index for match in assignment.fields.values()}
    if assignment.entity not in {"account", "user", "product"} or {"name", "last_name"} & assignment.fields.keys():
        return
    for column in columns:
        if column.index not in taken and set(column.words) <= own and column.type in _NAMING:
            assignment.fields["name"] = Match(column, 0.9, f"{column.header} is what its rows are called")
            return


def number_else(assignment: Assignment, columns: list[Column]) -> None:
    """A price list whose rows begin with a bare “No.”: that is what its things are known by."""
    first = columns[0] if columns else None
    if first is None or "price" not in assignment.fields or {"name", "external_id"} & assignment.fields.keys():
        return
    if first.is_key and first.words[-1:] and first.words[-1] in _NUMBERS:
        assignment.fields["external_id"] = Match(first, 0.6, "each row of the list begins with its own")
