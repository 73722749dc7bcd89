"""The sections there are, by name. One is a function from what it stands on to what it tells."""

from __future__ import annotations

from collections.abc import Callable

from crm.digests.ground import Ground
from crm.digests.section import Section
from crm.digests.sections.business import business
from crm.digests.sections.followups import followups
from crm.digests.sections.forecast import forecast
from crm.digests.sections.pipeline import pipeline
from crm.digests.sections.risk import at_risk
from crm.digests.sections.themes import themes
from crm.digests.sections.unhappy import unhappy
from crm.digests.sections.wins import wins

SECTIONS: dict[str, Callable[[Ground], Section]] = {
    "business": business,
    "pipeline": pipeline,
    "unhappy": unhappy,
    "at-risk": at_risk,
    "wins": wins,
    "follow-ups": followups,
    "themes": themes,
    "forecast": forecast,
}

__all__ = ["SECTIONS"]
