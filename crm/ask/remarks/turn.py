"""What was asked before in the same conversation."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.plan import QueryPlan


@dataclass(frozen=True)
class Turn:
    """The question before and the plan it was answered by."""

    question: str
    plan: QueryPlan
