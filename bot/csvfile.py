"""An answer as a spreadsheet: CSV that Excel reads as UTF-8, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

BEGINS_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
LONGEST_NAME = 60  # characters of a file's name


def content(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """All columns, all rows; with the mark by which Excel knows UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)  # commas, quotes where needed, CRLF: RFC 4180
    writer.writerow([cell(name) for name in columns])
    writer.writerows([[cell(value) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig", errors="replace")


def cell(value: Any) -> str | int | float:
    """A value as a spreadsheet takes it; a text that it would run as a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    text = "; ".join(str(item) for item in value) if isinstance(value, list) else str(value)
    return f"'{text}" if BEGINS_FORMULA.match(text) else text


def filename(title: str, ending: str) -> str:
    """`won-revenue-by-month.csv`: letters, digits and dashes only, whatever was asked."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    return f"{'-'.join(words)[:LONGEST_NAME].strip('-') or 'answer'}.{ending}"
