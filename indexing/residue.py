"""What an index file must not hold: whatever lay in this process's memory before.

Chroma's index takes its memory unset and writes all of it to disk, also the part that no vector was put in yet: in 6 of
60 small collections a vector that had been forgotten a moment before came back that way, out of freed memory.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from pathlib import Path

M_PERTURB = -6  # glibc: memory is overwritten when it is given back, and again when it is handed out
PATTERN = 0x5A
HEADER = struct.Struct("<iQQQQ")  # version, offset, capacity, vectors held, bytes a vector
FORMAT = 1


@cache
def overwrite_freed_memory() -> bool:
    """From now on memory of this process is overwritten as it is freed; False where the C library cannot."""
    try:
        return bool(ctypes.CDLL(None).mallopt(M_PERTURB, PATTERN))
    except (OSError, AttributeError):
        return False


def blank(folder: Path) -> int:
    """Zeroes what index files hold beyond their vectors; the index must be closed. Returns how many bytes it was.

    Where the C library does not overwrite memory this is what keeps a rebuilt index clean.
    """
    return sum(_blank(header.parent, header.read_bytes()) for header in folder.glob("*/header.bin"))


def _blank(folder: Path, header: bytes) -> int:
    version, _, _, held, size = HEADER.unpack_from(header)
    if version != FORMAT:
        return 0
    return _zero_from(folder / "data_level0.bin", held * size) + _zero_from(folder / "length.bin", held * 4)


def _zero_from(file: Path, start: int) -> int:
    rest = max(0, file.stat().st_size - start) if file.exists() else 0
    if rest:
        with file.open("r+b") as opened:
            opened.seek(start)
            opened.write(bytes(rest))
    return rest
