"""What an index's files must not hold: vectors that nobody finds in it, and whatever lay in memory before.

Chroma only marks what is deleted, and its index takes its memory unset and writes all of it to disk, also the part
that no vector was put in yet: in 6 of 60 small collections a vector that had been forgotten a moment before came back.
"""

from __future__ import annotations

import ctypes
import shutil
import sqlite3
import struct
from collections.abc import Collection
from contextlib import closing
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np

M_PERTURB = -6  # glibc: memory is overwritten when it is given back, and again when it is handed out
PATTERN = 0x5A
HEADER = struct.Struct("<iQQQQQQ")
FORMAT = 1
AT_ONCE = 10_000  # rows
DATABASE = "chroma.sqlite3"


class Header(NamedTuple):
    """Of one index's file of vectors, in bytes: a row is its links, its vector, its label."""

    version: int
    offset: int
    capacity: int
    held: int  # rows
    row: int
    label: int  # where in a row it begins
    vector: int

    @property
    def is_known(self) -> bool:
        return self.version == FORMAT and 0 < self.vector < self.label == self.row - 8


@cache
def overwrite_freed_memory() -> bool:
    """From now on memory of this process is overwritten as it is freed; False where the C library cannot."""
    try:
        return bool(ctypes.CDLL(None).mallopt(M_PERTURB, PATTERN))
    except (OSError, AttributeError):
        return False


def fingerprint(vector: bytes) -> bytes:
    return blake2b(vector, digest_size=16).digest()


def is_known(folder: Path) -> bool:
    """Whether the files of all its indexes are of the kind that is known here."""
    return all(_header(path).is_known for path in folder.glob("*/header.bin"))


def blank(folder: Path, kept: Collection[bytes]) -> None:
    """Leaves no vector in the files of a folder but those whose fingerprints are kept. Nobody may have it open.

    What index files hold beyond their vectors goes too: where the C library does not overwrite memory, that is what
    keeps an index clean.
    """
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as database:
        _blank_queue(database, kept)
        segments = {name for (name,) in database.execute("SELECT id FROM segments")}
        database.execute("VACUUM")
    for header in folder.glob("*/header.bin"):
        if header.parent.name in segments:
            _blank_index(header.parent, _header(header), kept)
        else:
            shutil.rmtree(header.parent)  # of a collection that is gone


def _blank_queue(database: sqlite3.Connection, kept: Collection[bytes]) -> None:
    """What waits to be put into an index; of one id only the last counts."""
    waiting = database.execute("SELECT seq_id, vector FROM embeddings_queue WHERE vector IS NOT NULL").fetchall()
    stale = [(number,) for number, vector in waiting if fingerprint(vector) not in kept]
    database.execute("BEGIN")
    database.executemany("UPDATE embeddings_queue SET vector = zeroblob(length(vector)) WHERE seq_id = ?", stale)
    database.execute("COMMIT")


def _blank_index(folder: Path, header: Header, kept: Collection[bytes]) -> None:
    if not header.is_known:
        return
    file = folder / "data_level0.bin"
    for first in range(0, header.held, AT_ONCE):
        count = min(AT_ONCE, header.held - first)
        rows = np.memmap(file, np.uint8, "r+", first * header.row, (count, header.row))
        for vector in rows[:, header.vector : header.label]:
            if fingerprint(vector.tobytes()) not in kept:
                vector[:] = 0
        rows.flush()
    _zero_from(file, header.held * header.row)
    _zero_from(folder / "length.bin", header.held * 4)


def _header(file: Path) -> Header:
    content = file.read_bytes()
    return Header(*HEADER.unpack_from(content)) if len(content) >= HEADER.size else Header(0, 0, 0, 0, 0, 0, 0)


def _zero_from(file: Path, start: int) -> None:
    rest = max(0, file.stat().st_size - start) if file.exists() else 0
    if rest:
        with file.open("r+b") as opened:
            opened.seek(start)
            opened.write(bytes(rest))
