"""A number that is the size of a deal in the record is that size, whatever words are around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.log.context import KnownDeal
from crm.log.shorthand import thousands
from crm.model import Outcome

_FULL = re.compile(r"(?<![\w.,:/-])(?:\d{1,3}(?:[.,' \u2019]\d{3})+|\d{4,9})(?![\w:/-]|[.,]\d)")
LEAST = 1000  # smaller numbers are too common to be told by


def recalled(text: str, deals: Sequence[KnownDeal]) -> KnownDeal | None:
    """The one open deal whose size the text says, in full or in thousands; None where it says several or none."""
    said = {float(re.sub(r"\D", "", match.group())) for match in _FULL.finditer(text)}
    said |= {number.value for number in thousands(text)}
    found = [
        deal
        for deal in deals
        if deal.outcome is Outcome.OPEN and deal.amount is not None and deal.amount >= LEAST and deal.amount in said
    ]
    return found[0] if len(found) == 1 else None
