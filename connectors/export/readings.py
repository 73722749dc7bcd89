"""How the cells of each field are read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from connectors.export import cells
from connectors.export.cells import Reading
from connectors.export.columns import Column
from crm import values

_LENGTHS = {"phone": 64, "what": 512, "currency": 3, "timezone": 64}
_LATER = frozenset(
    {"external_id", "first_name", "last_name", "outcome", "closed", "done", "sender", "recipient", "related", "region",
     "field", "kind", "direction", "text", "subject", "thread", "url", "parent_id", "manager_id", "role", "active"}
)  # fmt: skip


def reading_of(name: str, column: Column, zone: ZoneInfo) -> Reading | None:
    """How a field's cells are read; None for fields that are worked out row by row."""
    if name in _LATER:
        return None
    if name in {"opened_on", "close_date", "due_on", "decided_on", "missed_on"}:
        return cells.as_day(column, zone)
    if name in {"occurred_at", "changed_at", "done_at"}:
        return cells.as_instant(column, zone)
    if name in {"amount", "annual_revenue", "price"}:
        return cells.as_amount(column)
    if name == "employees":
        return cells.as_count(column)
    if name == "currency":
        return _currency
    return cells.as_text(_LENGTHS.get(name, 191))


def _currency(text: str) -> str | None:
    code = text.strip().upper()
    return code if code in values.CODES else values.SIGNS.get(text.strip().casefold())
