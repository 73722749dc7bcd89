"""What people type who were handed Rapport yesterday, over the sample company: written unseen, without the planner.

Golds come from the exported CSV files. Shares and rates are fractions, dates are ISO days, months are "2026-07".
"""

from __future__ import annotations

import asking_sample_deals
import asking_sample_missing
import asking_sample_record
import asking_sample_time
from asking_gold import Question
from sample_frames import sam, sample

__all__ = ["QUESTIONS", "sam", "sample"]

QUESTIONS: list[Question] = [
    *asking_sample_deals.QUESTIONS,
    *asking_sample_time.QUESTIONS,
    *asking_sample_record.QUESTIONS,
    *asking_sample_missing.QUESTIONS,
]
