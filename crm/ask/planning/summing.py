"""Which columns of figures may be added up, and what they are called."""

from __future__ import annotations

from crm.ask.language.text import tokens
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.naming import word_set

NOT_ADDED = word_set(
    "rate score time age price percent pct satisfaction ratio year rating days probability margin hours minutes"
)
SPENT = frozenset({"hours", "minutes", "days", "spent", "worked", "logged", "billable"})  # what work is counted in
SPAN_WORDS = frozenset({"this", "last", "year", "month", "quarter", "week", "total"})
WHOLE_PRICES = frozenset({"net", "gross", "total", "sale", "sales", "final", "agreed"})  # of rows, not of a unit


def spoken_label(info: FieldInfo) -> str:
    return spoken(info.label)


def added(info: FieldInfo) -> bool:
    """Whether adding the values of a column up makes sense."""
    label = {token.fold for token in tokens(spoken_label(info))} | set(info.key.casefold().split("_"))
    if label & SPENT and label <= SPENT | SPAN_WORDS:
        return True
    if info.ref == "deal.amount" or (info.type == "money" and "price" in label and label & WHOLE_PRICES):
        return True
    return info.type != "percent" and not label & NOT_ADDED
