"""Rows with their headings, as an answer shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass
class Table:
    columns: list[str]
    rows: list[list[Any]]
    total: int = 0
    ids: list[int] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    says: str = ""  # the whole answer, where it is no sentence about the rows


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else round(value, 6)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
