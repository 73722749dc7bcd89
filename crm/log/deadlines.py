"""Deadlines without a verb: "Contract to her by Thursday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crm.log.clauses import Clause, breaths
from crm.log.days import find_days
from crm.log.due import Step, due_day, tidy
from crm.log.owners import doer_of
from crm.log.people import Parties
from crm.log.stepcues import DEADLINE, NO_TASK, PASSIVE


def deadlines(sentence: Clause, parties: Parties, today: date, *, day_first: bool) -> Iterator[Step]:
    """What is wanted by a day, without a verb: "Contract to her by Thursday"."""
    for breath in breaths(sentence):
        for day in find_days(breath.text, today, "future", day_first=day_first):
            before = breath.text[: day.start]
            if (
                day.first > today
                and (day.by or DEADLINE.search(before))
                and (not NO_TASK.search(PASSIVE.sub("", before)) or _of_ours(breath, parties))
                and re.search(r"[^\W\d_]{3,}", before)
            ):
                due = due_day(breath.text, [day], today)
                yield Step(tidy(breath.text, [day]), due, doer_of(breath, sentence, parties), breath.start, breath.end)
                break


def _of_ours(breath: Clause, parties: Parties) -> bool:
    """Whether a colleague is named: what is wanted of them by a day is a task, be it a decision."""
    return any(breath.start <= user.start < breath.end for user in parties.users)
