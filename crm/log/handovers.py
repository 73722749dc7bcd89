"""Steps handed to a colleague after they were named: "paperwork by Friday - Ewan doing that", "Liv, would you see to that?"."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crm.log.clauses import Clause
from crm.log.due import Step
from crm.log.people import Parties

_IT = r"(?:that|it|this|them|those|these|that one|this one)\b"
_DOES_IT = re.compile(
    rf"\s*,?\s*(?:who\s+)?(?:(?:'s|\u2019s|is|will be)\s+)?(?:got|takes care of|prepares|makes|sends|doing|owns|sorting|handling|sending|getting|taking|chasing|arranging|on(?:to)?|has(?: got)?|looking after|seeing to|dealing with|to do|to sort|will do|will sort|does|takes|handles)(?: care of| on)?\s+{_IT}",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"\s*,?\s*(?:(?:can|could|would|will) you|please|pls)\s+(?:please |kindly )?(?:see to|sort(?: out)?|do|handle|take care of|take|look after|deal with|chase|get|arrange|organi[sz]e|send|take on|pick up)\s+{_IT}",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[\s,@-]*(?:(?:and|so)\s+)?(?:(?:it|that|this)(?:['\u2019]?s| is| will be)\s+)?@?", re.IGNORECASE)


def handed_over(steps: Sequence[Step], sentence: Clause, parties: Parties) -> list[Step]:
    """The steps; the last one is a colleague's where the sentence begins with saying so."""
    found = list(steps)
    if not found or found[-1].owner != "author" or found[-1].start >= sentence.start:
        return found
    for user in parties.users:
        if sentence.start <= user.start < user.end <= sentence.end:
            lead, rest = sentence.text[: user.start - sentence.start], sentence.text[user.end - sentence.start :]
            if _LEAD.fullmatch(lead) and (_DOES_IT.match(rest) or _ASKED.match(rest)):
                found[-1] = replace(found[-1], owner=user.name)
    return found
