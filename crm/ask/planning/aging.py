"""`Invoices older than 60 days`: so long ago by the date on which such a row came into being."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from crm.ask.plan import Span
from crm.ask.planning.dating import default_date
from crm.ask.planning.reading import Bound, Reading

AGES = frozenset({"gt", "ge", "lt", "le"})
LONG = frozenset({"old", "longer than", "older than", "younger than", "outstanding", "unpaid", "open"})


def aged(reading: Reading, subject: str, bound: Bound) -> Span | None:
    """The period that rows of that age are of; None where the days may be those of something else."""
    dated = any(item.period is not None for item in reading.items)
    if not bound.days or bound.op not in AGES or dated or not _says_age(reading, bound):
        return None
    entity = reading.vocabulary.entities[subject]
    ref = default_date(reading.vocabulary, subject)
    if ref is None or ref.split(".")[0] != subject or (entity.kind is None and subject != "interaction"):
        return None
    day = reading.now.date() - timedelta(days=bound.values[0])
    edge = day + timedelta(days=bound.op in {"ge", "lt"})
    moment = datetime.combine(edge, time(), reading.now.tzinfo)
    if bound.op in {"gt", "ge"}:
        return Span(text=f"before {edge.isoformat()}", end=moment, field=ref)
    return Span(text=f"since {edge.isoformat()}", start=moment, field=ref)


def _says_age(reading: Reading, bound: Bound) -> bool:
    """`Older than`, `over 60 days old`, `open for more than 60 days`: and no event from which days are counted."""
    words = reading.words()
    if words[bound.end + 1 : bound.end + 2] and words[bound.end + 1] in {
        "after",
        "before",
        "from",
        "since",
        "late",
        "overdue",
    }:
        return False
    near = set(words[max(0, bound.at - 5) : bound.at]) | set(words[bound.at : bound.end + 1])
    return bool(near & LONG)
