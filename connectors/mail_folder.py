"""Mails that lie on disk: a folder of .eml files, a Maildir, or mbox files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import Field

from connectors.mail.files import Found, Reach, came, dated, files_under
from connectors.mail.mbox import MOST_HEADERS, Boxed, begins_at, boxed, headers_in, is_mbox, mark_at
from connectors.mail.message import LARGEST, event_of
from connectors.mail.stirrings import Stirrings
from connectors.registry import Config, Context
from crm.errors import RetryableError
from crm.intake.event import Broken, Change, Item, Page, revision_of

MOST_ITEMS = 100  # a page
MOST_CHARACTERS = 8_000_000  # of the texts of a page


class Settings(Config):
    """Where the mails lie."""

    path: str = Field(min_length=1, description="A folder, looked through with its subfolders, or an mbox file.")


def connect(settings: Settings, context: Context) -> MailFolder:  # noqa: ARG001
    return MailFolder(Path(settings.path).expanduser())


class MailFolder:
    """Tells each mail once it lies there.

    A file is known again by its name, its size and when it last changed or came; an mbox by how far it was read and
    what stood there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stirrings = Stirrings(path)

    def wait(self, timeout: float) -> bool:
        """As `crm.intake.connector.Waiter` has it: a mail that comes is looked at before its source's time."""
        with _reachable(self._path):
            return self._stirrings.wait(timeout)

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        with _reachable(self._path):
            if self._path.is_file():
                mails, boxes, root = *_alone(self._path), self._path.parent
            else:
                (mails, boxes), root = files_under(self._path), self._path
        state = dict(cursor)
        yield from _of_files(root, mails, state)
        for box in boxes:
            yield from _of_box(root, box, state)

    def close(self) -> None:
        """Nothing is held open between two pages."""


def _alone(path: Path) -> tuple[list[Found], list[Found]]:
    with path.open("rb") as file:
        box = is_mbox(file.read(5))
    about = path.stat()
    found = [Found(path.name, max(about.st_ctime_ns, about.st_mtime_ns), about.st_size)]
    return ([], found) if box else (found, [])


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"The mails at {path} cannot be read ({error.strerror}). Is the path right, and may Rapport read it?"
        raise RetryableError(message) from error


def _of_files(root: Path, mails: list[Found], state: dict[str, Any]) -> Iterator[Page]:
    """The new files by the dates of their mails. A batch that was broken off is ended before a new one begins."""
    if batch := state.get("batch"):
        yield from _of_batch(root, mails, state, Reach.of(batch), (float(batch["after"][0]), str(batch["after"][1])))
    reach = Reach.over(mails, Reach.of(state).upto)
    yield from _of_batch(root, mails, state, reach, (float("-inf"), ""))


def _of_batch(
    root: Path, mails: list[Found], state: dict[str, Any], reach: Reach, after: tuple[float, str]
) -> Iterator[Page]:
    """What `reach` covers and the state does not, from `after` (date and name of a mail) on."""
    done = Reach.of(state)
    new = [found for found in mails if reach.covers(found) and not done.covers(found)]
    ordered = sorted((dated(root, found), found.name, found) for found in new)
    left = [entry for entry in ordered if entry[:2] > after]
    for items, (when, name, _), ended in _pages(root, left):
        state.pop("batch", None)
        state.update(reach.told() if ended else {"batch": reach.told() | {"after": [when, name]}})
        yield Page.of(items, dict(state))
    if not left:
        state.pop("batch", None)
        state.update(reach.told())


Entry = tuple[float, str, Found]


def _pages(root: Path, entries: list[Entry]) -> Iterator[tuple[list[Item], Entry, bool]]:
    """Items of a page, the entry that it ends with, and whether that is the last of all."""
    items: list[Item] = []
    for number, entry in enumerate(entries, start=1):
        if (item := _read(root, entry[2])) is not None:
            items.append(item)
        ended = number == len(entries)
        if ended or _is_full(items):
            yield items, entry, ended
            items = []


def _is_full(items: list[Item]) -> bool:
    length = sum(len(item.whole) + len(item.text) for item in items if not isinstance(item, (Broken, Change)))
    return len(items) >= MOST_ITEMS or length > MOST_CHARACTERS


def _read(root: Path, found: Found) -> Item | None:
    try:
        with (root / found.name).open("rb") as file:
            large = found.size > LARGEST
            raw = headers_in(file.read(MOST_HEADERS)) if large else file.read(LARGEST + 1)
    except FileNotFoundError:  # renamed or taken away meanwhile: under its new name it is new
        return None
    except OSError as error:
        return Broken(
            key=revision_of(found.name),
            revision=str(found.stamp),
            reason=f"This file cannot be read: {error.strerror}.",
        )
    return event_of(raw, came(found), place=found.name, size=found.size if large else None)


def _of_box(root: Path, box: Found, state: dict[str, Any]) -> Iterator[Page]:
    """What an mbox has got since: from where reading stopped, or from its top where it is another file now."""
    boxes = state.get("boxes", {})
    try:
        with (root / box.name).open("rb") as file:
            if not is_mbox(file.read(5)):
                yield from _not_a_box(box, state)
                return
            start = _start(file, box, boxes.get(box.name))
            if start >= box.size:
                return
            items: list[Item] = []
            for mail in boxed(file, start):
                items.append(_unboxed(mail, box))
                ended = mail.end >= box.size
                if ended or _is_full(items):
                    place = file.tell()
                    reached = {"at": mail.end, "last": mail.start, "mark": mark_at(file, mail.end)}
                    file.seek(place)
                    state["boxes"] = state.get("boxes", {}) | {box.name: reached}
                    yield Page.of(items, dict(state))
                    items = []
    except OSError as error:
        raise RetryableError(
            f"The mails in {box.name} cannot be read ({error.strerror}). May Rapport read the file?"
        ) from error


def _start(file: BinaryIO, box: Found, reached: Mapping[str, Any] | None) -> int:
    """Where to go on. The last mail is read again where it was still being written."""
    if not reached or reached["at"] > box.size or mark_at(file, reached["at"]) != reached["mark"]:
        return 0
    return int(reached["at"] if begins_at(file, reached["at"]) else reached["last"])


def _unboxed(mail: Boxed, box: Found) -> Item:
    size = mail.end - mail.start if mail.too_large else None
    return event_of(mail.raw, mail.arrived(came(box)), place=f"{box.name}#{mail.start}", size=size)


def _not_a_box(box: Found, state: dict[str, Any]) -> Iterator[Page]:
    """Said once for each content of the file; an empty one has nothing to say."""
    told = {"at": box.size, "last": 0, "mark": str(box.stamp)}
    if box.size and state.get("boxes", {}).get(box.name) != told:
        state["boxes"] = state.get("boxes", {}) | {box.name: told}
        broken = Broken(
            key=revision_of(box.name),
            revision=str(box.stamp),
            reason="This is not an mbox file: no mail begins at its top.",
        )
        yield Page.of([broken], dict(state))
