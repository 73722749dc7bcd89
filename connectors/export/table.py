"""A file of an export as rows under headers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from connectors.export.decoding import common_width, decode, delimiter_of
from crm.errors import RejectedError
from crm.values import moment, number

FIELD_LIMIT = 64 * 1024 * 1024  # characters in one cell
BLANKS = " \t\r\n\u00a0\ufeff"  # what is taken off both ends of a cell; other control characters stay
NARROW = 4  # columns from which on a line of one cell is no row
PREAMBLE = 12  # lines above the headers that are looked through


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be kept; `line` is where it begins in the file."""

    file: str
    line: int
    reason: str
    row: tuple[str, ...]


@dataclass
class Table:
    """Rows of equal width under unique headers; `lines[i]` is where `rows[i]` begins in the file."""

    file: str
    name: str
    headers: list[str]
    rows: list[list[str]]
    lines: list[int]
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    delimiter: str = ","
    spoken: dict[str, str] = field(default_factory=dict)  # headers in words, where they are a system's codes
    _columns: list[list[str]] | None = None

    def column(self, index: int) -> list[str]:
        if self._columns is None:
            self._columns = [list(values) for values in zip(*self.rows, strict=True)] or [[] for _ in self.headers]
        return self._columns[index]

    def forget(self, index: int) -> None:
        """Reads a column anew from the rows, which were written to."""
        if self._columns is not None:
            self._columns[index] = [row[index] for row in self.rows]

    def part(self, name: str, positions: list[int]) -> Table:
        """The same columns with some of the rows."""
        return Table(
            self.file,
            name,
            self.headers,
            [self.rows[position] for position in positions],
            [self.lines[position] for position in positions],
            delimiter=self.delimiter,
            spoken=self.spoken,
        )


def read_table(path: Path, file: str) -> Table:
    """Reads a delimited text file.

    Raises:
        RejectedError: the file is no table; the message completes "left out: …".
    """
    text = decode(path.read_bytes())
    if not text.strip("\x00 \t\r\n,;|"):
        raise RejectedError("it is empty")
    notes = []
    if "\x00" in text:  # no database keeps it
        text = text.replace("\x00", "")
        notes.append("NUL characters were taken out")
    delimiter = delimiter_of(text)
    if delimiter is None and path.suffix.lower() == ".txt":
        raise RejectedError("it is plain text, not a table")
    records = _records(text, delimiter or ",")
    table = _shaped(file, path.stem, records, delimiter or ",")
    table.notes[:0] = notes
    return table


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    csv.field_size_limit(FIELD_LIMIT)
    if text[:4].lower() == "sep=":
        text = "\n" + text.partition("\n")[2]  # keeps the line numbers
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    records, line = [], 1
    try:
        for row in reader:
            if row and any(row):
                records.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise RejectedError(f"line {reader.line_num} cannot be read as CSV") from error
    return records


def _shaped(file: str, name: str, records: list[tuple[int, list[str]]], delimiter: str) -> Table:
    start = _header_position(records)
    headers = [header.strip().strip("\ufeff") for header in records[start][1]]
    body = records[start + 1 :]
    notes = []
    if start:
        notes.append(f"{start} lines above the headers were left out")
    if _headless(headers, body):
        headers = [f"column {index}" for index in range(1, len(headers) + 1)]
        body = records[start:]
        notes.append("the first row is data, not headers: columns are numbered")
    width = len(headers)
    while width and not headers[width - 1] and not any(len(row) >= width and row[width - 1].strip() for _, row in body):
        width -= 1
    table = Table(file, name, _unique(headers[:width]), [], [], notes=notes, delimiter=delimiter)
    _fill(table, body, width)
    return table


def _fill(table: Table, body: list[tuple[int, list[str]]], width: int) -> None:
    padded = 0
    body, below = _without_footer(body, width)
    if below:
        table.notes.append(f"{below} lines under the table were left out")
    for line, row in body:
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]  # noqa: PLW2901 - only empty cells go
        if len(row) == width:
            table.rows.append([cell.strip(BLANKS) for cell in row])
            table.lines.append(line)
        elif len(row) < width and (len(row) > width / 2 or len(row) >= 3) and not _is_footer(row):
            table.rows.append([cell.strip(BLANKS) for cell in row] + [""] * (width - len(row)))
            table.lines.append(line)
            padded += 1
        else:
            what = "fewer" if len(row) < width else "more"
            reason = f"{len(row)} cells, {what} than the {width} headers"
            table.rejects.append(Reject(table.file, line, reason, tuple(row)))
    if padded:
        table.notes.append(f"{padded} rows ended early; their missing last cells were taken as empty")


def _without_footer(body: list[tuple[int, list[str]]], width: int) -> tuple[list[tuple[int, list[str]]], int]:
    """The rows, and how many lines under them are none: what reports say of themselves, their totals."""
    end = len(body)
    while end > 1 and width >= NARROW and _is_under(body[end - 1][1], width):
        end -= 1
    return body[:end], len(body) - end


def _is_under(row: list[str], width: int) -> bool:
    """Whether a line at the end of a table is no row of it: a single cell where rows have many, a total."""
    filled = sum(bool(cell.strip()) for cell in row)
    if _is_footer(row):
        return True
    return filled <= 1 and (len(row) < width or bool(row[0].strip()))


def _is_footer(row: list[str]) -> bool:
    return bool(re.match(r"(grand )?totals?\b|copyright|confidential|generated", row[0].strip(), re.IGNORECASE))


def _header_position(records: list[tuple[int, list[str]]]) -> int:
    """Where the headers are: the first row as wide as the table, past the titles that reports put above it."""
    common = common_width([len(row) for _, row in records[:500]])
    for position, (_, row) in enumerate(records[:PREAMBLE]):
        filled = sum(bool(cell.strip()) for cell in row)
        if len(row) >= common and filled > common / 2:
            return position
    return 0


def _headless(headers: list[str], body: list[tuple[int, list[str]]]) -> bool:
    """Whether the first row is data: headers are not dates, addresses or amounts."""
    filled = [header for header in headers if header]
    if not filled or not body:
        return False
    data = sum("@" in header or number(header) is not None or moment(header) is not None for header in filled)
    years = sum(bool(re.fullmatch(r"(19|20)\d\d", header)) for header in filled)
    return data - years > 0 and data >= len(filled) * 0.25


def _unique(headers: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    result = []
    for index, header in enumerate(headers, start=1):
        name = header or f"column {index}"
        seen[name.casefold()] += 1
        result.append(name if seen[name.casefold()] == 1 else f"{name} {seen[name.casefold()]}")
    return result
