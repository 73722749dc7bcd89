"""The parts of a question to an assistant, held against the record: a period, one client, one colleague."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crm.ask.language.linking import link
from crm.ask.plan import Condition, Group, Span
from crm.ask.record.vocabulary import Vocabulary
from crm.periods import find_periods
from crm.periods.period import Prefer

LATELY = 30  # days that "recently" goes back
RECENTLY = frozenset(
    {"recently", "lately", "of late", "these days", "in recent weeks", "recent weeks", "just now", "nowadays"}
)
BESIDE_PERIODS = re.compile(r"^(?:(?:so far|in|for|during|on|over|by|of|within)\s+)+", re.IGNORECASE)
ARTICLES = re.compile(r"^(?:the|our|my)\s+", re.IGNORECASE)
SURE = 0.8  # weight of a sense from which on a word names somebody
CLIENT = ("account.name", "contact.name")
PEOPLE = ("user", "manager")
HAVING = ("user.", "account.")  # whose columns clients are counted by


@dataclass(frozen=True)
class When:
    span: Span
    grain: str
    lately: bool = False


def when_of(text: str, moment: datetime, fiscal_year_start: int, prefer: Prefer) -> When | None:
    """The period that all of a text names; “recently” is the last thirty days."""
    said = text.strip().casefold()
    if said in RECENTLY:
        start = datetime.combine(moment.date() - timedelta(days=LATELY), time(), moment.tzinfo)
        return When(Span(text=f"the last {LATELY} days", start=start), "day", lately=True)
    said = BESIDE_PERIODS.sub("", said)
    if said in {"day", "morning", "afternoon"}:
        said = "today"
    if said in {"week", "month", "quarter", "year"}:
        said = f"this {said}"
    found = find_periods(said, moment, fiscal_year_start=fiscal_year_start, prefer=prefer)
    if len(found) != 1 or said[: found[0].span[0]].strip() or said[found[0].span[1] :].strip():
        return None
    return When(Span(text=found[0].text, start=found[0].start, end=found[0].end), found[0].grain)


def client_of(text: str, vocabulary: Vocabulary) -> Condition | None:
    """Whom a text names, and nothing else: an account, or a person at one."""
    return _named(text, vocabulary, CLIENT)


def mate_of(text: str, vocabulary: Vocabulary) -> Condition | None:
    return _named(text, vocabulary, ("user.name",))


def group_of(text: str, vocabulary: Vocabulary) -> Group | None:
    """What clients are counted by: who has them, or a column of theirs or of who has them."""
    said = ARTICLES.sub("", text.strip(" ,"))
    items = [item for item in link(said, vocabulary, ()) if not item.stop]
    if len(items) != 1:
        return None
    named = next((sense.value for sense in items[0].all("entity") if sense.value in PEOPLE), None)
    if named is not None:
        return Group(field=f"{named}.name")
    told = [sense.value for sense in items[0].all("field") if sense.weight >= SURE]
    own = [ref for ref in told if ref.startswith(HAVING) and vocabulary.fields[ref].type in {"text", "category"}]
    return Group(field=own[0]) if own else None


def _named(text: str, vocabulary: Vocabulary, refs: tuple[str, ...]) -> Condition | None:
    said = ARTICLES.sub("", text.strip(" ,"))
    items = [item for item in link(said, vocabulary, ()) if not item.stop and item.text.casefold() != "s"]
    if len(items) != 1:
        return None
    for ref in refs:
        told = [sense.detail for sense in items[0].all("value") if sense.value == ref and sense.weight >= SURE]
        if told:
            return Condition(field=ref, op="in", values=list(dict.fromkeys(told)))
    return None
