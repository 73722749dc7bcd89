"""Whether a question of somebody's own can be a section: it is asked once, before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.digests.book import Refused
from crm.digests.rankings import TURNED_OFF, ranks_people

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.model import User


def checked(app: Rapport, tenant_id: int, words: str, user: User | None) -> Refused | None:
    """Why a question cannot be a section, with others that may have been meant; None where it can."""
    found = app.asker.ask(tenant_id, words, user=user)
    if found.abstained:
        return Refused(found.reason or found.answer, list(found.readings))
    if ranks_people(found.plan) and not app.features.on(tenant_id, "rankings"):
        return Refused(TURNED_OFF, [])
    return None
