"""The process in which foreign documents are taken apart: bounded in memory and time, and it writes nothing.

One document after the other comes in on standard input (a line of JSON with its kind and size, then its bytes) and goes
out on standard output as a line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from connectors.formats.pdf import read_pdf
from connectors.formats.word import read_word
from connectors.unreadable import UnreadableError

READERS = {"pdf": read_pdf, "docx": read_word}
MEMORY = 2_000_000_000  # bytes of address space
SECONDS = 120  # of computing that one document may take
MOST_TEXT, MOST_TITLE = 5_000_000, 1000  # characters; the record takes fewer
TOO_MUCH = "It takes more memory to read than a document may."


def main() -> None:
    with suppress(ValueError, OSError):  # a limit that this system does not know
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        content = sys.stdin.buffer.read(asked["size"])
        _allow_time()
        answer = _read(asked["kind"], content)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _allow_time() -> None:
    """Who started this process ends it sooner; where that one died, this does."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    with suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + SECONDS, most))


def _read(kind: str, content: bytes) -> dict[str, Any]:
    try:
        found = asdict(READERS[kind](content))
    except UnreadableError as error:
        return {"reason": error.message}
    except MemoryError:
        return {"reason": TOO_MUCH}
    return found | {"text": found["text"][:MOST_TEXT], "title": found["title"][:MOST_TITLE]}
