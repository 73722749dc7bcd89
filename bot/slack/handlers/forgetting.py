"""`/rapport forget`: an admin has a client's person forgotten, after seeing what goes."""

from __future__ import annotations

from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.views import forgetting as view
from bot.slack.views.kit import Block
from crm.errors import RejectedError
from crm.governance.person import AmbiguousError
from crm.model import Role
from crm.rights import unlimited


def command(visit: Visit, text: str) -> None:
    """`/rapport forget [list | request N | cancel N | PERSON]`."""
    _require_admin(visit)
    verb, _, rest = text.partition(" ")
    erasure, tenant = visit.app.erasure, visit.tenant_id
    with unlimited():
        if not text:
            blocks = view.usage()
        elif text.lower() == "list":
            blocks = view.listed(erasure.requests(tenant))
        elif verb.lower() == "request" and rest.strip().isdecimal():
            blocks = _told(visit, int(rest))
        elif verb.lower() == "cancel" and rest.strip().isdecimal():
            blocks = view.cancelled(erasure.cancel(tenant, int(rest), by=visit.user.id).id)
        else:
            blocks = _asked(visit, text.strip())
    visit.post.send(visit.place, blocks)


def confirmed(visit: Visit) -> None:
    """The button under what would go was pressed."""
    _require_admin(visit)
    with unlimited():
        request = visit.app.erasure.request(visit.tenant_id, f"#{pressed.row_id(visit)}", by=visit.user.id)
    held = request.due_at > visit.app.clock.now()
    if not held:
        visit.app.jobs.enqueue_forget(visit.tenant_id, request.id)
    pressed.replace(visit, view.held(request) if held else view.begun(request.id))


def _require_admin(visit: Visit) -> None:
    if visit.user.role != Role.ADMIN:
        raise RejectedError("Only an admin can have somebody forgotten.")


def _asked(visit: Visit, who: str) -> list[Block]:
    try:
        contact_id, counts = visit.app.erasure.meant(visit.tenant_id, who)
    except AmbiguousError as error:
        return view.candidates(error.message, error.candidates)
    return view.preview(contact_id, counts)


def _told(visit: Visit, number: int) -> list[Block]:
    found = next((each for each in visit.app.erasure.requests(visit.tenant_id) if each.id == number), None)
    if found is None:
        raise RejectedError("There is no such request. `/rapport forget list` shows them.")
    return view.told(found)
