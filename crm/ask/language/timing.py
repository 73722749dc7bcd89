"""Periods of a question; numbers that only look like years are left to the planner."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from dateutil.relativedelta import relativedelta

from crm.ask.planning.beside import with_relatives
from crm.periods import Period, find_periods

FIGURE = re.compile(
    r"^(?:over|above|under|below|(?:more|less|fewer|greater|higher|lower|larger|smaller|bigger) than|at least|at most|"
    r"up to|exactly|exceed(?:s|ing)?)?\s*\d[\d,.]*\s*$",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
YEARLESS = re.compile(
    r"^(?:q[1-4]|h[12]|(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:quarter|half)|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)$",
    re.IGNORECASE,
)
BESIDE = re.compile(r"\b(?:than|vs|versus|against|compared?|beside)\b", re.IGNORECASE)
BEFORE = re.compile(
    r"(?:\b(?:over|above|under|below|than|least|most|exactly|exceeds|exceeding|worth|[<>=])\s*[$€£]?|[$€£<>=])\s*$",
    re.IGNORECASE,
)
BACKWARDS = re.compile(
    r"\b(?:in|for|within)\s+(?=(?:the\s+)?(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|several)\s+"
    r"(?:days?|weeks?|months?|years?|quarters?)\b)",
    re.IGNORECASE,
)
ABSENT = re.compile(r"\b(?:no|not|never|without|n't|nothing|none|haven|hasn|last|any|been)\b", re.IGNORECASE)
DUE = re.compile(r"\bdue\b", re.IGNORECASE)
DONE = re.compile(  # what was due and is over
    r"(?<!not )(?<!not yet )(?<!to be )(?<!n't )(?<!n’t )(?<!been )"
    r"\b(?:paid|settled|collected|completed|finished|ticked off)\b"
    r"|\b(?:was|were|fell|came) due\b|\bshould(?:['’]ve| have)\b|\bin the past\b",
    re.IGNORECASE,
)
AHEAD = re.compile(r"\b(?:next|upcoming|will|closing|expected)\b", re.IGNORECASE)
COMING = re.compile(  # what starts in December has not started yet; what started has
    r"\b(?:starts?|begins?|ends?|ending|expires?|expiring|renews?|renewing|renewals?|renewal dates?|finish(?:es)?"
    r"|runs? out|running out|takes? place|coming up|lapses?|lapsing)"
    r"(?: \w+){0,2}? (?:in|on|during|by|at|before|until|from|between)\b",
    re.IGNORECASE,
)
EXPECTED = re.compile(  # an open deal closes later than today
    r"\bopen\b[^?.;]*\bclos(?:e|ing) dates? (?:is |are |of |set )*(?:before|by|until|till|up to|no later than)\b",
    re.IGNORECASE,
)
PAID = re.compile(
    r"\b(?<=paid on )(?:[\w ]{0,30}? )?after due date\b|\bpaid after (?:the |their |its )?due date\b", re.IGNORECASE
)
GONE = re.compile(
    r"\b(?:did|didn|was|were|had|(?:has|have)(?! (?:an?|any|the|no|active|open)\b)|last|past|ago|since)\b",
    re.IGNORECASE,
)
LATELY = re.compile(r"(?:too )?late (?=\w)", re.IGNORECASE)
PAYING = re.compile(
    r"\b(?:paid|pays?|paying|settled?|settles|came in|comes? in|arrived?|been|were|was|are|is|delivered|completed"
    r"|finished)"
    r"(?: (?:us|up|in|too|invoices?|bills?|an|a|their|our|any))* $",
    re.IGNORECASE,
)
FAR = 240  # days ahead from which on the year before is meant
AHEAD_YEARS = 20  # a year that lies further ahead is a figure
YEARS = re.compile(
    r"^(?:from|between)?\s*(?:19|20)\d\d\s*(?:to|and|-|–|until|through)\s*(?P<last>(?:19|20)\d\d)$", re.IGNORECASE
)
ONWARD = re.compile(r"\s*(?:to|and|-|–)\s*(?P<last>\d[\d,]*)\b(?!\s*(?:st|nd|rd|th|%|:|/))", re.IGNORECASE)
COUNTING = re.compile(
    r"\b(?:employees|employing|employs?|headcount|staff|seats|price|users)\s*(?:of|is|are)?\s*$", re.IGNORECASE
)
LAPSE = re.compile(r"^(?:with|ins?)?in\b.+\b(?:days?|weeks?|months?)$", re.IGNORECASE)
SINCE = re.compile(r"\s+(?:of|after|from|following)\s+(?!today\b|now\b|yesterday\b|tomorrow\b|\d)", re.IGNORECASE)
QUANTITY = re.compile(
    r"^\s*(?:[a-z]+\s+)?(?:employees|seats|deals|accounts|people|staff|users|tickets|usd|eur|dollars|euros|units)\b",
    re.IGNORECASE,
)


AGO = re.compile(
    r"\b(?P<more>more than|over|longer than|at least)? ?(?P<less>less than|under)? ?"
    r"(?P<count>an?|one|two|three|four|five|six|\d{1,3}) (?P<unit>day|week|month|year)s? ago\b",
    re.IGNORECASE,
)
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def dated_ago(text: str, now: datetime) -> str:
    """`More than a year ago` as before that day, `less than two weeks ago` as since."""
    return AGO.sub(lambda match: _ago(match, now), text)


def _ago(match: re.Match[str], now: datetime) -> str:
    if not (match["more"] or match["less"]):
        return match.group()
    count = COUNTS.get(match["count"].casefold()) or int(match["count"])
    unit = f"{match['unit'].casefold()}s"
    day = (now - relativedelta(**{unit: count})).date().isoformat()  # type: ignore[arg-type]
    lead = " " if match.group().startswith(" ") else ""
    return f"{lead}{'before' if match['more'] else 'since'} {day}"


def periods_of(text: str, now: datetime, fiscal_year_start: int) -> list[Period]:
    """The periods a question names. `no contact in 30 days` looks back, `due in 30 days` ahead."""
    held = PAID.sub("", text)  # what was paid after the due date is past
    due = bool(DUE.search(held)) and not DONE.search(text)
    expected = bool(EXPECTED.search(text))
    ahead = due or expected or bool(AHEAD.search(held)) or bool(COMING.search(text) and not GONE.search(text))
    said = text
    if ABSENT.search(text) and not ahead:
        said = BACKWARDS.sub(lambda match: _last(match.group()), text)
    found = find_periods(
        said, now, fiscal_year_start=fiscal_year_start, prefer="future" if ahead and "last" not in text else "past"
    )
    found = [_dated(said, period, found, now, fiscal_year_start) for period in found if not _figure(said, period, now)]
    found = [_not_late(said, period, now, fiscal_year_start) for period in found]
    if (due or expected) and not AHEAD.search(held):
        found = [_nearest(period, now) for period in found]
    return with_relatives(said, found, now, fiscal_year_start)


def _dated(text: str, period: Period, all_found: list[Period], now: datetime, fiscal_year_start: int) -> Period:
    """`Q1 vs Q2 2017`: a period without a year borrows that of the next."""
    if YEAR.search(period.text) or not YEARLESS.match(period.text):
        return period
    later = [other for other in all_found if other.span[0] > period.span[0] and YEAR.search(other.text)]
    if not later and BESIDE.search(text):
        later = [other for other in all_found if YEAR.search(other.text)]
    year = YEAR.search(later[0].text) if later else None
    if year is None:
        return period
    again = find_periods(f"{period.text} {year.group()}", now, fiscal_year_start=fiscal_year_start)
    return replace(again[0], text=f"{period.text} {year.group()}", span=period.span) if len(again) == 1 else period


def _not_late(text: str, period: Period, now: datetime, fiscal_year_start: int) -> Period:
    """`Paid late this year`: late is how it was paid, and no part of the year."""
    start, end = period.span
    lead = LATELY.match(text[start:end])
    if lead is None or not PAYING.search(text[:start]):
        return period
    again = find_periods(text[start + lead.end() : end], now, fiscal_year_start=fiscal_year_start)
    if len(again) != 1:
        return period
    return replace(again[0], span=(start + lead.end(), end))


def _nearest(period: Period, now: datetime) -> Period:
    """`Due on 9 November`, asked on the 20th: the one just gone, and not that of the next year."""
    if period.start is None or period.end is None or YEAR.search(period.text) or (period.start - now).days < FAR:
        return period
    back = relativedelta(years=1)
    return replace(period, start=period.start - back, end=period.end - back)


def _last(word: str) -> str:
    """As long as the word it stands for, so that places in the text stay what they are."""
    return "last".ljust(len(word)) if len(word) > 4 else "in  "[: len(word)]


def _figure(text: str, period: Period, now: datetime) -> bool:
    start, end = period.span
    years = YEARS.match(period.text)
    if years and (int(years["last"]) > now.year + AHEAD_YEARS or COUNTING.search(text[:start])):
        return True
    onward = ONWARD.match(text[end:])
    if onward and YEAR.search(period.text) and float(onward["last"].replace(",", "")) > now.year + AHEAD_YEARS:
        return True
    if LAPSE.match(period.text) and SINCE.match(text[end:]):
        return True
    if not FIGURE.match(period.text):
        return False
    bare = period.text.strip().isdigit() and len(period.text.strip()) == 4
    if not bare or BEFORE.search(text[:start]):
        return True
    return bool(QUANTITY.match(text[end:]))
