"""The mails of a folder as files: .eml, Maildir, and mbox files among them; what is new since a look."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from crm.intake.event import revision_of

MAIL_SUFFIXES = {".eml", ".email", ".emlx", ".mail"}
BOX_SUFFIXES = {".mbox", ".mbx"}
MAILDIR = {"cur", "new"}
HEAD = 16 * 1024  # bytes in which a mail's date is looked for, to bring mails into order
DATE = re.compile(rb"^date:[ \t]*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
SECOND = 1_000_000_000  # nanoseconds
TICK = 20_000_000  # nanoseconds: files stamped this close may be written in either order


@dataclass(frozen=True)
class Found:
    """A file: its path within the folder, when it last changed or came (nanoseconds), its size (bytes)."""

    name: str
    stamp: int
    size: int


@dataclass(frozen=True)
class Reach:
    """How far a look came: all files stamped up to `upto`, and of those at its edge the ones in `edge`."""

    upto: int = -1
    edge: frozenset[str] = frozenset()

    def covers(self, found: Found) -> bool:
        if found.stamp > self.upto:
            return False
        return found.stamp < self.upto - _width(self.upto) or _short(found) in self.edge

    @classmethod
    def over(cls, files: list[Found], at_least: int = -1) -> Reach:
        upto = max([at_least, *(found.stamp for found in files)])
        near = _width(upto)
        return cls(upto, frozenset(_short(found) for found in files if found.stamp >= upto - near))

    @classmethod
    def of(cls, cursor: Mapping[str, Any]) -> Reach:
        return cls(int(cursor.get("upto", -1)), frozenset(cursor.get("edge", ())))

    def told(self) -> dict[str, Any]:
        return {"upto": self.upto, "edge": sorted(self.edge)}


def _width(upto: int) -> int:
    return 2 * SECOND if upto % SECOND == 0 else TICK  # some file systems count whole seconds


def _short(found: Found) -> str:
    """A name may hold bytes that are no text: a digest may not."""
    return revision_of(found.name, str(found.size), str(found.stamp))[:10]


def files_under(root: Path) -> tuple[list[Found], list[Found]]:
    """All mails and all mboxes under a folder.

    Raises:
        OSError: the folder cannot be listed.
    """
    mails: list[Found] = []
    boxes: list[Found] = []
    for folder, _, entry in _walk(root, root):
        found = _found(root, entry)
        if found is None:
            continue
        if folder in MAILDIR or Path(entry.name).suffix.casefold() in MAIL_SUFFIXES:
            mails.append(found)
        elif is_box(entry):
            boxes.append(found)
    return mails, sorted(boxes, key=lambda each: each.name)


def is_box(entry: os.DirEntry[str]) -> bool:
    """Whether a file goes by the name of an mbox."""
    suffix = Path(entry.name).suffix.casefold()
    return suffix in BOX_SUFFIXES or entry.name == "mbox" or (not suffix and Path(entry.path + ".msf").exists())


def _walk(root: Path, folder: Path) -> Iterator[tuple[str, Path, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "tmp" or not (folder / "cur").is_dir():
                yield from _walk(root, Path(entry.path))
        else:
            yield (folder.name if (folder.parent / "cur").is_dir() else ""), folder, entry


def _found(root: Path, entry: os.DirEntry[str]) -> Found | None:
    try:
        about = entry.stat()
    except OSError:  # gone since it was listed, or a link to nothing
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    name = entry.path[len(str(root)) :].lstrip(os.sep)
    return Found(name, max(about.st_ctime_ns, about.st_mtime_ns), about.st_size)


def dated(root: Path, found: Found) -> float:
    """When a mail says that it was written, in seconds, for bringing files into order; else when it came."""
    try:
        with (root / found.name).open("rb") as file:
            said = DATE.search(file.read(HEAD))
        moment = parsedate_to_datetime(said[1].decode("ascii", "replace").strip()) if said else None
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() if moment else found.stamp / SECOND
    except (OSError, ValueError, TypeError, IndexError, OverflowError):
        return found.stamp / SECOND


def came(found: Found) -> datetime:
    return datetime.fromtimestamp(found.stamp / SECOND, UTC)
