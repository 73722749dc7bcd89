"""Events as other systems tell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

BEGUN = datetime(2026, 1, 5, 8, tzinfo=UTC)


def call(number: int, **more: Any) -> dict[str, Any]:
    """A call that was made `number` minutes after the first."""
    at = BEGUN + timedelta(minutes=number)
    return {"key": f"call-{number}", "kind": "call", "occurred_at": at.isoformat(), "text": f"Call {number}.", **more}


def unkeyed(number: int) -> dict[str, Any]:
    told = call(number)
    del told["key"]
    return told
