"""Looks for somebody byte by byte: in every file and every cell, in all the ways words are written down."""

from __future__ import annotations

import base64
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, inspect, select

from crm.model import Base
from crm.store import Store
from privacy.erasure.subject import Subject
from privacy.people import phone_tail

INSIDE = 5  # letters of a part of a name that is looked for
GZIP = b"\x1f\x8b\x08"
CHUNK = 32 * 1024 * 1024  # bytes read at once
OVERLAP = 4_096
MOST_UNPACKED = 256 * 1024 * 1024
PAGE = 2_000  # rows


@dataclass(frozen=True)
class Needles:
    """Patterns over bytes: plain and UTF-16 ones look at lower-cased bytes, those of base64 at bytes as they are."""

    folded: re.Pattern[bytes]
    exact: re.Pattern[bytes]

    @classmethod
    def of(cls, subject: Subject, vectors: Sequence[bytes] = ()) -> Needles:
        """What is looked for of a person; `vectors` are the bytes of those made of their texts."""
        said = {*subject.names, *subject.emails, *(part for part in subject.telling if len(part) >= INSIDE)}
        numbers = {form for number in subject.phones for form in (number, "".join(filter(str.isdigit, number)))}
        numbers |= {tail for number in subject.phones if (tail := phone_tail(number))}
        words = [word for word in {*said, *numbers} if word]
        folded = [_bounded(word) for word in words]
        folded += [re.escape(word.lower().encode(code)) for word in words for code in ("utf-16-le", "utf-16-be")]
        folded += [re.escape(word.lower().encode("unicode-escape")) for word in words if not word.isascii()]
        exact = [form for word in words for way in _ways(word) for form in _in_base64(way.encode())]
        return cls(_any(folded), _any([*map(re.escape, exact), *(re.escape(vector) for vector in vectors)]))


@dataclass
class Scanned:
    """What was looked through, and where something was found: names of files and columns, nothing of what they hold."""

    files: int = 0
    bytes: int = 0
    tables: int = 0
    rows: int = 0
    found: list[str] = field(default_factory=list)


def found_in(content: bytes, needles: Needles) -> bool:
    if needles.folded.search(content.lower()) or needles.exact.search(content):
        return True
    return any(found_in(inner, needles) for inner in _unpacked(content))


def scan_files(folder: Path, needles: Needles, told: Scanned) -> None:
    """Every file under the folder, whatever it is called."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        told.files += 1
        try:
            for chunk in _chunks(path):
                told.bytes += len(chunk)
                if found_in(chunk, needles):
                    told.found.append(str(path.relative_to(folder)))
                    break
        except FileNotFoundError:
            continue  # a file of the moment, such as a database's journal


def scan_tables(store: Store, needles: Needles, told: Scanned) -> None:
    """Every cell of every table that the database has, the queue's and the keyword index's among them."""
    for table in _tables(store):
        told.tables += 1
        with store.read() as session:
            for row in session.execute(select(table).execution_options(yield_per=PAGE)):
                told.rows += 1
                for column, value in zip(table.columns, row, strict=True):
                    place = f"{table.name}.{column.name}"
                    if place not in told.found and found_in(_bytes_of(value), needles):
                        told.found.append(place)


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
    with path.open("rb") as file:
        kept = b""
        while piece := file.read(CHUNK):
            yield kept + piece
            kept = piece[-OVERLAP:]


def _unpacked(content: bytes) -> Iterable[bytes]:
    if not content.startswith(GZIP):
        return
    try:
        yield gzip.decompress(content)[:MOST_UNPACKED]
    except (OSError, EOFError, zlib.error):
        return


def _bounded(word: str) -> bytes:
    """The word where it does not run on in letters: “ferrer” is not in “preferred”."""
    return rb"(?<![a-z0-9])" + re.escape(word.lower().encode()) + rb"(?![a-z0-9])"


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


def _any(patterns: Iterable[bytes]) -> re.Pattern[bytes]:
    return re.compile(b"|".join(sorted(set(patterns))) or rb"(?!)")
