"""Eighty everyday questions of eight colleagues from eight countries, each typing as at home.

Sales, finance and management ask them on 20 November 2026 over the sample company, and over maventech, whose data ends
in 2017. They were written from the CSV files alone. Shares are fractions, dates ISO days, months "2026-07" and quarters
"2017 Q2".
"""

from __future__ import annotations

import asking_everyday_e_books
import asking_everyday_e_deals
import asking_everyday_e_maventech
import asking_everyday_e_missing
import asking_everyday_e_people
import asking_everyday_e_talk
from asking_gold import Question

PART = "everyday_e"

QUESTIONS: list[Question] = [
    *(Question("sample", PART, *row) for row in asking_everyday_e_deals.DEALS),
    *(Question("sample", PART, *row) for row in asking_everyday_e_books.BOOKS),
    *(Question("sample", PART, *row) for row in asking_everyday_e_talk.TALK),
    *(Question("sample", PART, *row) for row in asking_everyday_e_people.PEOPLE),
    *(Question("sample", PART, category, text, None) for category, text in asking_everyday_e_missing.SAMPLE),
    *(Question("maventech", PART, *row) for row in asking_everyday_e_maventech.MAVENTECH),
    *(Question("maventech", PART, category, text, None) for category, text in asking_everyday_e_missing.MAVENTECH),
]
