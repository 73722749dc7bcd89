"""Orders of which none is ever said to be won: what was sold are those that did not fall through."""

from __future__ import annotations

from crm.ask.plan import Condition
from crm.ask.planning.reading import Reading


def settle_unwon(reading: Reading) -> None:
    """Puts what did not fall through in the place of what was won, where no word says that it was won."""
    if reading.vocabulary.has_won or not reading.vocabulary.has_deals or reading.value("outcome", "won"):
        return
    plan = reading.plan
    _settle(plan.filters)
    for exists in plan.exists:
        _settle(exists.filters)
    for measure in plan.measures:
        _settle(measure.where)


def _settle(conditions: list[Condition]) -> None:
    for each in conditions:
        if each.field == "deal.outcome" and each.op == "eq" and each.values == ["won"]:
            each.op, each.values = "ne", ["lost"]
