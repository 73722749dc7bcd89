"""How an answer that is told as an assistant would restates its question."""

from __future__ import annotations

from collections.abc import Sequence

from crm.ask.plan import QueryPlan

TOLD = {
    "agenda": "what is due and planned", "urgent": "what is overdue, due today or gravely noticed",
    "callbacks": "whom to call back or answer", "promises": "what was promised", "owed": "what is owed",
    "asks": "what clients ask for, by theme", "complaints": "what clients complain about, by theme",
    "moods": "clients by mood", "felt": "clients in that mood, counted", "brief": "how it stands",
    "last": "the last contact", "role": "contact",
    "standing": "how it goes", "rivals": "won revenue beside a colleague's",
    "growth": "won revenue beside an earlier period", "target": "won revenue beside the target",
}  # fmt: skip


def restated(plan: QueryPlan, spans: Sequence[str], notes: Sequence[str]) -> str:
    """What is told, of whom and when; `spans` are the plan's periods in words."""
    own = any(each.field == "user.id" for each in plan.filters)
    of = [" or ".join(map(str, each.values)) for each in plan.filters if each.field != "user.id"]
    about = [f"called {plan.about}"] if plan.about and plan.tells == "role" else []
    parts = [TOLD[plan.tells or "agenda"], *about, *of, *(["yours"] if own else []), " beside ".join(spans)]
    text = ", ".join(part for part in parts if part)
    said = f" ({'; '.join(notes)})" if notes else ""
    return f"{text[:1].upper()}{text[1:]}{said}"
