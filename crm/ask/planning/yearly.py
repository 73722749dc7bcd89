"""A year's worth of what is paid by the month: annualised MRR is twelve times as much."""

from __future__ import annotations

from crm.ask.planning.reading import Reading
from crm.naming import word_set

YEARLY = frozenset({"annualized", "annualised"})
MONTHLY = word_set("mrr monthly")
MONTHS = 12


def read_yearly(reading: Reading) -> bool:
    """Whether sums of what comes in by the month are asked for by the year."""
    found = [at for at, word in enumerate(reading.words()) if word in YEARLY and not reading.items[at].senses]
    for at in found:
        reading.use(at, "measure")
    return bool(found)


def settle_yearly(reading: Reading) -> None:
    """Twelve times each sum; where nothing is paid by the month, the question is not understood."""
    for each in reading.plan.measures:
        info = reading.vocabulary.fields.get(each.field or "")
        if each.kind != "sum" or info is None or not word_set(info.label.casefold().replace("_", " ")) & MONTHLY:
            reading.doubts += 0.7
            return
        each.scale, each.label = MONTHS, "ARR (12 × MRR)"
    reading.doubts += 0 if reading.plan.measures else 0.7
