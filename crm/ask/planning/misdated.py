"""Dates that the question names by what happened then: paid in May is not issued in May, nor ordered by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said

PAID = re.compile(
    r"(?<!to be )(?<!not )(?<!n['’]t )\b(?:paid|pays?|paying)\b(?! (?:invoice|bill|customer|client|user))",
    re.IGNORECASE,
)
BILLED = re.compile(
    r"\b(?:issued?|issuing|invoice date|billed|bill(?: (?:to|them))?|raised|dated|sent|due|overdue|late)\b",
    re.IGNORECASE,
)
WHEN = re.compile(r"\b(?:when|date|day|first|last|latest|earliest|newest|oldest)\b", re.IGNORECASE)
CANCELLED = re.compile(
    r"\b(?:cancel+ed|cancel+ing|cancels?|churned|quit|terminated|ended|expired|dropped out)\b", re.IGNORECASE
)
BEGUN = re.compile(r"\b(?:start|begin|began|begun|sign|creat|open|new)", re.IGNORECASE)
COMING = re.compile(
    r"\b(?:(?:next|upcoming|coming|future|following) (?:\w+ )?(?:meetings?|calls?|demos?|visits?|appointments?|talks?)"
    r"|(?:meetings?|calls?|demos?) (?:coming up|ahead|planned|scheduled))\b",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"\b(?:clos(?:es|ing)|will close|due to close|to close|come[s]? in|land[s]?|expected|planned|due)\b", re.IGNORECASE
)
PAST = re.compile(
    r"\b(?:past|overdue|passed|late|slipped|missed|should have|were|was|had|ago|last|yesterday|today|now|20\d\d)\b",
    re.IGNORECASE,
)
PIPELINE = re.compile(r"\bpipeline\b", re.IGNORECASE)
CLOSE = "deal.close_date"
TOLD = frozenset({"value", "table", "list", "lookup"})
SURE = 0.9  # weight from which on a word is a header itself


def misdated(reading: Reading) -> Iterator[str]:
    """The words that say which date is meant, where the plan goes by another."""
    if reading.plan.shape not in TOLD or reading.refusal:
        return
    said = Said(reading.plan)
    yield from _paid(reading, said)
    yield from _headed(reading, said)
    yield from _ended(reading, said)
    yield from _ahead(reading, said)


def _paid(reading: Reading, said: Said) -> Iterator[str]:
    """`Paid in May`, `when did they last pay`: by the day of payment, where the record has one."""
    found, fields = PAID.search(reading.text), reading.vocabulary.fields
    subject = reading.plan.subject
    paid = {
        ref
        for ref, info in fields.items()
        if info.temporal and "paid" in info.label.casefold() and ref.startswith(f"{subject}.")
    }
    if not found or not paid or paid & said.refs or BILLED.search(reading.text):
        return
    dates = {span.field for span in said.spans} | {each.field for each in reading.plan.order}
    dates |= {
        column if "." in column else f"{subject}.{column}"
        for column in reading.plan.columns
        if WHEN.search(reading.text)
    }
    dates |= {group.field for group in reading.plan.group_by if group.grain}
    other = {ref for ref in dates if ref in fields and fields[ref].temporal and ref.startswith(f"{subject}.")}
    if other:
        yield found.group()


def _headed(reading: Reading, said: Said) -> Iterator[str]:
    """`A December close date`: the column right beside a time is the one it is a time of."""
    fields = reading.vocabulary.fields
    for item, head in pairwise(reading.items):
        if item.period is None or "date" not in head.text.casefold():
            continue
        refs = {sense.value for sense in head.all("field") if sense.weight >= SURE and fields[sense.value].temporal}
        if refs and not refs & {span.field for span in said.spans} and not refs & said.refs:
            yield head.text


def _ended(reading: Reading, said: Said) -> Iterator[str]:
    """`Cancelled this year` did not begin this year."""
    found, fields = CANCELLED.search(reading.text), reading.vocabulary.fields
    labels = [fields[span.field].label for span in said.spans if span.field in fields]
    if found and labels and all(BEGUN.search(label) for label in labels) and not BEGUN.search(reading.text):
        yield found.group()


def _ahead(reading: Reading, said: Said) -> Iterator[str]:
    """`Our next meeting` is none of those that were; what closes before Christmas closes before the next one."""
    coming, now = COMING.search(reading.text), reading.now
    if coming and reading.plan.subject == "interaction" and all(span.end and span.end <= now for span in said.spans):
        yield coming.group()
    spans = reading.plan.periods
    over = bool(spans) and all(span.field == CLOSE and span.end and span.end < now for span in spans)
    pending = PIPELINE.search(reading.text) or any(
        each.field == "deal.outcome" and each.values == ["open"] for each in said.conditions
    )
    if over and pending and CLOSES.search(reading.text) and not PAST.search(reading.text):
        yield spans[0].text
