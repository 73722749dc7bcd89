"""Eighty everyday questions from eight people on a Friday, 20 November 2026: 58 over the sample, 22 over maventech.

A terse account executive, a young rep in his first months, an account manager near retirement, a sales manager, a founder
on her phone, a customer-success lead, a financial controller and a revenue analyst. They were written from the CSV files
alone. Shares are fractions, dates ISO days, months "2026-10" and quarters "2026 Q3".
"""

from __future__ import annotations

import asking_everyday_g_books
import asking_everyday_g_care
import asking_everyday_g_floor
import asking_everyday_g_leads
import asking_everyday_g_maventech
import asking_everyday_g_missing
from asking_gold import Question

PART = "everyday_g"

QUESTIONS: list[Question] = [
    *(Question("sample", PART, *row) for row in asking_everyday_g_floor.FLOOR),
    *(Question("sample", PART, *row) for row in asking_everyday_g_leads.LEADS),
    *(Question("sample", PART, *row) for row in asking_everyday_g_care.CARE),
    *(Question("sample", PART, *row) for row in asking_everyday_g_books.BOOKS),
    *(Question("sample", PART, *row, None) for row in asking_everyday_g_missing.SAMPLE),
    *(Question("maventech", PART, *row) for row in asking_everyday_g_maventech.SALES),
    *(Question("maventech", PART, *row, None) for row in asking_everyday_g_missing.MAVENTECH),
]
