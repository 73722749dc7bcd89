"""Tables of known business systems as their databases have them: codes for tables, headers and values put in words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from connectors.export.table import Table

FEWEST = 2  # headers of a system's own that show whose table it is
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@cache
def _systems() -> list[dict[str, Any]]:
    path = Path(__file__).with_name("systems.toml")
    found: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["system"]
    return found


def put_in_words(tables: Sequence[Table]) -> list[Table]:
    """Names the tables, headers and values of known systems as people call them; the files' headers stay theirs."""
    found: list[Table] = []
    for table in tables:
        system = next((each for each in _systems() if _is_of(table, each)), None)
        if system is None:
            found.append(table)
            continue
        code = table.name.upper()
        table.notes.append(f"its name and headers were read as those of {system['name']}")
        _decode(table, system.get("values", {}))
        for part, (rows, row, partner) in _parted(table, system, code):
            part.spoken = _spoken(part.headers, system, {"{row}": row, "{partner}": partner})
            part.name = rows
            found.append(part)
    return found


def _parted(table: Table, system: Mapping[str, Any], code: str) -> list[tuple[Table, list[str]]]:
    """A table whose rows are of several kinds, one for each: suppliers stand among the partners of a business."""
    said, apart = system["tables"][code], system.get("apart", {}).get(code)
    if apart is None or apart["header"] not in table.headers:
        return [(table, said)]
    cells = table.column(table.headers.index(apart["header"]))
    others = [at for at, cell in enumerate(cells) if cell == apart["value"]]
    if not others or len(others) == len(cells):
        return [(table, said)]
    kept = table.part(table.name, [at for at, cell in enumerate(cells) if cell != apart["value"]])
    kept.rejects, kept.notes = table.rejects, table.notes
    return [(kept, said), (table.part(table.name, others), apart["rows"])]


def _is_of(table: Table, system: Mapping[str, Any]) -> bool:
    if table.name.upper() not in system["tables"]:
        return False
    known = {header.casefold() for header in system["headers"]}
    parts = set(system.get("words", {}))
    return sum(each.casefold() in known or bool(parts & set(_PART.findall(each))) for each in table.headers) >= FEWEST


def _spoken(headers: Sequence[str], system: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, str]:
    whole = {header.casefold(): said for header, said in system["headers"].items()}
    parts = {part.casefold(): said for part, said in system.get("words", {}).items()}
    spoken: dict[str, str] = {}
    for header in headers:
        said = whole.get(header.casefold()) or " ".join(
            parts.get(part.casefold(), part) for part in _PART.findall(header)
        )
        for place, word in told.items():
            said = said.replace(place, word)
        if said and said not in spoken.values():
            spoken[header] = said
    return spoken


def _decode(table: Table, coded: Mapping[str, Mapping[str, str]]) -> None:
    for index, header in enumerate(table.headers):
        if (meant := coded.get(header)) is not None:
            for row in table.rows:
                row[index] = meant.get(row[index], row[index])
            table.forget(index)
