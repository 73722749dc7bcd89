"""HubSpot as a source: what changed, window by window, rows before what happened to them."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from pydantic import Field

from connectors.http import Address, Api, Json, bearer
from connectors.hubspot.engagements import PROPERTIES, Ends, Engagements
from connectors.hubspot.marker import key_in
from connectors.hubspot.place import OVERLAP, Place, millis, moment_of
from connectors.hubspot.portal import CHANGED, CHANGED_ELSEWHERE, Portal, entry
from connectors.hubspot.rows import ENTITIES, Rows, change_of, gone
from connectors.registry import Config, Context
from crm.intake.event import Broken, Event, Item, Page

Kind = Literal["companies", "contacts", "deals", "notes", "emails", "calls", "meetings"]
ROWS: tuple[Kind, ...] = ("companies", "contacts", "deals")  # in this order: each finds the rows it points at
HAPPENED: tuple[Kind, ...] = ("calls", "emails", "meetings", "notes")
Told = tuple[int, str, str, Item | None]  # when it changed, its kind and id; None: there is nothing to tell of it
PAGE = 100
END = "end"


class Settings(Config):
    token: str = Field(default="HUBSPOT_TOKEN", description="Name of the secret that holds a private app's token.")
    kinds: tuple[Kind, ...] = Field(default=(*ROWS, *HAPPENED), min_length=1, description="What is read.")
    since: date | None = Field(default=None, description="What changed from this day on; empty means all.")
    write_notes: bool = Field(default=False, description="Whether what is logged here is written there as a note.")
    searches: float = Field(default=4, gt=0, description="Searches a second; an account has five in all.")
    url: Address = Field(default="https://api.hubapi.com", description="Where HubSpot's API is.")
    timeout: float = Field(default=30, gt=0, le=300, description="Seconds to wait for an answer to go on.")


class HubSpot:
    """Reads one HubSpot account."""

    def __init__(self, settings: Settings, context: Context) -> None:
        secret = bearer(context.secret(settings.token))
        self._settings, self._clock = settings, context.clock
        self._api = Api("HubSpot", settings.url, secret, context.clock, patience=settings.timeout)
        self._portal = Portal(self._api, settings.searches)

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """`cursor` is a `Place`."""
        place = Place.of(cursor)
        self._portal.fresh()
        rows = Rows(self._portal, [kind for kind in ROWS if kind in self._settings.kinds])
        engagements = Engagements(self._portal, self._settings.kinds)
        yield Page.of([], place.cursor(), rows.columns)
        now = self._clock.now()  # what changes during a look is the next one's
        while place.open(now):
            if place.since is None and self._settings.since:
                place.since = millis(datetime.combine(self._settings.since, time(), UTC) + OVERLAP)
            for kind in ROWS:
                if kind in self._settings.kinds:
                    yield from self._rows(kind, rows, place)
            yield from self._happened(engagements, place)
            if place.lists_archived:
                for kind in self._settings.kinds:
                    yield from self._archived(kind, engagements, place)
            place.close()
            yield Page.of([], place.cursor())

    def close(self) -> None:
        self._api.close()

    def _rows(self, kind: str, rows: Rows, place: Place) -> Iterator[Page]:
        more = True
        while more:
            objects, more = self._changed(kind, rows.names(kind), place, place.at.get(kind, ""))
            values = rows.told(kind, objects)
            items = [
                change_of(kind, each["id"], _changed_at(kind, each), values[each["id"]])
                for each in objects
                if place.take(kind, each["id"], _changed_at(kind, each))
            ]
            if objects:
                place.at[kind] = objects[-1]["id"]
                yield Page.of([*items], place.cursor())

    def _happened(self, engagements: Engagements, place: Place) -> Iterator[Page]:
        """All kinds side by side, as they came about."""
        streams = [self._walk(kind, engagements, place) for kind in HAPPENED if kind in self._settings.kinds]
        items: list[Item] = []
        count = 0
        for moment, kind, identity, item in heapq.merge(*streams, key=lambda told: told[:2]):
            place.at[kind] = identity
            is_new = place.take(kind, identity, moment)
            if item is not None and is_new:
                items.append(item)
            count += 1
            if count % PAGE == 0:
                yield Page.of(items, place.cursor())
                items = []
        if count % PAGE:
            yield Page.of(items, place.cursor())

    def _walk(self, kind: str, engagements: Engagements, place: Place) -> Iterator[Told]:
        after, more = place.at.get(kind, ""), True
        while more:
            objects, more = self._changed(kind, PROPERTIES[kind], place, after)
            ends = engagements.ends(kind, objects)
            for each in objects:
                after = each["id"]
                yield _changed_at(kind, each), kind, after, _told(engagements, kind, each, ends)

    def _changed(self, kind: str, names: list[str], place: Place, after: str) -> tuple[list[Json], bool]:
        return self._portal.changed(kind, names, place.begins, place.until or 0, after)

    def _archived(self, kind: str, engagements: Engagements, place: Place) -> Iterator[Page]:
        """What was archived since that was last asked, out of all that is archived."""
        stream = f"-{kind}"
        while (after := place.at.get(stream, "")) != END:
            objects, following = self._portal.archived(kind, PROPERTIES.get(kind, []), after)
            items: list[Item] = []
            for each in objects:
                moment = moment_of(each["archivedAt"])
                if moment >= place.archived_since and place.take(stream, each["id"], moment):
                    item = _gone(engagements, kind, each, moment, place.since or 0)
                    items += [item] if item else []
            place.at[stream] = following or END
            yield Page.of(items, place.cursor())


def _changed_at(kind: str, of: Json) -> int:
    """When an object changed, in milliseconds; HubSpot tells it as one of the object's properties."""
    said = entry(of, CHANGED.get(kind, CHANGED_ELSEWHERE)) or of.get("updatedAt") or of["createdAt"]
    return moment_of(said)


def _told(engagements: Engagements, kind: str, of: Json, ends: Ends, **more: Any) -> Event | Broken | None:
    """An engagement as an event; None for a note that Rapport wrote itself."""
    if kind == "notes" and key_in(str(entry(of, "hs_note_body") or "")):
        return None
    changed_at = _changed_at(kind, of)
    try:
        return engagements.told(kind, of, ends, **{"changed_at": changed_at, **more})
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        reason = f"This is not as HubSpot describes {kind} ({type(error).__name__})."
        return Broken(key=f"{kind}/{of['id']}", revision=str(changed_at), reason=reason)


def _gone(engagements: Engagements, kind: str, of: Json, archived_at: int, since: int) -> Item | None:
    """What is archived: a row as deleted; an engagement, where it was told before, with that as its status."""
    if kind in ENTITIES:
        return gone(kind, of["id"], archived_at)
    if moment_of(of["createdAt"]) >= since:
        return None
    status = {"revision": f"{archived_at} archived", "attributes": {"status": "deleted"}}
    return _told(engagements, kind, of, Ends(), changed_at=archived_at, **status)
