"""A working week's messages on who talked with whom: calls, mails, meetings, chat, tickets, contacts and promises.

They were written from the CSV files alone, without a look at how a question is answered. Shares are fractions, dates
are ISO days, quarters read "2026 Q1", months "2026-07".
"""

from __future__ import annotations

import asking_work_talk_contacts
import asking_work_talk_counts
import asking_work_talk_missing
import asking_work_talk_promises
import asking_work_talk_when
from asking_gold import Question

QUESTIONS: list[Question] = [
    *asking_work_talk_counts.QUESTIONS,
    *asking_work_talk_when.QUESTIONS,
    *asking_work_talk_contacts.QUESTIONS,
    *asking_work_talk_promises.QUESTIONS,
    *asking_work_talk_missing.QUESTIONS,
]
