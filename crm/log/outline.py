"""How a message is worded, once its names and figures are gone; and what that says of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping

from crm.log.people import Parties
from crm.log.proposal import LogKind

ACCOUNT, PERSON, COLLEAGUE, THING = "qac", "qpe", "qco", "qth"  # what stands for a name of each sort
SHOWN = 3.0  # what the rules' word counts beside the logarithm of the odds, where a phrase shows what happened
ASSUMED = 1.0  # and where none does: then they take it for a note
_DIGITS = re.compile(r"\d+")


def outline(text: str, parties: Parties) -> str:
    """The text in small letters, with a word of ours for each name and a 0 for each number."""
    names = [
        *((party.start, party.end, ACCOUNT) for party in parties.accounts),
        *((party.start, party.end, PERSON) for party in parties.contacts),
        *((party.start, party.end, COLLEAGUE) for party in parties.users),
        *((party.start, party.end, THING) for party in (*parties.deals, *parties.products)),
    ]
    made, at = "", 0
    for start, end, sort in sorted(names):
        if start >= at:
            made += text[at:start] + sort
            at = end
    return _DIGITS.sub("0", (made + text[at:]).lower())


def weighed(ruled: LogKind, odds: Mapping[LogKind, float]) -> LogKind:
    """The likeliest kind, by what the rules found and by how the message is worded."""
    agreed = ASSUMED if ruled == "note" else SHOWN
    return max(odds, key=lambda kind: odds[kind] + agreed * (kind == ruled))
