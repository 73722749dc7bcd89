"""A week's messages over the sample company from six chairs, written without knowing how they are answered.

Two reps (one of them typing on a phone), a sales manager, an accounts-receivable clerk whose English is her second
language, a customer-success lead and the founder ask them on 20 November 2026. Shares are fractions, dates are ISO days.
"""

from __future__ import annotations

import asking_everyday_d_books
import asking_everyday_d_deals
import asking_everyday_d_missing
import asking_everyday_d_people
import asking_everyday_d_talk
from asking_gold import Question

QUESTIONS: list[Question] = [
    *asking_everyday_d_deals.QUESTIONS,
    *asking_everyday_d_books.QUESTIONS,
    *asking_everyday_d_talk.QUESTIONS,
    *asking_everyday_d_people.QUESTIONS,
    *asking_everyday_d_missing.QUESTIONS,
]
