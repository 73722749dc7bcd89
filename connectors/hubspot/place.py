"""Where a look at HubSpot stands: a window of time, and how far each stream of it has been told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

OVERLAP = timedelta(minutes=10)  # what changed a moment ago may be missing from HubSpot's search
ARCHIVED_EVERY = timedelta(hours=1)  # archived objects cannot be asked for by time: all of them are listed
MOST_RECENT = 2000  # changes a stream that are remembered; the inbox knows the others when they are told twice


@dataclass
class Place:
    """All moments are milliseconds. A window is everything that changed from `since` until `until`, both of them kept
    while it is read: what changes meanwhile leaves the window and is told in the next.

    `at`: the last id told of each stream. `recent`: what was told in the last minutes before `since`, and `fresh` those
    of this window; they keep what the overlap asks for again from being told again. `listed`: until when archived
    objects are known.
    """

    since: int | None = None
    until: int | None = None
    listed: int | None = None
    at: dict[str, str] = field(default_factory=dict)
    recent: dict[str, dict[str, int]] = field(default_factory=dict)
    fresh: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, cursor: Mapping[str, Any]) -> Place:
        return cls(**{name: _copied(cursor[name]) for name in cls.__dataclass_fields__ if name in cursor})

    def cursor(self) -> dict[str, Any]:
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: _copied(value) for name, value in found.items() if value not in (None, {})}

    def open(self, now: datetime) -> bool:
        """Opens a window up to now, where none is open; whether there is one."""
        moment = millis(now)
        if self.until is None and (self.since is None or moment > self.since):
            self.until = moment
        return self.until is not None

    def close(self) -> None:
        """Ends the window; the next begins where it ended."""
        carried = {} if self.lists_archived else {name: each for name, each in self.recent.items() if name[0] == "-"}
        if self.listed is None or self.lists_archived:
            self.listed = self.until
        self.since, self.until, self.at = self.until, None, {}
        self.recent, self.fresh = {**carried, **self.fresh}, {}

    @property
    def lists_archived(self) -> bool:
        """Whether this window asks for what was archived: not the first one, which has nothing to take back."""
        if self.until is None or self.listed is None:
            return False
        return self.until - self.listed >= ARCHIVED_EVERY / timedelta(milliseconds=1)

    @property
    def begins(self) -> int | None:
        """Where this window is asked for from; None: the beginning of time."""
        return None if self.since is None else self.since - _OVERLAP

    @property
    def archived_since(self) -> int:
        return (self.listed or 0) - _OVERLAP

    def take(self, stream: str, identity: str, moment: int) -> bool:
        """Notes an object as told; whether it was not told before. Streams of what was archived begin with a dash."""
        told = self.fresh.setdefault(stream, {})
        if moment >= (self.until or 0) - _OVERLAP and len(told) < MOST_RECENT:
            told[identity] = moment
        return self.recent.get(stream, {}).get(identity) != moment


def millis(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def moment_of(said: Any) -> int:
    """A moment as HubSpot writes it, ISO or milliseconds, in milliseconds.

    Raises:
        ValueError: it is none.
    """
    if str(said).isdigit():
        return int(said)
    moment = datetime.fromisoformat(str(said))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return millis(moment)


_OVERLAP = int(OVERLAP / timedelta(milliseconds=1))


def _copied(value: Any) -> Any:
    return {name: _copied(each) for name, each in value.items()} if isinstance(value, dict) else value
