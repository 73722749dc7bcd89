"""Calendars: meetings that were and that will be, out of ICS files, folders and addresses."""

from connectors.calendar.connector import Settings, connect

__all__ = ["Settings", "connect"]
