"""Money of deals that are to close on days to come: nothing of it can be won yet."""

from __future__ import annotations

from crm.ask.planning.reading import Reading

CLOSING = "deal.close_date"
WON = "won revenue"
LEFT = "open amount"


def settle_ahead(reading: Reading) -> None:
    """`How much is there with a close date next month`: what is open then, where no word says that it was won."""
    plan = reading.plan
    spans = [span for span in plan.periods if span.field == CLOSING]
    if plan.subject != "deal" or not spans or len(spans) < len(plan.periods) or plan.compare_periods:
        return
    if any(span.start is None or span.start <= reading.now for span in spans):
        return
    if reading.has("sale") or reading.value("outcome", "won") or reading.value("outcome", "lost"):
        return
    for each in plan.filters:
        if each.field == "deal.outcome" and each.op == "eq" and each.values == ["won"]:
            each.values = ["open"]
            for measure in plan.measures:
                measure.label = LEFT if measure.label == WON else measure.label
