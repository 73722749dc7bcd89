"""`January worries me. What renews that month?`: a time that is pointed back at, by its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.periods import Period

THAT = re.compile(r"(?:\b(?:in|on|during|of|for) )?\bthat (?:same )?(?:month|quarter|year|week)\b", re.IGNORECASE)


def backdated(text: str, periods: Sequence[Period]) -> str:
    """The text with the one time that it names before in the place of `that month`."""
    found = THAT.search(text)
    if found is None:
        return text
    before = [each for each in periods if each.span[1] <= found.start()]
    if len(before) != 1 or len(periods) > len(before):
        return text
    return f"{text[: found.start()]}in {before[0].text}{text[found.end() :]}"
