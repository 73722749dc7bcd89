"""What headers say once the table's own name in front of all of them is left out: "Deal - Title", "orders.total"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LED = re.compile(r"(?P<lead>[^\W\d_][\w ]{1,39}?)\s*(?: - | – |: ?|::|\.|/| > | \| )\s*(?P<rest>\S.*)")
FEWEST, MOSTLY = 3, 0.6  # headers with the same lead, and their part of all


def labels(headers: Sequence[str]) -> list[str]:
    """The headers without a lead that most of them share; one that would then be another's stays as it is."""
    parted = [LED.fullmatch(header.strip()) for header in headers]
    leads = Counter(each["lead"].casefold() for each in parted if each)
    lead, count = leads.most_common(1)[0] if leads else ("", 0)
    if count < max(FEWEST, len(headers) * MOSTLY):
        return list(headers)
    short = [each["rest"] if each and each["lead"].casefold() == lead else None for each in parted]
    taken = Counter((rest or header).casefold() for rest, header in zip(short, headers, strict=True))
    return [
        rest if rest and taken[rest.casefold()] == 1 else header for rest, header in zip(short, headers, strict=True)
    ]
