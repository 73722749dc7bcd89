"""What a table calls a period."""

from __future__ import annotations

import re
from datetime import datetime

MONTHS, QUARTER = 12, 3
NUMBER = re.compile(r"\bq([1-4])\b", re.IGNORECASE)


def named(text: str, start: datetime | None, end: datetime | None) -> str:
    """`2026-08` and `2026 Q3` for whole months and quarters, as tables by month and quarter have them; else the words.

    A quarter of a fiscal year keeps the number it was asked by.
    """
    if start is None or end is None or start.day != 1 or end.day != 1:
        return text
    months = (end.year - start.year) * MONTHS + end.month - start.month
    quarter = (start.month + 2) // QUARTER
    asked = NUMBER.search(text)
    if months == 1:
        return f"{start:%Y-%m}"
    if months == QUARTER and start.month % QUARTER == 1 and (asked is None or int(asked[1]) == quarter):
        return f"{start.year} Q{quarter}"
    return str(start.year) if months == MONTHS and start.month == 1 else text
