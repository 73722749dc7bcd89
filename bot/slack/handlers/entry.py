"""Logging in Slack: propose, confirm, edit, discard, undo."""

from __future__ import annotations

import json
from typing import Any

from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.views import editor
from bot.slack.views import proposal as proposal_view
from bot.slack.views.kit import context
from crm.errors import RejectedError


def propose(visit: Visit, text: str, *, only_if_clear: bool = False) -> bool:
    """Shows what would be written. Says whether there was anything to log.

    Args:
        only_if_clear: where there is nothing to log, say nothing: the words may be a question.
    """
    found = visit.app.logbook.propose(visit.tenant_id, text, user=visit.user, now=visit.now, key=visit.envelope.key)
    if found.proposal.kind == "none":
        if not only_if_clear:
            visit.post.send(
                visit.place, [context("I find nothing to log in this. Who did you talk to, and about what?")]
            )
        return False
    shown = found.model_dump(mode="json")["proposals"]
    for entry, proposal in zip(found.entry_ids, shown, strict=True):
        missing = found.missing if proposal == shown[0] else []
        visit.post.send(visit.place, proposal_view.card(entry, proposal, missing, proposal.get("new", [])))
    return True


def confirm(visit: Visit) -> None:
    entry = pressed.row_id(visit)
    written = visit.app.logbook.confirm(visit.tenant_id, entry, visit.user, now=visit.now)
    pressed.replace(visit, proposal_view.logged(entry, written.model_dump(mode="json")))


def discard(visit: Visit) -> None:
    visit.app.logbook.discard(visit.tenant_id, pressed.row_id(visit), visit.user)
    pressed.replace(visit, proposal_view.discarded())


def undo(visit: Visit) -> None:
    undone = visit.app.logbook.undo(visit.tenant_id, pressed.row_id(visit), visit.user, now=visit.now)
    pressed.replace(visit, proposal_view.undone(undone.model_dump(mode="json")))


def edit(visit: Visit) -> None:
    """Opens the modal; its metadata leads back to the card."""
    entry = pressed.row_id(visit)
    body = visit.envelope.body
    container = body.get("container") or {}
    place = {
        "entry": entry,
        "channel": container.get("channel_id"),
        "ts": container.get("message_ts"),
        "url": body.get("response_url") if container.get("is_ephemeral") else None,
    }
    proposal = visit.app.logbook.get(visit.tenant_id, entry, visit.user)
    visit.post.open(str(body.get("trigger_id")), editor.view(place, proposal.model_dump(mode="json")))


def edited(visit: Visit) -> None:
    """The modal was submitted: what the person left in it is what is written."""
    view: dict[str, Any] = visit.envelope.body.get("view") or {}
    if view.get("callback_id") != editor.CALLBACK:
        return
    place = json.loads(view.get("private_metadata") or "{}")
    if not isinstance(place.get("entry"), int):
        raise RejectedError("This form is too old to work. Please start again.")
    before = visit.app.logbook.get(visit.tenant_id, place["entry"], visit.user)
    changed = editor.edited(before.model_dump(mode="json"), view["state"]["values"])
    written = visit.app.logbook.confirm(visit.tenant_id, place["entry"], visit.user, now=visit.now, changed=changed)
    blocks = proposal_view.logged(place["entry"], written.model_dump(mode="json"))
    if place.get("url"):
        visit.post.respond(place["url"], blocks, replace=True)
    elif place.get("channel") and place.get("ts"):
        visit.post.update(place["channel"], place["ts"], blocks)
