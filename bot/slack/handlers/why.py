"""`/rapport why`, and “why do you know Jane's email?”: how somebody came to be known, as the asker may see it."""

from __future__ import annotations

from bot.slack.desk import Visit
from bot.slack.views import why as view
from crm.errors import RejectedError
from crm.governance.asked import asked
from crm.governance.person import AmbiguousError


def command(visit: Visit, text: str) -> bool:
    """`/rapport why PERSON`; False where it is nobody: many a question begins with “why”."""
    if not text:
        visit.post.send(visit.place, view.usage())
        return True
    return _told(visit, text, "")


def told(visit: Visit, text: str) -> bool:
    """Whether it was such a question, about somebody whom the asker may see; all else is asked of the record."""
    found = asked(text)
    return found is not None and _told(visit, found.who, found.field)


def _told(visit: Visit, who: str, field: str) -> bool:
    try:
        found = visit.app.provenance.why(visit.tenant_id, who)
    except AmbiguousError as error:
        visit.post.send(visit.place, view.candidates(error.message, error.candidates))
    except RejectedError:
        return False
    else:
        visit.post.send(visit.place, view.blocks(found, field))
    return True
