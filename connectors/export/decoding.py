"""Bytes of a file become text, and text shows how its columns are told apart."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence

from crm.errors import RejectedError

DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 65_536  # characters that settle the delimiter
SAMPLE_ROWS = 100
SURE = 0.75  # of the rows are of one width
WIDE = 0.3  # of the lines have several cells, where it is a table at all
LIKELY = 0.3  # where nothing else divides them: titles above and totals below are of other widths

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\v\x1a\x1b"))
_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
)


def decode(content: bytes) -> str:
    """The text of a CSV file in whatever encoding it was written.

    Raises:
        RejectedError: the bytes are not text; the message completes "left out: it is …".
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    for magic, name in _FOREIGN:
        if content.lstrip()[: len(magic)].lower() == magic.lower():
            raise RejectedError(f"it is {name}, not CSV text; export it as CSV")
    if (wide := _without_mark(content)) is not None:
        return wide
    head = content[:SAMPLE]
    if head.count(0) > len(head) // 100 + 2 or len(head) - len(head.translate(None, _CONTROLS)) > len(head) // 20 + 4:
        raise RejectedError("it is binary data, not CSV text")
    return _unmarked(content)


def characters(content: bytes) -> str:
    """The text of any text file in whatever encoding it was written. Never raises."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    wide = _without_mark(content)
    return _unmarked(content) if wide is None else wide


def _unmarked(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding, errors="replace").removeprefix("\ufeff")


def _without_mark(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of western text is zero."""
    head = content[:4096]
    if len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even < len(head) * 0.05:
        return _decoded(content, "utf-16-le")
    if even > len(head) * 0.3 and odd < len(head) * 0.05:
        return _decoded(content, "utf-16-be")
    return None


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and most files are UTF-8

    high = sum(byte > 127 for byte in content[:SAMPLE])
    if high < len(content[:SAMPLE]) * 0.2:  # western letters among ASCII: the guess would be a lottery of code pages
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")
    best = from_bytes(content[:SAMPLE]).best()
    return content.decode(best.encoding if best is not None else "latin-1", errors="replace")


def delimiter_of(text: str) -> str | None:
    """What stands between the columns; None for a file of one column.

    Raises:
        RejectedError: the text has no columns at all.
    """
    first = text[:32].splitlines()[:1]
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:
        return first[0][4]
    sample = text[:SAMPLE]
    scores = {mark: _consistency(sample, mark) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    others = max(score for mark, score in scores.items() if mark != best)
    if scores[best] >= SURE or (scores[best] >= LIKELY and scores[best] >= 2 * others):
        return best
    return _unusual(sample) if max(scores.values()) > 0 else None


def _consistency(sample: str, mark: str) -> float:
    """The share of rows that have the commonest width, a little more for wider ones; 0 where nothing is divided."""
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark):
            if row:
                rows.append(len(row))
            if len(rows) >= SAMPLE_ROWS:
                break
    except csv.Error:
        return 0.0
    if len(sample) == SAMPLE and len(rows) > 2:
        rows.pop()  # the sample may end within it
    width = common_width(rows)
    if width < 2:
        return 0.0
    return rows.count(width) / len(rows) + min(width, 50) / 1000


def common_width(widths: Sequence[int]) -> int:
    """How many cells the rows of a table have; lines of one cell, titles and footers, count only where most are so."""
    wide = [width for width in widths if width > 1]
    counted = Counter(wide if len(wide) >= len(widths) * WIDE else widths)
    return counted.most_common(1)[0][0] if counted else 0


def _unusual(sample: str) -> str | None:
    import clevercsv  # noqa: PLC0415 - heavy, and few files need it

    try:
        dialect = clevercsv.Sniffer().sniff(sample[:8192])
    except clevercsv.Error:
        return None
    mark = dialect.delimiter if dialect is not None else ""
    return str(mark) if mark and mark in ",;\t|:^~" else None
