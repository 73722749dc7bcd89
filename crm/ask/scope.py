"""What is asked for at all: refusals, whose rows, comparatives."""

from __future__ import annotations

from crm.ask.lexicon import Sense
from crm.ask.reading import Reading
from crm.ask.words import COMPARATIVES

DIRECTIONS = dict.fromkeys(COMPARATIVES["more"], "desc") | dict.fromkeys(COMPARATIVES["less"], "asc")


def comparatives(reading: Reading) -> None:
    """`Who won more deals, A or B` asks for the most among the two."""
    words = reading.words()
    if "or" not in words or not words or words[0] not in {"who", "which", "what", "whose"}:
        return
    for item in reading.items:
        direction = DIRECTIONS.get(item.text.casefold())
        if direction and not item.has("value"):
            item.senses, item.stop = [Sense("superlative", direction)], False


def refuse(reading: Reading) -> None:
    """Forecasts, reasons and advice are not in any record."""
    for at, item in enumerate(reading.items):
        sense = item.sense("unanswerable")
        if sense is None or item.used or item.has("field", "value"):
            continue
        if item.text.casefold() in {"will", "going to"} and _will_close(reading, at):
            reading.use(at, "filter")
            continue
        reading.refusal = sense.value
        return


def _will_close(reading: Reading, at: int) -> bool:
    """`Which deals will close this month` asks for expected close dates, which the record has."""
    rest = reading.items[at + 1 : at + 3]
    counted = any(item.has("metric") for item in reading.items)
    named = any(sense.value == "deal" for item in reading.items for sense in item.all("entity"))
    return named and not counted and any(item.text.casefold() in {"close", "closing"} for item in rest)


def read_scope(reading: Reading) -> None:
    for at, item in enumerate(reading.items):
        if item.text.casefold() == "team" and at and reading.items[at - 1].text.casefold() in {"the", "our", "whole"}:
            item.used = item.used or ("scope" if _whole_team(reading, at) else None)
        elif item.has("team") and not item.used:
            reading.plan.scope = "team"
            item.used = "scope"
        elif item.has("mine") and not item.used and not item.has("value"):
            if item.text.casefold() not in {"me", "myself"} and reading.plan.scope == "all":
                reading.plan.scope = "mine"
            item.used = "scope"


def _whole_team(reading: Reading, at: int) -> bool:
    """`Did the team win`: everybody; a team of a name, or by team, is something else."""
    follow = reading.after(at)
    beside = reading.before(at)
    named = any(place is not None and reading.items[place].has("value", "grouper") for place in (follow, beside))
    return (
        not named
        and not reading.has("superlative")
        and {"did", "has", "have", "is", "was"} & set(reading.words()) != set()
    )
