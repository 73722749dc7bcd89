"""Eighty everyday questions over the sample company, asked by eight people on 20 November 2026.

A new rep in her first week, an old hand, a sales manager before the Monday meeting, a founder on a phone, a
customer-success lead, a support lead, an accounts clerk and an operations analyst. They were written from the CSV files
alone. Shares are fractions, dates ISO days and months "2026-10".
"""

from __future__ import annotations

import asking_everyday_f_books
import asking_everyday_f_care
import asking_everyday_f_floor
import asking_everyday_f_leads
import asking_everyday_f_missing
from asking_gold import Question

PART = "everyday_f"

QUESTIONS: list[Question] = [
    *(Question("sample", PART, *row) for row in asking_everyday_f_floor.FLOOR),
    *(Question("sample", PART, *row) for row in asking_everyday_f_leads.LEADS),
    *(Question("sample", PART, *row) for row in asking_everyday_f_care.CARE),
    *(Question("sample", PART, *row) for row in asking_everyday_f_books.BOOKS),
    *(Question("sample", PART, category, text, None) for category, text in asking_everyday_f_missing.MISSING),
]
