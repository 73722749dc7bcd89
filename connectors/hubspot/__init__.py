"""HubSpot both ways: its companies, people, deals and what happened; and what is logged here as notes there."""

from connectors.hubspot.connector import Settings, connect

__all__ = ["Settings", "connect"]
