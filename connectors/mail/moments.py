"""When a mail was sent, as far as its headers can be believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # how far a sender's clock may run before the one of our own server


def sent_at(message: Message, fallback: datetime) -> datetime:
    """The Date header; where it is missing, unreadable or impossible when the last server took it; else `fallback`."""
    received = _first(str(value).rpartition(";")[2] for value in message.get_all("Received", []))
    said = _first([str(message.get("Date") or ""), str(message.get("Resent-Date") or "")])
    if said and not (received and said > received + AHEAD):
        return said
    return received or _first([str(message.get("Delivery-Date") or "")]) or fallback


def _first(values: object) -> datetime | None:
    found = (_moment(value) for value in values)  # type: ignore[attr-defined]
    return next((moment for moment in found if moment), None)


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(" ".join(value.split()))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if moment >= EARLIEST else None
