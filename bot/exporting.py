"""What of an answer may leave as a file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from crm.ask.plan import QueryPlan
from crm.errors import RejectedError
from crm.rights import Sight, seeing
from crm.rights.policy import NEVER_EXPORTED

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.ask.answer import Answer
    from crm.model import User

KEPT = "This speaks of a field that your admin never lets out as a file, so there is none. The answer stands."


def exportable(app: Rapport, tenant_id: int, user: User | None, found: Answer, at: datetime) -> Answer:
    """The answer without the columns that are never exported: its plan run again as if they were not there.

    Raises:
        RejectedError: the answer is about such a column.
    """
    kept = app.rights.policy(tenant_id).tagged(NEVER_EXPORTED)
    if not kept or found.plan is None:
        return found
    try:
        with seeing(Sight(tenant_id, frozenset(), fields=kept)):
            return app.asker.repeat(tenant_id, QueryPlan.model_validate(found.plan), user=user, now=at)
    except RejectedError:
        raise RejectedError(KEPT) from None
