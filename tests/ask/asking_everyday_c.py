"""Everyday messages of one working week over the sample company, written without knowing how they are answered.

Accounts, billing, customer success and the sales floor ask them on 20 November 2026. Shares are fractions, dates are
ISO days, quarters read "2026 Q1", months "2026-07".
"""

from __future__ import annotations

import asking_everyday_c_books
import asking_everyday_c_deals
import asking_everyday_c_missing
import asking_everyday_c_people
import asking_everyday_c_talk
from asking_gold import Question

QUESTIONS: list[Question] = [
    *asking_everyday_c_deals.QUESTIONS,
    *asking_everyday_c_books.QUESTIONS,
    *asking_everyday_c_talk.QUESTIONS,
    *asking_everyday_c_people.QUESTIONS,
    *asking_everyday_c_missing.QUESTIONS,
]
