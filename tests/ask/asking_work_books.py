"""A hundred and ten messages from the office: invoices, subscriptions, accounts and to-dos of the sample company.

Bookkeepers, account managers, team heads and reps of several countries ask them on 20 November 2026, each in their own
way. Shares are fractions, dates are ISO days, quarters read "2026 Q1", months "2026-07".
"""

from __future__ import annotations

import asking_work_books_accounts
import asking_work_books_invoices
import asking_work_books_missing
import asking_work_books_subscriptions
import asking_work_books_tasks
from asking_gold import Question

QUESTIONS: list[Question] = [
    *asking_work_books_invoices.QUESTIONS,
    *asking_work_books_subscriptions.QUESTIONS,
    *asking_work_books_accounts.QUESTIONS,
    *asking_work_books_tasks.QUESTIONS,
    *asking_work_books_missing.QUESTIONS,
]
