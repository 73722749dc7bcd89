"""Eighty everyday questions from eight people on a Friday, 20 November 2026: 54 over the sample, 26 over maventech.

A presales engineer, an inside-sales rep whose English is young, an executive assistant, a contracts lawyer, a
credit-control clerk, a marketer, a vice-president who dictates in the car and a product manager. They were written from
the CSV files alone. Shares are fractions, dates ISO days, months "2026-10".
"""

from __future__ import annotations

import asking_everyday_h_field
import asking_everyday_h_maventech
import asking_everyday_h_missing
import asking_everyday_h_office
import asking_everyday_h_plans
from asking_gold import Question

PART = "everyday_h"

QUESTIONS: list[Question] = [
    *(Question("sample", PART, *row) for row in asking_everyday_h_field.FIELD),
    *(Question("sample", PART, *row) for row in asking_everyday_h_office.OFFICE),
    *(Question("sample", PART, *row) for row in asking_everyday_h_plans.PLANS),
    *(Question("sample", PART, *row, None) for row in asking_everyday_h_missing.SAMPLE),
    *(Question("maventech", PART, *row) for row in asking_everyday_h_maventech.SALES),
    *(Question("maventech", PART, *row, None) for row in asking_everyday_h_missing.MAVENTECH),
]
