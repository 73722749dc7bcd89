"""The order that rows come in, in words."""

from __future__ import annotations

from crm.ask.plan import QueryPlan

PLACES = {1: "second", 2: "third", 3: "fourth", 4: "fifth"}
TALK = frozenset({"mood", "passages", "signal"})


def ordered(plan: QueryPlan) -> str:
    """`, the highest 5`, `, the second lowest`; nothing where all rows are shown."""
    if not plan.order or plan.shape in TALK or plan.shape == "timeline":
        return ""
    first = plan.order[0]
    if first.field and first.field.endswith(("occurred_at", "_on", "_date", "_at")):
        word = "newest" if first.descending else "oldest"
    else:
        word = "highest" if first.descending else "lowest"
    word = f"{PLACES.get(plan.skip, f'number {plan.skip + 1}')} {word}" if plan.skip else word
    return f", the {word}{f' {plan.limit}' if plan.limit > 1 else ''}" if plan.limit else ""
