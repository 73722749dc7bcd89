"""A second blind set: questions by people who never saw the planner, over maventech and over the sample company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asking_second_deals import CLOSED, OPEN
from asking_second_detail import ASKED_BY_A_NEWCOMER, ASKED_WITH_CARE
from asking_second_maventech import HURRIED, MISSING
from asking_second_record import ABSENT, ACCOUNTS, BOOKS, DOINGS

if TYPE_CHECKING:
    from asking_gold import Question

QUESTIONS: list[Question] = [
    *HURRIED,
    *ASKED_WITH_CARE,
    *ASKED_BY_A_NEWCOMER,
    *MISSING,
    *OPEN,
    *CLOSED,
    *ACCOUNTS,
    *BOOKS,
    *DOINGS,
    *ABSENT,
]
