"""A calendar, looked at from thirty days ago to sixty ahead: meetings are told when they come up, change or go away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from connectors.calendar.feed import SCHEMES, Calendars, Feed, FolderFeed, WebFeed
from connectors.calendar.reading import MALFORMED, read
from connectors.calendar.telling import Told, gone, told
from connectors.export.decoding import characters
from connectors.folder import Folder, FolderConfig, Seen, mark_of
from connectors.registry import Config, Context
from connectors.text import clean
from connectors.unreadable import UnreadableError
from connectors.zones import zone_of
from crm.clock import Clock
from crm.intake.connector import Connector
from crm.intake.event import Broken, Event, Item, Page, fitting, revision_of

BEFORE, AHEAD = timedelta(days=30), timedelta(days=60)
PAGE = 200  # items
TITLE = 120  # characters of a meeting's title that a cursor keeps, to tell that it was called off


class Settings(Config):
    """Give `address`, or `address_secret` where the address itself opens the calendar."""

    address: str = Field(default="", description="A .ics file, a folder of them, s3://…, https://… or webcal://….")
    address_secret: str = Field(default="", description="Name of the secret that holds the address.")
    user: str = ""
    password: str = Field(default="", description="The secret's name.")
    timezone: str = Field(
        default="UTC", description="Of days and of times without a zone, where the calendar tells none."
    )
    endpoint_url: str = ""
    region: str = ""
    access_key: str = Field(default="", description="The secret's name.")
    secret_key: str = Field(default="", description="The secret's name.")

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, name: str) -> str:
        return zone_of(name).key

    @model_validator(mode="after")
    def _has_one_place(self) -> Settings:
        if bool(self.address) == bool(self.address_secret):
            raise ValueError("give address or address_secret")
        if self.address and not self.is_web:
            self.folder()
        return self

    @property
    def is_web(self) -> bool:
        return bool(self.address_secret) or self.address.startswith(SCHEMES)

    def folder(self) -> FolderConfig:
        return FolderConfig(
            folder=self.address,
            endpoint_url=self.endpoint_url,
            region=self.region,
            access_key=self.access_key,
            secret_key=self.secret_key,
        )


def connect(settings: Settings, context: Context) -> Connector:
    feed: Feed
    if settings.is_web:
        feed = WebFeed(
            lambda: context.secret(settings.address_secret) if settings.address_secret else settings.address,
            lambda: (settings.user, context.secret(settings.password)) if settings.password else None,
            context.clock,
        )
    else:
        feed = FolderFeed(Folder(settings.folder(), context))
    return CalendarSource(feed, context.clock, ZoneInfo(settings.timezone))


@dataclass
class _Look:
    """What one look found. `whole`: nothing was unreadable, so what is missing is gone."""

    items: list[Item]
    ahead: dict[str, list[Any]]
    whole: bool


class CalendarSource:
    """See Connector. A cursor holds what the host said of the calendar's version, what was told of the window, and
    of the meetings to come what it takes to tell that one was called off."""

    def __init__(self, feed: Feed, clock: Clock, zone: tzinfo) -> None:
        self._feed, self._clock, self._zone = feed, clock, zone

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        now = self._clock.now()
        today = now.date().isoformat()  # the window moves by days: until then an unchanged calendar tells nothing new
        state = dict(cursor.get("state") or {}) if cursor.get("day") == today else {}
        calendars = self._feed.look(state)
        if calendars is None:
            return
        look = self._looked(calendars, dict(cursor.get("ahead") or {}), now)
        seen = Seen(cursor)
        marks = [_mark(item) for item in look.items]
        new = sorted((item for item in look.items if _mark(item) not in seen), key=_when)
        for at in range(0, len(new), PAGE):
            page = new[at : at + PAGE]
            for item in page:
                seen.add(_mark(item))
            if at + PAGE < len(new):  # the calendar's version is noted with the last page: till then it is read again
                yield Page.of(page, {**cursor, "day": "", **seen.cursor()})
        seen.only(marks)
        last = new[(len(new) - 1) // PAGE * PAGE :] if new else []
        yield Page.of(last, {"day": today, "state": calendars.state, "ahead": look.ahead, **seen.cursor()})

    def close(self) -> None:
        self._feed.close()

    def _looked(self, calendars: Calendars, before: dict[str, list[Any]], now: datetime) -> _Look:
        midnight = datetime.combine(now.astimezone(UTC).date(), time(0), UTC)
        found, look = self._read(calendars, midnight - BEFORE, midnight + AHEAD + timedelta(days=1))
        for key, each in found.items():
            times = before[key][2] if key in before else 0
            event = each.revised(times)
            look.items.append(event)
            if event.occurred_at > now:
                look.ahead[key] = [event.occurred_at.isoformat(), event.subject[:TITLE], times, False]
        for key, (at, title, times, is_gone) in before.items():
            begins = datetime.fromisoformat(at)
            if key in found or begins <= now:
                continue
            if is_gone or (look.whole and found):
                times += not is_gone  # noqa: PLW2901
                look.items.append(gone(key, begins, title, times))
                look.ahead[key] = [at, title, times, True]
            else:
                look.ahead[key] = [at, title, times, is_gone]
        return look

    def _read(self, calendars: Calendars, start: datetime, end: datetime) -> tuple[dict[str, Told], _Look]:
        """The meetings of the window by key; of one that two files tell, the later file's counts."""
        found: dict[str, Told] = {}
        complete = True
        broken: dict[str, str] = dict.fromkeys(calendars.unread, "Rapport may not read this file, or it is too large.")
        for name, content in calendars.contents.items():
            try:
                reading = read(clean(characters(content), len(content)), start, end)
            except UnreadableError as error:
                broken[name or "calendar"] = error.message
                continue
            broken |= reading.broken
            complete = complete and reading.complete
            for meeting in reading.meetings:
                try:
                    each = told(meeting, reading.zone or self._zone)
                except MALFORMED:
                    broken[meeting.uid] = "What it says of time or people cannot be read."
                    continue
                found[each.event.key] = each
        items: list[Item] = [
            Broken(key=fitting(name), revision=revision_of(reason, calendars.state.get("mark", "")), reason=reason)
            for name, reason in broken.items()
        ]
        return found, _Look(items, {}, whole=complete and not broken)


def _mark(item: Item) -> str:
    return mark_of(item.key, item.revision)


def _when(item: Item) -> datetime:
    return item.occurred_at if isinstance(item, Event) else datetime.min.replace(tzinfo=UTC)
