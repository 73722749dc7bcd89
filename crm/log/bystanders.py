"""Messages that name a client's people only beside what they tell of: "if Hennie ever asks, …", a thing called after one."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re

from crm.log.people import Parties

_OFTEN = r"(?:(?:now|still|always|never|once|originally|formerly|previously|actually|officially|also|really|just|only|all|often|first)\s+)*"
_BE = r"(?:is|are|was|were|be|been|being|gets?|got)"
NAMED = re.compile(rf"\b{_BE}(?:n't| not)?\s+{_OFTEN}$", re.IGNORECASE)  # before "called": a name, and no telephone
NAME_AFTER = re.compile(
    r"\s+(?:[\"'\u2018\u201c]|(?:the|an?|our|something|after|that|this|it) |(?-i:[A-Z]))", re.IGNORECASE
)
_BESIDE = (
    re.compile(
        r"\b(?:if|when|whenever|should|in case|the day|once|unless)\b[^,.;!?\n]{0,60}\bever\b[^,.;!?\n]*", re.IGNORECASE
    ),
    re.compile(
        rf"\b{_BE}\s+{_OFTEN}(?:called|named|nicknamed|renamed|christened|dubbed|known as|labelled)\b(?! (?:by|back|again|up|in|at|on|this|yesterday|today|about|to)\b)[^,.;!?\n]{{0,40}}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:named|nicknamed|renamed|christened|baptised|dubbed|rename|naming|renaming)\s+(?:the|our|my|his|her|its?|this|that|a|an|one)\b[^,.;!?\n]{0,60}",
        re.IGNORECASE,
    ),
)


def named_beside(text: str, parties: Parties) -> bool:
    """Whether every client, person of theirs and deal that is named stands in such words."""
    spans = [match.span() for pattern in _BESIDE for match in pattern.finditer(text)]
    ours = [*parties.accounts, *parties.contacts, *parties.deals]
    return bool(spans and ours) and all(
        any(start <= party.start and party.end <= end + 1 for start, end in spans) for party in ours
    )


def is_a_name(said: str, before: str, after: str) -> bool:
    """Whether "called" says what something is called: "were always called Glacier"."""
    return said.lower() == "called" and NAMED.search(before) is not None and NAME_AFTER.match(after) is not None
