"""What a colleague does by a day that nothing else has claimed: "Owen orders the motors before 30 June"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crm.log.clauses import Clause, breaths
from crm.log.days import find_days
from crm.log.doers import doer_at
from crm.log.due import Step, due_day, tidy
from crm.log.people import Parties
from crm.log.stepcues import LONGEST_STRETCH

_LASTS = re.compile(r"\b(?:until|till|til|since|from|after|through)\s+(?:the\s+)?$", re.IGNORECASE)


def by_colleagues(sentence: Clause, parties: Parties, today: date, *, day_first: bool = False) -> Iterator[Step]:
    """The steps of clauses that begin with a colleague's name and go on to what that one does by a day to come."""
    for breath in breaths(sentence):
        user = next((u for u in parties.users if not breath.text[: max(0, u.start - breath.start)].strip(" -*")), None)
        if user is None or not breath.start <= user.start < breath.end:
            continue
        for day in find_days(sentence.text, today, "future", day_first=day_first):
            at = sentence.start + day.start
            if not user.end <= at < breath.end or day.first <= today or (day.last - day.first).days > LONGEST_STRETCH:
                continue
            if not day.until and not _LASTS.search(sentence.text[: day.start]):
                if doer_at(day, sentence, parties) == user.name:
                    said = sentence.text[breath.start - sentence.start : day.start]
                    yield Step(tidy(said, []), due_day(said, [day], today), user.name, breath.start, breath.end)
                break
