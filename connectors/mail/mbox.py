"""Mails of an mbox file, one after the other: a large file is never held at once, and one goes on where one stopped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import BinaryIO

from connectors.mail.message import LARGEST

LONGEST_LINE = 1024 * 1024  # bytes read at once
MOST_HEADERS = 256 * 1024  # bytes kept of a mail that is too large
BEFORE = 256  # bytes before a place that tell whether the file still is the same up to it
SEPARATOR = re.compile(rb"^From .*\d\d?:\d\d.*\r?\n?$")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
HEADERS_END = re.compile(rb"\r?\n\r?\n")


@dataclass(frozen=True)
class Boxed:
    """A mail in an mbox: bytes `start` to `end` of the file. Where it is too large, `raw` has its headers alone."""

    start: int
    end: int
    raw: bytes
    separator: bytes
    too_large: bool

    def arrived(self, fallback: datetime) -> datetime:
        """What the line that begins it says of its time."""
        words = self.separator.decode("ascii", "replace").split(None, 2)
        try:
            moment = parsedate_to_datetime(words[2].strip()) if len(words) > 2 else None
        except (ValueError, TypeError, IndexError):
            moment = None
        return fallback if moment is None else moment.replace(tzinfo=moment.tzinfo or fallback.tzinfo)


def is_mbox(head: bytes) -> bool:
    return head.startswith(b"From ")


def boxed(file: BinaryIO, start: int) -> Iterator[Boxed]:
    """The mails from `start` on, which has to be where one begins."""
    file.seek(start)
    at = begun = start
    kept: list[bytes] = []
    size, separator, after_blank = 0, b"", True
    while line := file.readline(LONGEST_LINE):
        if after_blank and SEPARATOR.match(line):
            if separator or size:
                yield _made(begun, at, kept, size, separator)
            begun, kept, size, separator = at, [], 0, line
        else:
            size += len(line)
            if size <= LARGEST:
                kept.append(line)
        at += len(line)
        after_blank = line in {b"\n", b"\r\n"}
    if separator or size:
        yield _made(begun, at, kept, size, separator)


def _made(start: int, end: int, kept: list[bytes], size: int, separator: bytes) -> Boxed:
    raw = b"".join(kept)
    if size > LARGEST:
        return Boxed(start, end, headers_in(raw), separator, too_large=True)
    return Boxed(start, end, ESCAPED.sub(rb"\1", raw), separator, too_large=False)


def headers_in(raw: bytes) -> bytes:
    """The headers at the beginning of a mail."""
    found = HEADERS_END.search(raw, 0, MOST_HEADERS)
    return raw[: found.end()] if found else raw[:MOST_HEADERS]


def mark_at(file: BinaryIO, place: int) -> str:
    """Tells whether a file still is what it was up to a place."""
    file.seek(max(0, place - BEFORE))
    return blake2b(file.read(min(BEFORE, place)), digest_size=8).hexdigest()


def begins_at(file: BinaryIO, place: int) -> bool:
    """Whether a mail begins there, or the file ends."""
    file.seek(place)
    line = file.readline(LONGEST_LINE)
    return not line or bool(SEPARATOR.match(line))
