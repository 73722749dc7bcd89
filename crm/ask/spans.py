"""Periods of one date that belong together, and the year of those that name none."""

from __future__ import annotations

import re
from datetime import datetime

from crm.ask.plan import Span
from crm.ask.reading import Reading

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b(?! ago)|\b\d{1,2}[/.]\d{1,2}\b", re.IGNORECASE
)


def settle_spans(reading: Reading) -> None:
    """Half-open periods bound one another; a day without a year lies ahead for what is still to come."""
    spans = reading.plan.periods
    for span in spans:
        _ahead(reading, span)
    opened = [span for span in spans if span.start and span.end is None]
    ended = [span for span in spans if span.end and span.start is None]
    if len(spans) != 2 or len(opened) != 1 or len(ended) != 1 or reading.has("versus"):
        return
    first, last = opened[0], ended[0]
    apart = first.field != last.field or first.start is None or last.end is None or first.start >= last.end
    if apart or re.search(rf"{re.escape(spans[0].text)}\W+or\b", reading.text, re.IGNORECASE):
        return
    text = " ".join(span.text for span in spans)
    reading.plan.periods = [Span(text=text, start=first.start, end=last.end, field=first.field)]


def _ahead(reading: Reading, span: Span) -> None:
    """`Open deals that close from Dec 20 to Dec 31`: next December's, where that is nearer than the last one's."""
    still_open = any(each.field == "deal.outcome" and each.values == ["open"] for each in reading.plan.filters)
    if span.field != "deal.close_date" or not still_open or span.start is None or span.end is None:
        return
    if YEAR.search(span.text) or not MONTH.search(span.text) or span.end >= reading.now:
        return
    start, end = _next_year(span.start), _next_year(span.end)
    if start - reading.now < reading.now - span.end:
        span.start, span.end = start, end


def _next_year(moment: datetime) -> datetime:
    leap = moment.month == 2 and moment.day == 29
    return moment.replace(year=moment.year + 1, day=28 if leap else moment.day)
