"""Time zones by name, in settings."""

from __future__ import annotations

from zoneinfo import ZoneInfo


def zone_of(name: str) -> ZoneInfo:
    """Raises ValueError, for a setting's check, where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:
        raise ValueError("there is no such time zone; write one such as Europe/Berlin") from error
