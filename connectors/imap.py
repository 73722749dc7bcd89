"""Mails of a mailbox on an IMAP server, told as they come; nothing is changed there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, field_validator

from connectors.mail.message import LARGEST, event_of
from connectors.registry import Config, Context
from crm.errors import RejectedError, RetryableError
from crm.intake.event import Item, Page

if TYPE_CHECKING:
    from connectors.mail.mailbox import About, Mailbox

MOST_ITEMS = 50  # a page
MOST_BYTES = 8 * 1024 * 1024  # of mails fetched at once
ASKED_AT_ONCE = 1000  # mails whose times are asked for in one go


class Settings(Config):
    """Which mailbox, and how to enter it. Secrets are told by name."""

    host: str = Field(min_length=1)
    port: int | None = Field(default=None, ge=1, le=65535, description="993, or 143 where tls is not true.")
    tls: bool | Literal["starttls"] = True
    ca_file: str = Field(
        default="", description="Certificates of the authority to trust, where it is the company's own."
    )
    user: str = Field(min_length=1)
    password: str = "IMAP_PASSWORD"  # noqa: S105  # its name
    token: str = Field(default="", description="The name of an OAuth2 access token; with it no password is used.")
    folders: tuple[str, ...] = Field(
        default=("INBOX", "\\Sent"), min_length=1, description="By name, or by use with a backslash."
    )
    since: date | None = Field(default=None, description="Older mails are left out.")
    timeout: float = Field(default=30, gt=0, le=600, description="Seconds that an answer may take.")

    @field_validator("folders", mode="before")
    @classmethod
    def _parted(cls, folders: Any) -> Any:
        return (
            tuple(name.strip() for name in folders.split(",") if name.strip()) if isinstance(folders, str) else folders
        )


def connect(settings: Settings, context: Context) -> Imap:
    return Imap(settings, context.secret)


@dataclass
class Place:
    """A folder as a look finds it: what is new in it, ascending."""

    name: str
    validity: int
    uids: list[int]


class Imap:
    """Looks at folders of one mailbox. The cursor has the UIDVALIDITY of each and the last UID that was told."""

    def __init__(self, settings: Settings, secret: Callable[[str], str]) -> None:
        self._settings, self._secret = settings, secret
        self._next: dict[str, tuple[int, int]] = {}  # a folder's UIDVALIDITY and UIDNEXT at the last look

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        reached = {name: (int(each[0]), int(each[1])) for name, each in cursor.get("folders", {}).items()}
        with self._opened() as mailbox:
            places = [self._place(mailbox, name, reached.get(name)) for name in self._folders(mailbox)]
            order = _in_order(mailbox, [place for place in places if place.uids])
            while batch := list(islice(order, MOST_ITEMS)):
                for items, told in _read(mailbox, batch):
                    reached.update({place.name: (place.validity, uid) for place, uid in told})
                    yield Page.of(items, {"folders": {name: list(each) for name, each in reached.items()}})

    def wait(self, timeout: float) -> bool:
        """Waits up to `timeout` seconds; True as soon as something new may be in the first folder.

        What came since this connector last looked or waited is not waited for, so nothing falls between two calls.

        Raises:
            As `pages`.
        """
        with self._opened() as mailbox:
            folder = self._folders(mailbox)[0]
            now = mailbox.open(folder)
            known, self._next[folder] = self._next.get(folder, now), now
            return now != known or mailbox.wait(timeout)

    def close(self) -> None:
        """Nothing is held open between two looks."""

    def _opened(self) -> AbstractContextManager[Mailbox]:
        from connectors.mail.mailbox import Login, Server, opened  # noqa: PLC0415  # loads the library

        told = self._settings
        server = Server(
            told.host, told.port or (993 if told.tls is True else 143), told.tls, told.ca_file, told.timeout
        )
        name = told.token or told.password
        return opened(server, Login(told.user, self._secret(name), token=bool(told.token)))

    def _folders(self, mailbox: Mailbox) -> list[str]:
        """The folders that the settings mean. One that is meant by its use may be missing."""
        there = mailbox.folders()
        found: list[str] = []
        for wanted in self._settings.folders:
            if wanted.startswith("\\"):
                found += [name for name, flags in there.items() if wanted.casefold() in flags]
            elif (name := _named(wanted, there)) is not None:
                found.append(name)
            else:
                message = f"There is no folder {wanted!r} in this mailbox. There are: {', '.join(sorted(there)[:30])}."
                raise RejectedError(message)
        if not found:
            raise RejectedError("None of the folders is in this mailbox. Name them in folders.")
        return list(dict.fromkeys(found))

    def _place(self, mailbox: Mailbox, name: str, reached: tuple[int, int] | None) -> Place:
        """What is new in a folder. Where its UIDVALIDITY is another, all of it is: keys make known mails the same."""
        validity, following = mailbox.open(name)
        self._next[name] = (validity, following)
        last = reached[1] if reached and reached[0] == validity else 0
        return Place(name, validity, mailbox.after(last, self._settings.since))


def _named(wanted: str, there: Mapping[str, Any]) -> str | None:
    if wanted in there:
        return wanted
    return next((name for name in there if name.casefold() == wanted.casefold() == "inbox"), None)


Told = tuple[Place, int]


def _in_order(mailbox: Mailbox, places: Sequence[Place]) -> Iterator[Told]:
    """Mails of all folders by when they arrived; within a folder in the order of numbers, which cursors need."""
    if len(places) == 1:
        return ((places[0], uid) for uid in places[0].uids)
    return (
        (place, uid)
        for _, _, uid, place in merge(*(_timed(mailbox, number, place) for number, place in enumerate(places)))
    )


def _timed(mailbox: Mailbox, number: int, place: Place) -> Iterator[tuple[datetime, int, int, Place]]:
    mailbox.open(place.name)
    times: list[tuple[int, datetime]] = []
    for start in range(0, len(place.uids), ASKED_AT_ONCE):
        about = mailbox.about(place.uids[start : start + ASKED_AT_ONCE])
        times += [(uid, each.arrived) for uid, each in sorted(about.items())]
    latest = accumulate((when for _, when in times), max)
    return iter([(when, number, uid, place) for when, (uid, _) in zip(latest, times, strict=True)])


def _read(mailbox: Mailbox, batch: Sequence[Told]) -> Iterator[tuple[list[Item], Sequence[Told]]]:
    """Items of the mails and which mails they were, in order, as many at once as fit into memory."""
    about = {
        (place.name, uid): each
        for place, uids in _opened_by(mailbox, batch)
        for uid, each in mailbox.about(uids).items()
    }
    there = [told for told in batch if (told[0].name, told[1]) in about]  # the others were deleted meanwhile
    for portion in _portions(there, [about[place.name, uid].size for place, uid in there]):
        raw: dict[tuple[str, int], bytes] = {}
        for place, uids in _opened_by(mailbox, portion):
            for large in (False, True):
                some = [uid for uid in uids if (about[place.name, uid].size > LARGEST) == large]
                raw |= {
                    (place.name, uid): each
                    for uid, each in (mailbox.contents(some, headers=large) if some else {}).items()
                }
        yield (
            [
                _item(place, uid, raw[place.name, uid], about[place.name, uid])
                for place, uid in portion
                if (place.name, uid) in raw
            ],
            portion,
        )


def _item(place: Place, uid: int, raw: bytes, about: About) -> Item:
    size = about.size if about.size > LARGEST else None
    return event_of(raw, about.arrived, place=f"{place.name}/{place.validity}/{uid}", size=size)


def _opened_by(mailbox: Mailbox, told: Sequence[Told]) -> Iterator[tuple[Place, list[int]]]:
    """Each folder with its numbers, opened."""
    for name in dict.fromkeys(place.name for place, _ in told):
        some = [each for each in told if each[0].name == name]
        place = some[0][0]
        if mailbox.open(name)[0] != place.validity:
            raise RetryableError(f"The folder {name} was numbered anew while it was read.")
        yield place, [uid for _, uid in some]


def _portions(batch: Sequence[Told], sizes: Sequence[int]) -> Iterator[list[Told]]:
    portion: list[Told] = []
    held = 0
    for told, size in zip(batch, sizes, strict=True):
        if portion and held + min(size, LARGEST) > MOST_BYTES:
            yield portion
            portion, held = [], 0
        portion.append(told)
        held += min(size, LARGEST)
    if portion:
        yield portion
