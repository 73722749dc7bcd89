"""Where each column of a table goes."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.export.columns import Column
from connectors.export.names import key
from connectors.export.recognition import Recognised

OVERLAP_ONLY = 0.75  # how sure a column is whose header says nothing of owners
ALSO_KEPT = frozenset(
    {"outcome", "closed", "done", "region", "kind", "decided_on", "missed_on"}
)  # fields that also stay as attributes, in the export's words


@dataclass
class Target:
    """Where a column goes: to a field of ours, to an attribute, to both, or nowhere."""

    column: Column
    field: str | None
    key: str | None
    reason: str


def targets_of(item: Recognised) -> list[Target]:
    fields = {match.column.index: (name, match.reason) for name, match in item.assignment.fields.items()}
    taken = {name for name in fields_of(item) if name in ALSO_KEPT}  # our word for it is not the export's
    targets = []
    for column in item.columns:
        name, reason = fields.get(column.index, (None, ""))
        attribute = None
        if column.index in item.ignored:
            reason = "the mapping file says so"
        elif item.entity == "stage_change" and name is None:
            reason = "a stage history keeps no more than the deal, the stages, the date and the person"
        elif name is None or name in ALSO_KEPT or _also_kept(item, name):
            attribute = key(column.label, taken)
            taken.add(attribute)
            reason = reason or "no field of ours; kept as it is"
        targets.append(Target(column, name, attribute, reason))
    return targets


def fields_of(item: Recognised) -> frozenset[str]:
    return frozenset() if item.entity == "related" else frozenset(item.assignment.fields)


def _also_kept(item: Recognised, name: str) -> bool:
    """The expected closing day stays what it was when the deal is decided on another."""
    if name == "close_date":
        return bool({"decided_on", "missed_on"} & item.assignment.fields.keys())
    if item.entity == "deal" and name == "active":
        return True
    if item.entity == "account" and name == "owner_id":
        return item.assignment.fields[name].score <= OVERLAP_ONLY  # a role of the trade: "Relationship partner"
    return item.entity == "related" and name == "occurred_at"
