"""Periods of one date that belong together, and the year of those that name none."""

from __future__ import annotations

import re
from datetime import datetime

from crm.ask.language.text import tokens
from crm.ask.plan import Span
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.record.renewals import RENEWS

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?! ago)|\b\d{1,2}[/.]\d{1,2}\b",
    re.IGNORECASE,
)
FEAST = re.compile(
    r"\b(?:christmas|xmas|boxing day|new year|easter|thanksgiving|halloween|valentine)",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:did|was|were|had|renewed|expired|ended|came|fell|went|last|past)\b", re.IGNORECASE)


def settle_spans(reading: Reading) -> None:
    """A half-open period bounds the other; a day without a year lies ahead for what is still to come."""
    spans = reading.plan.periods
    for span in spans:
        _ahead(reading, span)
    if len(spans) != 2 or reading.has("versus") or reading.plan.compare_periods:
        return
    one, two = spans
    if one.field != two.field or not (_half_open(one) or _half_open(two)):
        return
    start = max((each for each in (one.start, two.start) if each), default=None)
    end = min((each for each in (one.end, two.end) if each), default=None)
    either = re.search(rf"{re.escape(one.text)}\W+or\b", reading.text, re.IGNORECASE)
    if start is not None and end is not None and start < end and not either:
        reading.plan.periods = [Span(text=f"{one.text} {two.text}", start=start, end=end, field=one.field)]


def _half_open(span: Span) -> bool:
    return (span.start is None) != (span.end is None)


def _ahead(reading: Reading, span: Span) -> None:
    """`Open deals that close from Dec 20 to Dec 31`: next December's, where that is nearer than the last one's."""
    if not _to_come(reading, span.field or "") or span.start is None or span.end is None:
        return
    if YEAR.search(span.text) or not _yearly(span) or span.end >= reading.now:
        return
    start, end = _next_year(span.start), _next_year(span.end)
    if start - reading.now < reading.now - span.end:
        span.start, span.end = start, end


def _yearly(span: Span) -> bool:
    """A day or month of every year."""
    feast = span.field != "deal.close_date" and FEAST.search(span.text)
    return bool(MONTH.search(span.text) or feast)


def _to_come(reading: Reading, ref: str) -> bool:
    """The close date of what is open; the day on which something renews, unless its past is asked for."""
    if ref == "deal.close_date":
        return any(each.field == "deal.outcome" and each.values == ["open"] for each in reading.plan.filters)
    info = reading.vocabulary.fields.get(ref)
    renews = info is not None and bool({token.fold for token in tokens(spoken(info.label))} & RENEWS)
    return renews and not PAST.search(reading.text)


def _next_year(moment: datetime) -> datetime:
    leap = moment.month == 2 and moment.day == 29
    return moment.replace(year=moment.year + 1, day=28 if leap else moment.day)
