from __future__ import annotations

from typing import Final

QUESTIONS: Final = [
    "unhappy clients last quarter",
    "deals over 50k with no contact in 30 days",
    "what did Acme say about pricing?",
    "who owns Globex?",
    "won vs lost this year by rep",
    "my open follow-ups",
    "which clients sound like they are leaving us?",
    "open pipeline by stage",
    "tickets from Northwind Logistics in the last 90 days",
    "which clients would give us a reference?",
]
LOGS: Final = [
    "called Jane at Acme, she's worried about pricing, follow up Friday",
    "met Globex in Portland, they want the renewal offer by end of the month, 85k for two years",
    "quick coffee with Thistledown, happy as ever, they'll introduce us to a bakery in Perth next week",
]
SUGGESTIONS: Final[list[str]] = [*QUESTIONS, *LOGS]
