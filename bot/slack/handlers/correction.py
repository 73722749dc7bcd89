"""A person says that a mood or a client is wrong: it is corrected, and stays so."""

from __future__ import annotations

import json
from typing import Any

from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.post import Place
from bot.slack.views import correction
from bot.slack.views.kit import context, escape
from crm.errors import RejectedError
from crm.model import Interaction

OLD = "This button is too old to work. Please ask again."


def opened(visit: Visit) -> None:
    """The form, with the pieces of evidence that the message showed."""
    ids = [int(each) for each in pressed.value(visit).split(",") if each.isdecimal() and len(each) < 19]
    choices = [choice for each in ids[: correction.MOST] if (choice := _choice(visit, each))]
    if not choices:
        raise RejectedError(OLD)
    place = {"channel": visit.place.channel, "thread": visit.place.thread}
    visit.post.open(str(visit.envelope.body.get("trigger_id")), correction.modal(place, choices))


def noted(visit: Visit) -> None:
    """The form was sent; what came of it is said to the one who sent it."""
    view: dict[str, Any] = visit.envelope.body.get("view") or {}
    place = json.loads(view.get("private_metadata") or "{}")
    row_id, values = correction.said(view)
    try:
        for name, value in values.items():
            visit.app.corrections.correct(visit.tenant_id, row_id, name, value, visit.user)
        told = f"Corrected: {', '.join(f'{name} is {value}' for name, value in values.items())}. It stays so."
    except RejectedError as error:
        told = error.message
    visit.app.jobs.enqueue_index(visit.tenant_id)
    if values and place.get("channel"):
        there = Place(str(place["channel"]), visit.place.user, place.get("thread"), private=False)
        visit.post.send(there, [context(escape(told))])


def _choice(visit: Visit, row_id: int) -> tuple[int, str] | None:
    with visit.app.store.read() as session:
        row = session.get(Interaction, row_id)
        if row is None or row.tenant_id != visit.tenant_id:
            return None
        client = row.account.name if row.account else "no client"
        mood = f" · {row.mood}" if row.mood else ""
        return row.id, f"{client} · {row.kind} of {row.occurred_at:%-d %b %Y}{mood}"
