"""Everyday messages over the sample company that mix conditions, tables and figures; half of them wrapped in small talk.

They are asked on 20 November 2026. Shares are fractions, dates are ISO days. Written without knowing how they are
answered.
"""

from __future__ import annotations

import asking_work_mixed_books
import asking_work_mixed_deals
import asking_work_mixed_missing
import asking_work_mixed_people
import asking_work_mixed_touch
from asking_gold import Question

QUESTIONS: list[Question] = [
    *asking_work_mixed_deals.QUESTIONS,
    *asking_work_mixed_books.QUESTIONS,
    *asking_work_mixed_touch.QUESTIONS,
    *asking_work_mixed_people.QUESTIONS,
    *asking_work_mixed_missing.QUESTIONS,
]
