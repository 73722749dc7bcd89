"""Figures that people rank by without naming them: days to payment, talks, days in a stage."""

from __future__ import annotations

from crm.ask.planning.measures import Wanted
from crm.ask.planning.paying import read_paying
from crm.ask.planning.reading import Reading
from crm.ask.planning.stays import read_stays
from crm.ask.planning.talkers import read_talkers


def ranked_by(reading: Reading) -> Wanted | None:
    """The first that the question speaks of."""
    return read_paying(reading) or read_talkers(reading) or read_stays(reading)
