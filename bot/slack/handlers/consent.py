"""`/rapport consent`: what a contact agreed to and took back, as the asker may see it, and a further word on it."""

from __future__ import annotations

import re

from bot.slack.desk import Visit
from bot.slack.views import consent as view
from crm.governance.consent import Sheet
from crm.governance.person import AmbiguousError

SAID = re.compile(
    r"(?P<verb>give|withdraw)\s+(?P<who>.+?)\s+for\s+(?P<purpose>\w+)(?:\s*:\s*(?P<basis>.*))?",
    re.IGNORECASE | re.DOTALL,
)
VERBS = ("give", "withdraw")


def command(visit: Visit, text: str) -> None:
    """`/rapport consent PERSON`, `/rapport consent give|withdraw PERSON for PURPOSE: GROUND`."""
    said = SAID.fullmatch(text)
    first = text.split(maxsplit=1)[0].lower() if text else ""
    if not text or (said is None and first in VERBS):
        visit.post.send(visit.place, view.usage())
        return
    try:
        sheet = _noted(visit, said) if said else visit.app.consents.sheet(visit.tenant_id, text)
    except AmbiguousError as error:
        rest = text[said.end("who") :] if said else ""
        before = text[: said.start("who")] if said else ""
        visit.post.send(visit.place, view.candidates(error.message, error.candidates, before, rest))
    else:
        visit.post.send(visit.place, view.blocks(sheet))


def _noted(visit: Visit, said: re.Match[str]) -> Sheet:
    return visit.app.consents.note(
        visit.tenant_id,
        said["who"],
        said["purpose"],
        given=said["verb"].lower() == "give",
        by=visit.user,
        basis=said["basis"] or "",
        source="Slack",
    )
