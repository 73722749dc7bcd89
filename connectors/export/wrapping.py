"""Cells that hold a name together with an address or a number of its page: the name is what other tables know.

`Acme (https://…)`, `[Acme](page.md)`, `12;#Acme` say for themselves which part is the name. `Acme [A-17]` and
`A-17 - Acme` are taken apart only where one part of them, and not the whole, is a key of another table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from connectors.export.columns import MOSTLY, Column, profile
from connectors.export.names import natural_key
from connectors.export.table import Table

Parting = Callable[[str], str | None]  # the part of a cell that is a name, None where it has no such part
KNOWN, UNKNOWN = 0.8, 0.3  # of the parts, and of the whole cells, that another table has as keys
FEWEST = 3  # distinct values that show a pattern
PARTED = frozenset({"text", "category", "id"})
_ADDRESS = r"(?:https?://|\.{0,2}/|[^()\s]*%20|[^()\s]+\.(?:md|html?|csv))[^()\s]*"
_PAGES = (
    re.compile(rf"(?P<name>[^()]+?) \({_ADDRESS}\)"),
    re.compile(r"\[(?P<name>[^\]]+)\]\([^()]+\)"),
    re.compile(r"\d+;#(?P<name>[^;#]+)"),
)
_PARTS = (
    re.compile(r"(?P<name>.+?) ?[\[(<][^\[\]()<>]+[\])>]"),
    re.compile(r".+? ?[\[(<](?P<name>[^\[\]()<>]+)[\])>]"),
    re.compile(r"(?P<name>\S+) (?:[-–|:·] |: ?).+"),
    re.compile(r"\S+ (?:[-–|:·] )(?P<name>.+)"),
    re.compile(r"(?P<name>.+) [-–|·] \S+"),
    re.compile(r".+ [-–|·] (?P<name>\S+)"),
)
_BETWEEN = re.compile(r"(?<=\)), ?")


def unwrap(tables: Sequence[Table]) -> None:
    """Writes names in the place of cells that hold more than them, and notes that in the table."""
    profiles = [profile(table) for table in tables]
    for table, columns in zip(tables, profiles, strict=True):
        for column in columns:
            if _fits(column, _page):
                _write(table, column, _page)
    keys = [_keys(columns) for columns in profiles]
    for place, (table, columns) in enumerate(zip(tables, profiles, strict=True)):
        others = [group for other, groups in enumerate(keys) if other != place for group in groups]
        for column in columns:
            if others and column.type in PARTED and (part := _joining(column, others)) is not None:
                _write(table, column, part)


def _page(text: str) -> str | None:
    """The titles of the pages that a cell points at."""
    found = [
        next((match["name"] for shape in _PAGES if (match := shape.fullmatch(part))), None)
        for part in _BETWEEN.split(text)
    ]
    return ", ".join(name for name in found if name) if all(found) else None


def _fits(column: Column, part: Parting) -> bool:
    read = sum(part(text) is not None for text in column.counts)
    return read > 0 and read >= len(column.counts) * MOSTLY


def _keys(columns: Sequence[Column]) -> list[set[str]]:
    """The values of each column that tells rows apart by words or numbers people use."""
    return [
        {natural_key(value) for value in column.counts}
        for column in columns
        if column.uniqueness >= MOSTLY and len(column.counts) >= FEWEST and column.type in PARTED
    ]


def _joining(column: Column, others: Sequence[set[str]]) -> Parting | None:
    """The part of this column's cells that is a key elsewhere, where whole cells are none."""
    texts = list(column.counts)
    if len(texts) < FEWEST or max(_shared(texts, keys) for keys in others) >= UNKNOWN:
        return None
    for shape in _PARTS:
        part = _parting(shape)
        if _fits(column, part):
            names = [part(text) or text for text in texts]
            if max(_shared(names, keys) for keys in others) >= KNOWN:
                return part
    return None


def _parting(shape: re.Pattern[str]) -> Parting:
    def part(text: str) -> str | None:
        match = shape.fullmatch(text)
        return match["name"].strip() if match else None

    return part


def _shared(texts: Sequence[str], keys: set[str]) -> float:
    return sum(natural_key(text) in keys for text in texts) / len(texts)


def _write(table: Table, column: Column, part: Parting) -> None:
    for row in table.rows:
        row[column.index] = part(row[column.index]) or row[column.index]
    table.forget(column.index)
    column.counts = Counter(table.column(column.index))
    column.counts.pop("", None)
    table.notes.append(f"of {column.header} only the names were kept, without the addresses or numbers beside them")
