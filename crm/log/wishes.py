"""What a pasted letter asks of the one it is written to."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from crm.log.clauses import Clause
from crm.log.days import find_days
from crm.log.due import Step, due_day
from crm.log.people import Parties

_ASKS = re.compile(
    r"\b(?:(?:can|could|would|will) (?:you|someone|somebody|one of you)|(?:please|kindly|pls)|(?:i|we) (?:must |have to |would )?(?:request|ask|urge) you(?: to)?|request you to|requesting you to|grateful if you|appreciate (?:it )?if you|would you mind)\b",
    re.IGNORECASE,
)
_GREETS = re.compile(r"^\W*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|hallo|liebe[r]?|guten tag)\s+(?:(?:mr|mrs|ms|dr|herr|frau)\.?\s+)?$", re.IGNORECASE | re.MULTILINE)  # fmt: skip


def asked_for(
    sentences: Sequence[Clause], steps: Sequence[Step], today: date, *, day_first: bool = False
) -> Iterator[Step]:
    """What the letter asks for by a day, where no step covers it: "Could you have someone look at it by Thursday?"."""
    for sentence in sentences:
        asks = _ASKS.search(sentence.text)
        if asks is None or any(step.start < sentence.end and sentence.start < step.end for step in steps):
            continue
        wish = sentence.text[asks.start() :]
        days = [day for day in find_days(wish, today, "future", day_first=day_first) if day.last >= today]
        if days:
            at = sentence.start + asks.start()
            yield Step(wish.strip(), due_day(wish, days, today), "author", at, sentence.end)


def for_the_addressee(steps: Sequence[Step], sentences: Sequence[Clause], text: str, parties: Parties) -> list[Step]:
    """The steps; what a letter to one of the client's people asks for is theirs to do."""
    reader = next(
        (person for person in parties.contacts if _GREETS.search(text[max(0, person.start - 40) : person.start])), None
    )
    if reader is None:
        return list(steps)
    wishes = [(part.start + asks.start(), part.end) for part in sentences if (asks := _ASKS.search(part.text))]
    return [
        replace(step, owner=reader.name)
        if step.owner == "author" and any(start - 2 <= step.start < end for start, end in wishes)
        else step
        for step in steps
    ]
