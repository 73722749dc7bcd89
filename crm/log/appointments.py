"""Whether a meeting or a deadline that is named is still to come."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from datetime import date

from crm.log.days import find_days
from crm.log.stepcues import LONGEST_STRETCH


def is_set(text: str, match: re.Match[str], end: int, today: date, *, later: bool) -> bool:
    """A meeting or deadline is a next step only where a day to come is set for it."""
    body = text[match.start() : end].split(", ", maxsplit=1)[0]
    before = text[: match.start()]
    if re.search(
        r"\b(?:had|did|after|from|in|off|finished|great|good|the last|out of|sent|received|got|during|signed|reviewed|before)\s+(?:a |an |the |our |my |their )?(?:\w+ )?$",
        before,
        re.IGNORECASE,
    ):
        return False
    if match.start() == 0 and re.search(
        r"\b(?:went|was|were|said|discussed|covered|asked|wants|talked)\b", body, re.IGNORECASE
    ):
        return False
    ahead = [day for day in find_days(body, today, "future") if day.first > today]
    if not ahead or (ahead[0].last - ahead[0].first).days > LONGEST_STRETCH:
        return False
    past = [day for day in find_days(body, today, "past") if day.first > today]
    fixed = re.search(
        r"\b(?:next|follow|another|second|scheduled|booked|set|due|cb|callback|is|for|tomorrow|by|kicks off|starts|begins|goes live|happens)\b",
        text[: match.start() + ahead[0].end],
        re.IGNORECASE,
    )
    return (
        bool(past)
        or fixed is not None
        or later
        or re.search(r"[,;:.)]\s*(?:and |the |our |a )?(?:\w+ )?$", text[: match.start()]) is not None
    )
