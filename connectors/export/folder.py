"""The folder of an export: which files are tables, which are not, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from connectors.export.lexicon import lexicon
from connectors.export.names import words
from connectors.export.table import Table, read_table
from crm.errors import RejectedError

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".tab", ".psv"})
FOREIGN = {
    ".xlsx": "an Excel workbook; save each sheet as CSV",
    ".xls": "an Excel workbook; save each sheet as CSV",
    ".ods": "a spreadsheet; save each sheet as CSV",
    ".pdf": "a PDF; export the data as CSV",
    ".zip": "an archive; unpack it first",
    ".gz": "an archive; unpack it first",
    ".json": "JSON; export the data as CSV",
    ".xml": "XML; export the data as CSV",
}
REJECTS = ["file", "line", "reason", "row"]  # the headers of what this import itself writes
DICTIONARY_SHARE = 0.5  # of the cells that are names of files or headers
_DESCRIBES = lexicon("describes")
_DESCRIBED = lexicon("described")


@dataclass(frozen=True)
class LeftOut:
    file: str
    reason: str


def read_folder(folder: Path) -> tuple[list[Table], list[LeftOut]]:
    """All tables of a folder (or of a single file), and what was left out.

    Raises:
        RejectedError: there is nothing to import; the message says why.
    """
    tables: list[Table] = []
    left_out: list[LeftOut] = []
    for path in _files(folder):
        file = path.name if folder.is_file() else str(path.relative_to(folder))
        if path.suffix.lower() not in SUFFIXES:
            left_out.append(LeftOut(file, f"it is {FOREIGN.get(path.suffix.lower(), 'not a CSV file')}"))
            continue
        try:
            tables.append(read_table(path, file))
        except RejectedError as error:
            left_out.append(LeftOut(file, error.message))
        except OSError:
            left_out.append(LeftOut(file, "it cannot be opened"))
    tables, described = _without_dictionaries(tables)
    left_out += described
    if not tables:
        raise RejectedError(_nothing(folder, left_out))
    return tables, left_out


def _files(folder: Path) -> list[Path]:
    if not folder.exists():
        raise RejectedError(f"There is no folder {folder}.")
    if folder.is_file():
        return [folder]
    candidates = [path for pattern in ("*", "*/*") for path in folder.glob(pattern)]
    kept = [
        path
        for path in candidates
        if path.is_file()
        and not any(part.startswith((".", "__MACOSX")) for part in path.relative_to(folder).parts)
        and not path.name.endswith(".rejects.csv")
    ]
    return sorted(kept, key=lambda path: (len(path.relative_to(folder).parts), str(path).casefold()))


def _nothing(folder: Path, left_out: list[LeftOut]) -> str:
    if not left_out:
        return f"The folder {folder} is empty: put the CSV files of the export there."
    shown = "; ".join(f"{item.file}: {item.reason}" for item in left_out[:5])
    return f"Nothing in {folder} can be imported. {shown}."


def _without_dictionaries(tables: list[Table]) -> tuple[list[Table], list[LeftOut]]:
    kept, left_out = [], []
    for table in tables:
        others = [other for other in tables if other is not table]
        if not table.rows:
            left_out.append(LeftOut(table.file, "it has headers but no rows"))
        elif table.headers == REJECTS:
            left_out.append(LeftOut(table.file, "it holds the rows that an earlier import rejected"))
        elif _describes(table, others):
            left_out.append(LeftOut(table.file, "it describes the other files (a data dictionary)"))
        else:
            kept.append(table)
    return kept, left_out


def _describes(table: Table, others: list[Table]) -> bool:
    header_words = {word for header in table.headers for word in words(header)}
    if header_words & _DESCRIBES and header_words & _DESCRIBED and len(table.headers) <= 8:
        return True
    known = {_plain(name) for other in others for name in (other.name, *other.headers)}
    cells = [_plain(cell) for row in table.rows[:200] for cell in row if cell]
    named = sum(cell in known for cell in cells)
    return len(cells) >= 3 and len(others) > 0 and named / len(cells) >= DICTIONARY_SHARE


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
