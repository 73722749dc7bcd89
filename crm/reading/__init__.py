"""What Rapport sees in a text: mood, periods, people, asks, commitments, topics, personal data."""

from crm.reading.reading import Reader
from crm.reading.seen import Reading, Step

__all__ = ["Reader", "Reading", "Step"]
