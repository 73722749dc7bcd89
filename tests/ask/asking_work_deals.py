"""A thousand ways to ask about deals: the open ones, the won and lost, the stages they went through, and who had them.

Everything is asked over the sample company on 20 November 2026. Shares are fractions, dates are ISO days, quarters
read "2026 Q1", months "2026-07".
"""

from __future__ import annotations

import asking_work_deals_closed
import asking_work_deals_missing
import asking_work_deals_open
import asking_work_deals_people
import asking_work_deals_stages
from asking_gold import Question

QUESTIONS: list[Question] = [
    *asking_work_deals_open.QUESTIONS,
    *asking_work_deals_closed.QUESTIONS,
    *asking_work_deals_stages.QUESTIONS,
    *asking_work_deals_people.QUESTIONS,
    *asking_work_deals_missing.QUESTIONS,
]
