"""Brings in the CSV export of any CRM."""

from connectors.export.importer import Importer
from connectors.export.report import ImportReport

__all__ = ["ImportReport", "Importer"]
