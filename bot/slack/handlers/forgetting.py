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
    """`/rapport forget [list | request N | cancel N | lift PERSON for REASON | PERSON]`."""
    _require_admin(visit)
    verb, _, rest = text.partition(" ")
    erasure, tenant = visit.app.erasure, visit.tenant_id
    with unlimited():
        if not text:
            blocks = view.usage()
        elif text.lower() == "list":
            blocks = view.listed(erasure.requests(tenant))
        elif verb.lower() == "request" and rest.strip().isdecimal():
            blocks = told(visit, int(rest))
        elif verb.lower() == "lift":
            blocks = _lifted(visit, rest)
        elif verb.lower() == "cancel" and rest.strip().isdecimal():
            blocks = view.cancelled(erasure.cancel(tenant, int(rest), by=visit.user.id).id)
        else:
            blocks = _asked(visit, text.strip())
    visit.post.send(visit.place, blocks)


def _lifted(visit: Visit, said: str) -> list[Block]:
    """`jane@acme.example for consent`."""
    who, _, reason = said.strip().rpartition(" for ")
    if not who:
        return view.usage()
    visit.app.lifting.lift(visit.tenant_id, who, reason.strip().lower(), by=visit.user.id)
    return view.lifted()


def confirmed(visit: Visit) -> None:
    """The button under what would go was pressed."""
    _require_admin(visit)
    with unlimited():
        said = begun(visit, pressed.row_id(visit))
    pressed.replace(visit, said)


def begun(visit: Visit, contact_id: int) -> list[Block]:
    """Requests that a contact is forgotten, at once or after the time of holding, and says which."""
    request = visit.app.erasure.request(visit.tenant_id, f"#{contact_id}", by=visit.user.id)
    if request.due_at > visit.app.clock.now():
        return view.held(request)
    visit.app.jobs.enqueue_forget(visit.tenant_id, request.id)
    return view.begun(request.id)


def _require_admin(visit: Visit) -> None:
    if visit.user.role != Role.ADMIN:
        raise RejectedError("Only an admin can have somebody forgotten.")


def _asked(visit: Visit, who: str) -> list[Block]:
    try:
        contact_id, counts = visit.app.erasure.meant(visit.tenant_id, who)
    except AmbiguousError as error:
        return view.candidates(error.message, error.candidates)
    return view.preview(contact_id, counts)


def told(visit: Visit, number: int) -> list[Block]:
    """How far a request is, or its certificate."""
    found = next((each for each in visit.app.erasure.requests(visit.tenant_id) if each.id == number), None)
    if found is None:
        raise RejectedError("There is no such request. `/rapport forget list` shows them.")
    return view.told(found)
