"""States that stand right before the rows they are said of: `open tickets` are tickets, and not those of open deals."""

from __future__ import annotations

from collections.abc import Iterator

from crm.ask.planning.nouns import noun_at
from crm.ask.planning.reading import Reading

STATED = frozenset({"open", "closed", "outstanding", "pending", "unresolved", "unpaid", "overdue", "still open"})


def misdescribed(reading: Reading) -> Iterator[str]:
    """The states that the plan puts on other rows than those behind them."""
    for at, item in enumerate(reading.items):
        said = item.used in {"filter", "value"} and item.text.casefold() in STATED
        rows = (_rows_at(reading, at + 1) or _rows_before(reading, at)) if said else None
        if rows is not None and not _held(reading, rows):
            yield item.text
        if item.text.casefold() == "since" and at + 1 == len(reading.items) and at and not _counted_from(reading):
            yield item.text


def _counted_from(reading: Reading) -> bool:
    """`Without a meeting since`: since what was said before it, which the plan then holds one date against."""
    measures, conditions = reading.plan.measures, [*reading.plan.filters]
    conditions += [each for exists in reading.plan.exists for each in exists.filters]
    return any(each.since for each in measures) or any(each.other for each in conditions)


def _rows_before(reading: Reading, at: int) -> str | None:
    """`Tickets still open`."""
    place = reading.before(at)
    return _rows_at(reading, place) if place is not None else None


def _rows_at(reading: Reading, place: int) -> str | None:
    """Activities, tasks and rows of extra tables: clients are open by what is open of theirs."""
    item = reading.items[place] if place < len(reading.items) else None
    if item is None:
        return None
    if any(sense.value.startswith("interaction.kind") for sense in item.all("value")):
        return "interaction"
    noun = noun_at(reading, place) if item.has("entity", "kind") else None
    if noun is None or noun.kind != "entity" or noun.name not in reading.vocabulary.entities:
        return None
    own = noun.name in {"interaction", "task"} or reading.vocabulary.entities[noun.name].kind
    return noun.name if own else None


def _held(reading: Reading, rows: str) -> bool:
    """Whether a condition of the plan is on a column of those rows that is not merely their sort."""
    plan = reading.plan
    conditions = [*plan.filters, *(each for measure in plan.measures for each in measure.where)]
    conditions += [each for exists in plan.exists for each in exists.filters]
    refs = {ref for each in conditions for ref in (each.field, each.other or "")}
    return any(ref.startswith(f"{rows}.") and not ref.startswith("interaction.kind") for ref in refs)
