"""What a question denies: `without an open task` has no such task, and not merely something else that is denied."""

from __future__ import annotations

from collections.abc import Iterator

from crm.ask.language.linking import Item
from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said

TOLD = frozenset({"value", "table", "list"})
BETWEEN = 3  # items from the denial to the rows that are denied
STARTING = frozenset({"no", "without", "zero", "lack", "lacks", "lacking"})
LESSER = frozenset({"lt", "le", "eq"})
ROWS = frozenset({"deal", "task", "interaction", "contact"})


def misdenied(reading: Reading) -> Iterator[str]:
    """The denials that the plan puts on other rows than those they are said of."""
    plan = reading.plan
    if plan.shape not in TOLD or reading.refusal or plan.yes_no:
        return
    said = Said(plan)
    for at, item in enumerate(reading.items):
        if item.text.casefold() not in STARTING or not item.has("negation", "exclusion"):
            continue
        rows = _rows_behind(reading, at)
        if rows is not None and not _denied(rows, reading, said):
            yield item.text


def _rows_behind(reading: Reading, at: int) -> str | None:
    """The rows right behind a denial: small words and what describes them may stand between."""
    for item in reading.items[at + 1 : at + 1 + BETWEEN]:
        if name := _rows(item, reading):
            return name
        if not (item.stop or item.has("state", "outcome", "kind", "direction", "overdue")):
            return None
    return None


def _rows(item: Item, reading: Reading) -> str | None:
    for sense in item.all("kind"):
        if sense.value:
            return "interaction"
    names = [sense.value for sense in item.all("entity") if sense.value in reading.vocabulary.entities]
    own = [name for name in names if name in ROWS or reading.vocabulary.entities[name].kind]
    return own[0] if own else None


def _denied(rows: str, reading: Reading, said: Said) -> bool:
    plan = reading.plan
    alike = {rows, "interaction"} if rows == "contact" else {rows}  # `no contact with them`
    if any(each.absent and each.entity in alike for each in plan.exists) or plan.count_groups:
        return True
    if any(each.op == "null" and each.field.split(".")[0] in {*alike, plan.subject} for each in said.conditions):
        return True
    few = any(each.op in LESSER for each in plan.having)
    return few or plan.beside is not None or any(each.figure is not None for each in said.conditions)
