"""Looks for somebody byte by byte: in every file and every cell, in all the ways words are written down."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

from sqlalchemy import MetaData, Table, inspect, select

from crm.model import Base
from crm.store import Store
from privacy.erasure.subject import Subject
from privacy.people import phone_tail

INSIDE = 5  # letters of a part of a name that is looked for
GZIP, ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
BROKEN = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError)  # or encrypted
CHUNK = 2 * 1024 * 1024  # bytes at once: other threads have their turn in between
OVERLAP = 4_096
MOST_UNPACKED = 256 * 1024 * 1024
PAGE = 500  # rows
SEPARATOR = b"\n\x00\n"


@dataclass(frozen=True)
class Needles:
    """What is looked for: words in lower-cased bytes, where they stand by themselves; the rest in bytes as they are.

    Plain searching goes first, for it is many times as fast as a pattern.
    """

    words: tuple[bytes, ...]
    folded: tuple[bytes, ...]  # in lower-cased bytes, wherever they stand
    exact: tuple[bytes, ...]

    @classmethod
    def of(cls, subject: Subject, vectors: Sequence[bytes] = ()) -> Needles:
        """What is looked for of a person; `vectors` are the bytes of those made of their texts."""
        said = {*subject.names, *subject.emails, *(part for part in subject.telling if len(part) >= INSIDE)}
        numbers = {form for number in subject.phones for form in (number, "".join(filter(str.isdigit, number)))}
        numbers |= {tail for number in subject.phones if (tail := phone_tail(number))}
        words = sorted(word for word in {*said, *numbers} if word)
        folded = [word.lower().encode(code) for word in words for code in ("utf-16-le", "utf-16-be")]
        folded += [word.lower().encode("unicode-escape") for word in words if not word.isascii()]
        exact = {form for word in words for way in _ways(word) for form in _in_base64(way.encode())}
        return cls(tuple(word.lower().encode() for word in words), tuple(folded), (*sorted(exact), *vectors))


@dataclass
class Scanned:
    """What was looked through, and where something was found: names of files and columns, nothing of what they hold."""

    files: int = 0
    bytes: int = 0
    tables: int = 0
    rows: int = 0
    found: list[str] = field(default_factory=list)


def found_in(content: bytes, needles: Needles) -> bool:
    lowered = content.lower()
    return (
        any(word in lowered and _bounded(word).search(lowered) for word in needles.words)
        or any(each in lowered for each in needles.folded)
        or any(each in content for each in needles.exact)
        or any(found_in(inner, needles) for inner in _unpacked(content))
    )


def is_told(path: Path, needles: Needles) -> bool:
    """Whether a file, or what it holds packed, tells of somebody; one that is gone tells nothing."""
    try:
        return any(found_in(chunk, needles) for chunk in _chunks(path))
    except FileNotFoundError:  # a file of the moment, such as a database's journal
        return False


def scan_files(folder: Path, needles: Needles, told: Scanned) -> None:
    """Every file under the folder, whatever it is called."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        told.files += 1
        with suppress(FileNotFoundError):  # it was there a moment ago
            told.bytes += path.stat().st_size
        if is_told(path, needles):
            told.found.append(str(path.relative_to(folder)))


def scan_tables(store: Store, needles: Needles, told: Scanned) -> None:
    """Every cell of every table that the database has, the queue's and the keyword index's among them."""
    for table in _tables(store):
        told.tables += 1
        names = [f"{table.name}.{column.name}" for column in table.columns]
        with store.read() as session:
            for page in session.execute(select(table).execution_options(yield_per=PAGE)).partitions(PAGE):
                told.rows += len(page)
                for name, cells in zip(names, zip(*page, strict=True), strict=True):
                    if name not in told.found and _in_cells([_bytes_of(cell) for cell in cells if cell], needles):
                        told.found.append(name)


def _in_cells(cells: list[bytes], needles: Needles) -> bool:
    packed = (inner for cell in cells for inner in _unpacked(cell))
    return found_in(SEPARATOR.join(cells), needles) or any(found_in(inner, needles) for inner in packed)


def _tables(store: Store) -> Iterator[Table]:
    with store.read() as session:
        connection = session.connection()
        inspector = inspect(connection)
        schemas = [None, *(["dbos"] if "dbos" in inspector.get_schema_names() else [])]
        for schema in schemas:
            for name in inspector.get_table_names(schema=schema):
                known = Base.metadata.tables.get(name)
                if known is None:
                    yield Table(name, MetaData(), schema=schema, autoload_with=connection)
                else:
                    yield known


def _bytes_of(value: Any) -> bytes:
    if value is None or isinstance(value, bool | int | float):
        return b""
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode("utf-8", "surrogatepass")


def _chunks(path: Path) -> Iterator[bytes]:
    """The file's bytes, and those it holds packed; each piece begins with the end of the one before."""
    with path.open("rb") as file:
        beginning = file.read(len(ZIP))
        file.seek(0)
        yield from _pieces(file)
    if beginning.startswith(GZIP):
        with suppress(*BROKEN), gzip.open(path) as packed:
            yield from _pieces(packed)
    elif beginning == ZIP:
        yield from _members(path)


def _members(archive: Path | IO[bytes]) -> Iterator[bytes]:
    """What lies in a ZIP, and the names it lies there by."""
    with suppress(*BROKEN), zipfile.ZipFile(archive) as opened:
        for member in opened.infolist():
            yield member.filename.encode()
            with suppress(*BROKEN), opened.open(member) as file:
                yield from _pieces(file)


def _pieces(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    kept = b""
    while piece := file.read(CHUNK):
        yield kept + piece
        kept = piece[-OVERLAP:]


def _unpacked(content: bytes) -> Iterable[bytes]:
    if content.startswith(ZIP):
        yield from _members(io.BytesIO(content))
    elif content.startswith(GZIP):
        with suppress(*BROKEN):
            yield gzip.decompress(content)[:MOST_UNPACKED]


@cache
def _bounded(word: bytes) -> re.Pattern[bytes]:
    """The word where it does not run on in letters: “ferrer” is not in “preferred”."""
    return re.compile(rb"(?<![a-z0-9])" + re.escape(word) + rb"(?![a-z0-9])")


def _ways(word: str) -> set[str]:
    return {word, word.lower(), word.upper(), word.title()}


def _in_base64(content: bytes) -> Iterator[bytes]:
    """What base64 of a longer content holds wherever this stands in it, less the letters that its neighbours share."""
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + content)
        first = (0, 2, 3)[shift]
        last = len(whole) - ((0, 3, 2)[(shift + len(content)) % 3])
        if last - first >= 6:
            yield whole[first:last]
