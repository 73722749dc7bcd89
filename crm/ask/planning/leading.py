"""Those who lead others: `whose team`, `the manager's people`."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.planning.reading import Reading

LED = frozenset({"team", "teams", "people", "group", "crew", "squad", "folks", "side", "staff", "guys", "lot"})
FOLK = frozenset({"people", "folks", "guys", "lot", "crew"})  # who are no team by name


def read_leaders(reading: Reading) -> None:
    """A team that is told by who leads it stands for its manager, where the record knows who leads whom."""
    if not reading.vocabulary.managers:
        return
    for at, item in enumerate(reading.items):
        if item.text.casefold() not in LED or at == 0 or item.used:
            continue
        before = reading.items[at - 1]
        if before.text.casefold() == "whose":
            item.senses, item.stop = [Sense("entity", "manager")], False
        elif _leader(reading, at):
            item.senses, item.stop = [], True


def _leader(reading: Reading, at: int) -> bool:
    """`Which manager's people`: those whom the manager leads."""
    place = at - 1 - (reading.items[at - 1].text.casefold() == "s")
    if place < 0:
        return False
    named = {sense.detail for sense in reading.items[place].all("value") if sense.value == "user.name"}
    if place < at - 1 and named & reading.vocabulary.managers and reading.words()[at] in FOLK:
        return True  # `Daniel's people`
    return any(sense.value == "manager" for sense in reading.items[place].all("entity"))
