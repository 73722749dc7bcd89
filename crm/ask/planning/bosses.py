"""Whom the people of clients report to: no record of ours says so."""

from __future__ import annotations

from crm.ask.planning.reading import Reading

REFUSED = "The record does not say whom people of clients report to; it knows the managers of our own reps."


def read_bosses(reading: Reading) -> bool:
    """Refuses `Dolores's boss`; the manager of whoever of us looks after her is asked for otherwise."""
    for at, item in enumerate(reading.items):
        named = [sense.value for sense in item.all("value") if sense.value.endswith(".name")]
        if not named or set(named) != {"contact.name"}:
            continue
        behind = [each for each in reading.items[at + 1 : at + 4] if each.text.casefold() not in {"s", "'s"}]
        boss = bool(behind) and any(sense.value == "manager" for sense in behind[0].all("entity"))
        before = any(
            sense.value == "manager" for each in reading.items[max(0, at - 2) : at] for sense in each.all("entity")
        )
        reports = any(each.text.casefold().startswith("report") for each in behind)
        if boss or before or reports:
            reading.refusal = REFUSED
            return True
    return False
