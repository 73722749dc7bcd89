"""Documents out of a folder or bucket: PDF, Word, Markdown, web pages and plain text."""

from connectors.documents.connector import Settings, connect

__all__ = ["Settings", "connect"]
