"""Tickets of Zendesk Support, whole conversations at a time."""

from connectors.zendesk.connector import Settings, connect

__all__ = ["Settings", "connect"]
