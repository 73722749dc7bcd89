"""How people put a request: courteous openings, whose account it is, how large on average; put as plain questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from crm.ask.words import REQUESTS

OPENER = re.compile(
    rf"^(?P<lead>(?:[\w ]{{2,20}}[,.!–—-]+ ?)?)(?:{'|'.join(REQUESTS['openers'])})\b"
    rf"(?: (?:{'|'.join(REQUESTS['about'])})(?= \w))? ?",
    re.IGNORECASE,
)
VOCATIVE = re.compile(
    rf"(?<=, )(?:{'|'.join(REQUESTS['vocatives'])})(?:,| (?=it['’]?s|i['’]?m|i |we |this ))", re.IGNORECASE
)
WHOSE_IS = re.compile(
    r"\bwhose (?:account|client|customer) (?:is|was) (?!it\b|that\b|this\b)(?P<who>[^?,;:]+)", re.IGNORECASE
)
IS_WHOSE = re.compile(
    r"^(?P<who>[^?,;:]+?)(?:,| is| was) whose (?:account|client|customer)(?: (?:is|was) (?:it|that|this))?\b",
    re.IGNORECASE,
)
AVERAGED = re.compile(
    r"\bhow (?:large|big|high) (?P<be>is|are|was|were) (?P<what>[^?.!;,]+?),? on average\b", re.IGNORECASE
)
BEGUN = re.compile(
    r"\b(?P<when>what|which) year did (?P<who>[^?,;]+?) "
    r"(?:start up|start out|get started|set up shop|come into being|begin)\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"\bwhere (?:the )?(?P<rows>[\w'’ -]{3,40}?) (?:are|is|were|was) "
    r"(?P<limit>more than|over|above|at least|fewer than|less than|under|exactly) "
    r"(?P<count>\d[\d,]*|\w+) in (?:number|count)\b",
    re.IGNORECASE,
)
HOME = re.compile(r"\b(?P<verb>brings?|brought|bringing)(?P<what>(?: [\w'’-]+){1,4}?) home\b", re.IGNORECASE)
PLATE = re.compile(
    r"\bwhat(?:['’]?s| is)? (?:still |left |yet |there )*on (?P<who>[\w-]+(?: [\w-]+)?['’]s?) "
    r"(?:plate|desk|to-?do list)\b",
    re.IGNORECASE,
)
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
FOR_DAY = re.compile(
    rf"\b(?P<rows>tasks?|to-?dos?|reminders?|follow-?ups?) for (?P<day>{DAYS}|tomorrow|today)\b", re.IGNORECASE
)
QUARTERS = {"mar": 1, "jun": 2, "sep": 3, "dec": 4}
QUARTER = re.compile(
    r"\b(?:the )?quarter (?:that |which )?(?:ended|ending|ends|to|until|through|up to) (?:in |the end of |end of )?"
    r"(?P<month>mar|jun|sep|dec)[a-z]*\.?(?P<year> (?:19|20)\d\d)?\b",
    re.IGNORECASE,
)


def plainly_asked(text: str, known: Callable[[str], bool]) -> str:
    """The question without the request around it; what the record itself calls so stays."""
    text = OPENER.sub(lambda match: match["lead"], text, count=1) or text
    text = VOCATIVE.sub("", text)
    text = IS_WHOSE.sub(r"who owns \g<who>", WHOSE_IS.sub(r"who owns \g<who>", text))
    text = AVERAGED.sub(r"what \g<be> the average amount of \g<what>", text)
    text = BEGUN.sub(r"\g<when> year was \g<who> founded", text)
    text = NUMBERED.sub(r"with \g<limit> \g<count> \g<rows>", text)
    text = HOME.sub(r"\g<verb> in\g<what>", text)
    text = FOR_DAY.sub(r"\g<rows> due on \g<day>", PLATE.sub(r"\g<who> open tasks", text))
    text = QUARTER.sub(lambda match: f"Q{QUARTERS[match['month'].casefold()]}{match['year'] or ''}", text)
    return _phrases().sub(lambda match: _plain(match.group(), known), text)


@cache
def _phrases() -> re.Pattern[str]:
    longest = sorted(REQUESTS["plain"], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])", re.IGNORECASE)


def _plain(phrase: str, known: Callable[[str], bool]) -> str:
    return phrase if known(phrase) else REQUESTS["plain"][phrase.casefold()]
