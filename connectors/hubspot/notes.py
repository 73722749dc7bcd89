"""Notes that Rapport writes into HubSpot."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import Any

from connectors.http import Json, NotThereError
from connectors.hubspot.connector import HubSpot
from connectors.hubspot.marker import body_of, key_in
from connectors.hubspot.place import millis, moment_of
from connectors.hubspot.portal import PAGE
from connectors.hubspot.rows import ENTITIES
from crm.errors import RejectedError
from crm.intake.outlet import Note

NOTES = "notes"
TYPES = {"contacts": 202, "companies": 190, "deals": 214}  # HubSpot's own associations of a note with each
KINDS = {entity: kind for kind, entity in ENTITIES.items()}
SKEW = timedelta(hours=1)  # between HubSpot's clock and ours


class HubSpotWithNotes(HubSpot):
    """HubSpot as an outlet too."""

    def write(self, note: Note) -> str:
        """Writes a note with its associations in one call.

        Raises:
            RejectedError: HubSpot does not take it; what it is about may be gone there.
        """
        properties: dict[str, Any] = {
            "hs_timestamp": str(millis(note.occurred_at)),
            "hs_note_body": body_of(note.text, note.key),
        }
        if note.author.casefold() in self._owners:
            properties["hubspot_owner_id"] = self._owners[note.author.casefold()]
        links = [
            {
                "to": {"id": identity},
                "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": TYPES[kind]}],
            }
            for kind, identity in _objects(note)
        ]
        try:
            return self._portal.create(NOTES, {"properties": properties, "associations": links})
        except RejectedError:
            raise RejectedError("HubSpot does not take a note. What it is about may be gone there.") from None

    def find(self, note: Note) -> str | None:
        """Looks at the notes of what the note is about, newest first: they are known there at once, while HubSpot's
        search knows a new note only after a while.
        """
        self._portal.fresh()
        for kind, identity in _objects(note):
            try:
                ids = sorted(set(self._portal.linked(kind, identity, NOTES)), key=int, reverse=True)
            except NotThereError:
                continue
            return self._among(ids, note)
        return None

    def withdraw(self, identity: str) -> None:
        self._portal.archive(NOTES, identity)

    def _among(self, ids: list[str], note: Note) -> str | None:
        earliest = millis(note.made_at - SKEW)
        for start in range(0, len(ids), PAGE):
            some = self._portal.read(NOTES, ids[start : start + PAGE], ["hs_note_body", "hs_createdate"])
            for identity, values in some.items():
                if key_in(str(values.get("hs_note_body") or "")) == note.key:
                    return identity
            if some and all(_made(values) < earliest for values in some.values()):
                return None
        return None

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Who is there still, by address."""
        found = self._portal.owners()
        return {str(each.get("email") or "").casefold(): key for key, each in found.items() if not each.get("archived")}


def _made(values: Json) -> int:
    """When a note was made; one that does not tell is looked at as if it were new."""
    return moment_of(values["hs_createdate"]) if values.get("hs_createdate") else 2**62


def _objects(note: Note) -> Iterator[tuple[str, str]]:
    for entity, key in note.about:
        yield KINDS[entity], key.rpartition("/")[2]  # type: ignore[index]
