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
from crm.log.proposal import Proposal


def propose(visit: Visit, text: str, *, only_if_clear: bool = False) -> bool:
    """Shows what would be written. Says whether there was anything to log.

    Args:
        only_if_clear: where there is nothing to log, say nothing: the words may be a question.
    """
    found = visit.app.logbook.propose(visit.tenant_id, text, user=visit.user, now=visit.now, key=visit.envelope.key)
    visit.app.telemetry.meter.count("log_proposals", kind=found.kind)
    if found.kind == "none":
        if not only_if_clear:
            visit.post.send(
                visit.place, [context("I find nothing to log in this. Who did you talk to, and about what?")]
            )
        return False
    visit.post.send(visit.place, proposal_view.card(found.entry_id or 0, shown(found)))
    return True


def shown(proposal: Proposal) -> dict[str, Any]:
    return proposal.model_dump(mode="json")


def confirm(visit: Visit) -> None:
    entry = pressed.row_id(visit)
    written = visit.app.logbook.confirm(visit.tenant_id, entry, visit.user)
    visit.app.jobs.enqueue_index(visit.tenant_id)
    pressed.replace(visit, proposal_view.logged(entry, shown(written)))


def discard(visit: Visit) -> None:
    visit.app.logbook.discard(visit.tenant_id, pressed.row_id(visit), visit.user)
    pressed.replace(visit, proposal_view.discarded())


def undo(visit: Visit) -> None:
    undone = visit.app.logbook.undo(visit.tenant_id, pressed.row_id(visit), visit.user, visit.now)
    pressed.replace(visit, proposal_view.undone(shown(undone)))


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
    visit.post.open(str(body.get("trigger_id")), editor.view(place, shown(proposal)))


def edited(visit: Visit) -> None:
    """The modal was submitted: what the person left in it is what is written."""
    view: dict[str, Any] = visit.envelope.body.get("view") or {}
    if view.get("callback_id") != editor.CALLBACK:
        return
    place = json.loads(view.get("private_metadata") or "{}")
    if not isinstance(place.get("entry"), int):
        raise RejectedError("This form is too old to work. Please start again.")
    before = visit.app.logbook.get(visit.tenant_id, place["entry"], visit.user)
    changed = Proposal.model_validate(editor.edited(shown(before), view["state"]["values"]))
    written = visit.app.logbook.confirm(visit.tenant_id, place["entry"], visit.user, changed)
    visit.app.jobs.enqueue_index(visit.tenant_id)
    blocks = proposal_view.logged(place["entry"], shown(written))
    if place.get("url"):
        visit.post.respond(place["url"], blocks, replace=True)
    elif str(place.get("channel") or "").startswith("D") and place.get("ts"):
        visit.post.update(place["channel"], place["ts"], blocks)
