"""Whether a question sets people of the team side by side: digests do so only where the admin has turned it on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TURNED_OFF = "It sets people side by side, which is off for this team. Ask by team, or an admin turns rankings on."
PEOPLE = frozenset({"user.name", "user.email", "user.external_id"})


def ranks_people(plan: Mapping[str, Any] | None) -> bool:
    """Args: plan: a `QueryPlan` as an answer carries it."""
    if plan is None:
        return False
    groups = {str(group.get("field")) for group in plan.get("group_by") or []}
    return bool(groups & PEOPLE) or (plan.get("subject") == "user" and bool(plan.get("order") or plan.get("limit")))
