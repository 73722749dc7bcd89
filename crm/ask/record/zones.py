"""Time zones of the team by the city that names them: Stockholm time."""

from __future__ import annotations

from collections.abc import Iterable

from crm.ask.language.lexicon import Sense
from crm.ask.record.vocabulary import Vocabulary

REF = "user.timezone"
BEHIND = ("time", "timezone", "time zone", "hours")


def add_zones(vocabulary: Vocabulary, zones: Iterable[str | None]) -> None:
    """Lets `Stockholm time` mean the zone that the record writes Europe/Stockholm."""
    for zone in sorted({each for each in zones if each}) if REF in vocabulary.fields else ():
        city = zone.rpartition("/")[2].replace("_", " ")
        for phrase in (zone, *(f"{city} {word}" for word in BEHIND)):
            vocabulary.add(phrase, Sense("value", REF, zone))
