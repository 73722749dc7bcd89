"""`/rapport access`: an admin gets everything about a client's person as a file, in direct messages."""

from __future__ import annotations

from bot.slack.desk import Visit
from bot.slack.post import Place
from bot.slack.views import access as view
from bot.slack.views.kit import Block
from crm.errors import RejectedError
from crm.governance.person import AmbiguousError
from crm.model import Role


def command(visit: Visit, text: str) -> None:
    """`/rapport access PERSON`."""
    if visit.user.role != Role.ADMIN:
        raise RejectedError("Only an admin gets everything about somebody.")
    if not text:
        visit.post.send(visit.place, view.usage())
        return
    try:
        visit.post.send(visit.place, hand_over(visit, text))
    except AmbiguousError as error:
        visit.post.send(visit.place, view.candidates(error.message, error.candidates))


def hand_over(visit: Visit, who: str) -> list[Block]:
    """Sends the file to the admin's direct messages, and tells what is in it.

    Raises:
        RejectedError: nobody is meant.
        AmbiguousError: several may be.
    """
    made = visit.app.access.export(visit.tenant_id, who, by=visit.user.id)
    room = Place(visit.post.direct(visit.place.user), visit.place.user, None, private=True)
    visit.post.upload(room, made.filename, made.content(), "What is kept of one person")
    return view.sent(made.counts, made.left)
