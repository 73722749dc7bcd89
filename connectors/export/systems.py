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


def put_in_words(tables: Sequence[Table]) -> None:
    """Names the tables, headers and values of known systems as people call them; the files' headers stay theirs."""
    for table in tables:
        system = next((each for each in _systems() if _is_of(table, each)), None)
        if system is None:
            continue
        rows, row, partner = system["tables"][table.name.upper()]
        table.spoken = _spoken(table.headers, system, {"{row}": row, "{partner}": partner})
        _decode(table, system.get("values", {}))
        table.notes.append(
            f"its name and headers were read as those of {system['name']}: {table.name} holds {rows.lower()}"
        )
        table.name = rows


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
