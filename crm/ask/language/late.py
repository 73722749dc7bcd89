"""Bills paid so many days or weeks after they were due, put in days after the due date."""

from __future__ import annotations

import re
from collections.abc import Callable

UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30}
COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTS = {word: place for place, word in enumerate(COUNTED, 1)} | {"a": 1}
LAG = (
    r"(?P<least>(?:by )?(?:more than|over|at least)? ?)"
    rf"(?P<count>\d{{1,3}}|{'|'.join(COUNTS)}) (?:full |whole )?(?P<unit>day|week|fortnight|month)s?"
    r"(?P<more> (?:or|and) (?:more|longer|later|over))? "
    r"(?:past (?:(?:the|their|its) )?due(?: date)?|beyond (?:the |their )?due date|too late|late"
    r"|after (?:(?:the|their|its) )?(?:due date|deadline)|after (?:they|it|that) (?:was|were|had been|fell|became) due)"
)
ROWS = r"(?:,? ?(?:that|which|who) )?(?:(?:have|has|had|got|were|was|been|are|being) )*"
PAID = r"(?:(?:paid|pay|settled|come in|came in|paying)(?: in| us| (?:an? |any |their )?(?:invoices?|bills?))* )"
BILLS = re.compile(rf"\b(?P<rows>invoices|bills) {ROWS}{PAID}{LAG}", re.IGNORECASE)
CLIENTS = re.compile(rf"\b(?P<rows>clients|customers|accounts|companies|who) {ROWS}{PAID}{LAG}", re.IGNORECASE)
PAYERS = re.compile(
    r"\b(?:late|slow|overdue|tardy) payers\W+(?:(?:as in|meaning|i\.?e\.?|that is|namely|by that i mean|so)\W+)?"
    rf"{ROWS}(?:{PAID})?{LAG}",
    re.IGNORECASE,
)


def days_late(text: str, known: Callable[[str], bool]) -> str:
    """The question with such a delay in days, of a record of bills that have both dates."""
    if not (known("paid on") and known("due date") and known("invoice")):
        return text
    text = PAYERS.sub(lambda match: f"clients with invoices {_after(match)}", text)
    text = BILLS.sub(lambda match: f"{match['rows']} {_after(match)}", text)
    return CLIENTS.sub(lambda match: f"{_clients(match)} with invoices {_after(match)}", text)


def _clients(match: re.Match[str]) -> str:
    return "clients" if match["rows"].casefold() == "who" else match["rows"]


def _after(match: re.Match[str]) -> str:
    count = match["count"].casefold()
    days = (int(count) if count.isdigit() else COUNTS[count]) * UNITS[match["unit"].casefold()]
    least = match["least"].casefold().removeprefix("by ").strip()
    return f"with paid on {least if least and not match['more'] else 'at least'} {days} days after due date"
