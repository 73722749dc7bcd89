"""Companies, contacts and deals as rows of another system's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from connectors.http import Json
from connectors.hubspot.portal import Portal, entry
from connectors.hubspot.properties import COLUMNS, Properties
from connectors.text import one_line
from crm.intake.event import Change, Entity

ENTITIES: dict[str, Entity] = {"companies": "account", "contacts": "contact", "deals": "deal"}
WORKED_OUT = {"owner", "stage", "Pipeline", "currency"}  # from more than the one value
LENGTHS = {"phone": 64, "currency": 3}
POINTS_AT = {"contacts": {"companies": "account"}, "deals": {"companies": "account", "contacts": "contact"}}


class Rows:
    """Reads objects of the three kinds with what they point at."""

    def __init__(self, portal: Portal, kinds: Sequence[str]) -> None:
        self._portal = portal
        self._properties = {kind: Properties(portal, kind) for kind in kinds}
        self._owners = {key: one_line(str(each.get("email") or "")) for key, each in portal.owners().items()}
        pipelines = [each for each in portal.pipelines() if isinstance(each, dict)] if "deals" in kinds else []
        stages = [each for pipeline in pipelines for each in pipeline.get("stages") or []]
        self._pipelines, self._stages = _labels(pipelines), _labels(stages)
        self._outcomes = {str(each.get("id")): _outcome(each.get("metadata") or {}) for each in stages}
        self._currency = str(portal.account().get("companyCurrency") or "")[:3] if "deals" in kinds else ""

    def names(self, kind: str) -> list[str]:
        return self._properties[kind].names

    @property
    def columns(self) -> dict[str, dict[str, str]]:
        return {ENTITIES[kind]: each.columns for kind, each in self._properties.items()}

    def told(self, kind: str, objects: Sequence[Json]) -> dict[str, dict[str, Any]]:
        """The values of objects by id, named as the record names them."""
        ids = [str(each["id"]) for each in objects]
        aims = {name: self._first(kind, ids, other) for other, name in POINTS_AT.get(kind, {}).items() if ids}
        found: dict[str, dict[str, Any]] = {}
        for each in objects:
            identity = str(each["id"])
            found[identity] = {**self._values(kind, each), **{name: some.get(identity) for name, some in aims.items()}}
        return found

    def _first(self, kind: str, ids: list[str], other: str) -> dict[str, str]:
        """The key of the first object of another kind that each is associated with."""
        found = self._portal.associated(kind, ids, other)
        return {identity: key_of(other, ends[0]) for identity, ends in found.items() if ends}

    def _values(self, kind: str, of: Json) -> dict[str, Any]:
        properties = self._properties[kind]
        raw: Mapping[str, Any] = of.get("properties") or {}
        values = properties.attributes(raw)
        for name, column in COLUMNS[kind].items():
            if column in WORKED_OUT:
                continue
            said = properties.value(name, raw.get(name))
            values[column] = one_line(said, LENGTHS.get(column, 191)) or None if isinstance(said, str) else said
        values["owner"] = self._owners.get(str(entry(of, "hubspot_owner_id") or "")) or None
        if kind == "contacts":
            said = one_line(" ".join(str(entry(of, each) or "") for each in ("firstname", "lastname")))
            values["name"] = said or values["email"] or values["phone"]
        if kind == "deals":
            values |= self._deal(of)
        values["name"] = values["name"] or values.get("domain") or f"{ENTITIES[kind].capitalize()} {of['id']}"
        return values

    def _deal(self, of: Json) -> dict[str, Any]:
        stage, pipeline = str(entry(of, "dealstage") or ""), str(entry(of, "pipeline") or "")
        return {
            "stage": self._stages.get(stage, stage) or None,
            "outcome": self._outcomes.get(stage),
            "currency": str(entry(of, "deal_currency_code") or self._currency)[:3] or None,
            **({"Pipeline": self._pipelines.get(pipeline, pipeline)} if len(self._pipelines) > 1 else {}),
        }


def key_of(kind: str, identity: str) -> str:
    """HubSpot's ids are unique among objects of one kind only."""
    return f"{kind}/{identity}"


def change_of(kind: str, identity: str, revision: int, values: dict[str, Any]) -> Change:
    return Change(key=key_of(kind, identity), revision=str(revision), entity=ENTITIES[kind], values=values)


def gone(kind: str, identity: str, archived_at: int) -> Change:
    revision = f"{archived_at} archived"
    return Change(key=key_of(kind, identity), revision=revision, entity=ENTITIES[kind], deleted=True)


def _labels(described: list[Json]) -> dict[str, str]:
    return {str(each.get("id")): one_line(str(each.get("label") or each.get("id"))) for each in described}


def _outcome(stage: Json) -> str:
    """What a stage means: HubSpot tells by whether it is closed, and how likely a deal in it is."""
    if str(stage.get("isClosed")).lower() != "true":
        return "open"
    return "won" if str(stage.get("probability")) in {"1", "1.0"} else "lost"
