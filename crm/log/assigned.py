"""Tasks set down as a thing, a name and a day: "Certificate: Priya, today", "access (me, Mon)"."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crm.log.clauses import Clause
from crm.log.days import find_days
from crm.log.due import Step, due_day, tidy
from crm.log.people import Parties

_OPENS = re.compile(r"(?:^|[,;:.)]\s*)(?P<what>[^,;:.()\n]{2,50}?)\s*(?P<sign>[:(])\s*$")
_ME = re.compile(r"(?<=[:(])\s*(?:me|myself|us)(?=\s*,)", re.IGNORECASE)
_CAN_YOU = re.compile(
    r",?\s+(?:(?:can|could|would|will) you|you (?:can|could|would|will|should|must|do|please)|you(?= (?!know|said|think|remember|see)\w+)|please|pls)\s+(?:please |pls )?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*,\s*(?:by |on |until |till |due )?|\s+(?:by|before|due|until|till) ", re.IGNORECASE)


def assigned(sentence: Clause, parties: Parties, today: date, *, day_first: bool = False) -> Iterator[Step]:
    """The tasks of a sentence that are given to somebody by name, each with its day; the day may be today."""
    text = sentence.text
    people = [(p.start - sentence.start, p.end - sentence.start, p.name) for p in (*parties.users, *parties.contacts)]
    people += [(match.start(), match.end(), "author") for match in _ME.finditer(text)]
    for start, end, name in sorted(people):
        opens = _OPENS.search(text[: max(0, start)]) if 0 <= start < len(text) else None
        between = _BETWEEN.match(text, end)
        if opens is None or between is None:
            continue
        rest = text[between.start() :]
        close = rest.find(")") if opens["sign"] == "(" else len(rest)
        days = find_days(rest[: max(0, close)], today, "future", day_first=day_first)
        if days and days[0].start <= between.end() - between.start() and due_day("", days[:1], today):
            due, until = due_day("", days[:1], today), between.start() + days[0].end
            at = sentence.start + opens.start("what")
            yield Step(tidy(opens["what"], []), due, name, at, sentence.start + until)


def asked_of_ours(sentence: Clause, parties: Parties, today: date, *, day_first: bool = False) -> Iterator[Step]:
    """What a question asks of a colleague by a day: "Priya can you sort it by tomorrow?"."""
    text = sentence.text
    for user in parties.users:
        start, end = user.start - sentence.start, user.end - sentence.start
        asks = _CAN_YOU.match(text, end) if 0 <= start < len(text) and not text[:start].strip(" @") else None
        days = find_days(text[asks.end() :], today, "future", day_first=day_first) if asks else []
        due = due_day(text, days, today) if asks and days else None
        if asks and due:
            yield Step(tidy(text[asks.end() :], days), due, user.name, sentence.start, sentence.end)
