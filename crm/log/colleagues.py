"""What a colleague does by a day that nothing else has claimed: "Owen orders the motors before 30 June"."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from crm.log.clauses import Clause, breaths
from crm.log.days import find_days
from crm.log.doers import doer_at
from crm.log.due import Step, due_day, tidy
from crm.log.inflection import does
from crm.log.owners import is_mine
from crm.log.people import Parties
from crm.log.stepcues import LONGEST_STRETCH

_LASTS = re.compile(r"\b(?:until|till|til|since|from|after|through)\s+(?:the\s+)?$", re.IGNORECASE)


_UNTIL = re.compile(r"\b(?:until|till|til)\s+(?:the\s+)?$", re.IGNORECASE)
_SAME = re.compile(r"\s+\w+(?:\s+(?:it|them|this|that|these|those|everything)\b|\s*$)", re.IGNORECASE)
_LASTING = re.compile(r"\s*(?:is|'s|\u2019s|works?|working|covers?|covering|holds?|holding|runs?|running|stands?|standing|fills?|travels?|travelling)\b", re.IGNORECASE)  # fmt: skip


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
            if not day.until and not _lasts(sentence.text[user.end - sentence.start : day.start]):
                if doer_at(day, sentence, parties) == user.name:
                    said = sentence.text[breath.start - sentence.start : day.start]
                    yield Step(tidy(said, []), due_day(said, [day], today), user.name, breath.start, breath.end)
                break


def _lasts(said: str) -> bool:
    """Whether what a colleague does goes on until a day, and is not done by it: "works until", but "recalculates until"."""
    return _LASTS.search(said) is not None and not (_UNTIL.search(said) and does(said) and not _LASTING.match(said))


def beside_dated(steps: Sequence[Step], sentence: Clause, parties: Parties) -> list[Step]:
    """The steps, with what a colleague does beside a thing that has its day in the same sentence.

    Where the colleague does that very thing, "must be in by Thursday, Yolanda collects them", it becomes the colleague's.
    """
    found = list(steps)
    dated = [step for step in found if step.due and sentence.start <= step.start < sentence.end]
    if not dated or any(step.owner != "author" for step in dated):
        return found
    for breath in breaths(sentence):
        user = next((u for u in parties.users if not breath.text[: max(0, u.start - breath.start)].strip(" -*")), None)
        if user is None or not breath.start <= user.start < breath.end:
            continue
        rest = breath.text[user.end - breath.start :]
        if not does(rest) or any(step.start < breath.end and breath.start < step.end and step.due for step in found):
            continue
        if len(dated) == 1 and _SAME.match(rest) and not is_mine(sentence.text[dated[0].start - sentence.start :]):
            place = found.index(dated[0])
            found[place] = replace(dated[0], owner=user.name)
        else:
            found.append(Step(tidy(breath.text, []), None, user.name, breath.start, breath.end))
    return found
