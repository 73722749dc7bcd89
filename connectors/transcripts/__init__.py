"""Transcripts of meetings and calls: WebVTT, SubRip, Zoom's and Gong's, out of a folder."""

from connectors.transcripts.connector import Settings, connect

__all__ = ["Settings", "connect"]
