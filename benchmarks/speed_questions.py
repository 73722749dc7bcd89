"""What a large company is asked: kinds of questions, and what of it LlamaIndex's retrieval is asked beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MINE = "mine"  # asked by a rep; all others by the administrator


@dataclass(frozen=True)
class Filters:
    """What a question of meaning is held to, for a retriever that is told so by metadata."""

    account: str | None = None
    start: date | None = None
    end: date | None = None


QUESTIONS: dict[str, tuple[str, ...]] = {
    "counts": (
        "how many calls last month",
        "how many open deals do we have",
        "how many tickets this year",
        "number of e-mails in Q3",
        "how many clients are there in Germany",
        "total value of open deals",
        "how many deals did we win this year",
    ),
    "groupings": (
        "interactions by rep this year",
        "won vs lost this year by rep",
        "open pipeline by stage",
        "deals by industry",
        "tickets by month this year",
        "won amount by region this year",
        "calls per rep last quarter",
        "average deal size by country",
        "clients by region",
    ),
    "top": (
        "top 5 reps by won amount this year",
        "which client has the most tickets",
        "10 biggest open deals",
        "best rep last quarter",
        "top 3 industries by won amount",
        "which rep had the most calls last month",
    ),
    "absence": (
        "clients with no contact in 30 days",
        "deals over 50k with no contact in 30 days",
        "clients without deals",
        "open deals without a meeting this quarter",
        "clients with no calls this year",
    ),
    "lookups": (
        "who owns Alder Freight?",
        "what industry is Birch Foods in?",
        "open deals of Cobalt Labs",
        "contacts at Ember Motors",
        "overdue tasks",
        "deals closing this month",
    ),
    "timelines": (
        "what happened with Alder Freight",
        "timeline of Falcon Dairy this year",
        "what happened with Iris Steel last quarter",
        "last contact with Maple Optics",
    ),
    "moods": (
        "unhappy clients last quarter",
        "happy clients this month",
        "which clients are unhappy?",
        "unhappy clients in Germany this year",
        "which reps have the most unhappy clients",
        "unhappy clients in healthcare last month",
        "negative interactions with Alder Freight",
    ),
    "themes": (
        "who mentioned onboarding last quarter?",
        "which clients are worried about price?",
        "what did clients say about the scanner integration this year?",
        "what did Alder Freight say about pricing?",
        "what did Birch Freight say about the invoice last quarter?",
        "who complained about support this month?",
        "what was said about security?",
        "which clients mentioned a competitor this quarter?",
    ),
    "signals": (
        "which clients sound like they are leaving us?",
        "which clients would give us a reference?",
        "who might leave us this quarter?",
    ),
    MINE: (
        "my open deals",
        "my unhappy clients this quarter",
        "my calls last month",
        "my overdue tasks",
        "which of my clients mentioned pricing last quarter?",
    ),
}

MEANING: dict[str, tuple[str, Filters]] = {
    "unhappy clients last quarter": ("unhappy client", Filters(start=date(2026, 7, 1), end=date(2026, 10, 1))),
    "who mentioned onboarding last quarter?": ("onboarding", Filters(start=date(2026, 7, 1), end=date(2026, 10, 1))),
    "which clients are worried about price?": ("worried about price", Filters()),
    "what did clients say about the scanner integration this year?": (
        "scanner integration",
        Filters(start=date(2026, 1, 1), end=date(2027, 1, 1)),
    ),
    "what did Alder Freight say about pricing?": ("pricing", Filters("Alder Freight")),
    "what did Birch Freight say about the invoice last quarter?": (
        "the invoice",
        Filters("Birch Freight", date(2026, 7, 1), date(2026, 10, 1)),
    ),
    "who complained about support this month?": ("support", Filters(start=date(2026, 11, 1), end=date(2026, 12, 1))),
    "what was said about security?": ("security", Filters()),
    "which clients mentioned a competitor this quarter?": (
        "a competitor",
        Filters(start=date(2026, 10, 1), end=date(2027, 1, 1)),
    ),
    "which clients sound like they are leaving us?": (
        "we are leaving for another provider",
        Filters(start=date(2026, 5, 24)),
    ),
}
