"""HubSpot both ways: its companies, people, deals and what happened; and what is logged here as notes there."""

from connectors.hubspot.connector import HubSpot, Settings
from connectors.hubspot.notes import HubSpotWithNotes
from connectors.registry import Context

__all__ = ["Settings", "connect"]


def connect(settings: Settings, context: Context) -> HubSpot:
    kind = HubSpotWithNotes if settings.write_notes else HubSpot
    return kind(settings, context)
