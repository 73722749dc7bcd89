"""Buttons under an answer: right, wrong, share."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.slack.audience import OUTSIDE
from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.post import Place
from bot.slack.views import answer as answer_view
from bot.slack.views import verdict as verdict_view
from bot.slack.views.kit import Block
from crm.answers import seen_in
from crm.ask.plan import QueryPlan
from crm.errors import RapportError, RejectedError
from crm.model import AnsweredQuestion, Verdict
from crm.rights import Sight, seeing

if TYPE_CHECKING:
    from crm.ask.answer import Answer

CHANGED = (
    "The record has changed since you asked, so I cannot share exactly what you saw. Please ask again and share that."
)
SHARED = "This answer is shared already."
NOT_ALL = "Not everybody in this channel may see all of this, so I keep it between us."


def good(visit: Visit) -> None:
    visit.app.answers.judge(pressed.row_id(visit), visit.user, Verdict.GOOD)
    _quietly(visit, verdict_view.thanks())


def bad(visit: Visit) -> None:
    """The thumb counts at once; the modal may add why."""
    answer_id = pressed.row_id(visit)
    visit.app.answers.judge(answer_id, visit.user, Verdict.BAD)
    place = {"answer": answer_id, "channel": visit.place.channel, "thread": visit.place.thread}
    try:
        visit.post.open(str(visit.envelope.body.get("trigger_id")), verdict_view.modal(place))
    except RejectedError:  # the press is too old for a modal
        _quietly(visit, verdict_view.thanks())


def noted(visit: Visit) -> None:
    """The modal was sent, perhaps with nothing in it."""
    view: dict[str, Any] = visit.envelope.body.get("view") or {}
    place = json.loads(view.get("private_metadata") or "{}")
    if not isinstance(place.get("answer"), int):
        raise RejectedError("This form is too old to work. Please start again.")
    visit.app.answers.judge(place["answer"], visit.user, Verdict.BAD, verdict_view.note(view))
    if place.get("channel"):
        there = Place(str(place["channel"]), visit.place.user, place.get("thread"), private=False)
        _quietly(replace(visit, place=there), verdict_view.thanks())


def share(visit: Visit) -> None:
    """Posts an answer in the channel it was asked in: once, nothing the asker did not see, nothing that anybody there
    may not see.

    Slack does not hand an ephemeral message back with the press, and rows are not kept. So the stored plan is run again
    as of the moment it was asked, through the eyes of all who read there, and shared only where it gives what the
    button was drawn under.
    """
    answer_id, digest = _carried(visit)
    channel = visit.place.channel
    if visit.place.private:
        raise RejectedError(OUTSIDE)
    audience = visit.audiences.sight(visit.tenant_id, visit.team, channel)
    asked = visit.app.answers.get(visit.user, answer_id)
    if asked.user_id != visit.user.id:
        raise RejectedError("Only the person who asked can share an answer.")
    plan = QueryPlan.model_validate(asked.plan or {})
    found = visit.app.asker.repeat(visit.tenant_id, plan, user=visit.user, now=asked.asked_at)
    if digest_of(found) != digest:
        raise RejectedError(CHANGED)
    found = _seen_by(audience, visit, asked, digest)
    if not visit.app.answers.shared(answer_id, visit.user):
        raise RejectedError(SHARED)
    blocks = verdict_view.shared(answer_view.blocks(found.model_dump(mode="json")), visit.place.user)
    try:
        visit.post.send(Place(channel, visit.place.user, visit.place.thread, private=True), blocks)
    except RapportError:
        visit.app.answers.unshared(answer_id, visit.user)
        raise
    detail = {**seen_in(found), "channel": channel, "readers": len(audience.people)}
    visit.app.trail.note(visit.tenant_id, visit.user, "answer.share", row_id=answer_id, detail=detail)


def _seen_by(audience: Sight, visit: Visit, asked: AnsweredQuestion, digest: str) -> Answer:
    """The answer as all of an audience see it, where that is what the asker saw.

    Raises:
        RejectedError: somebody there may not see all of it.
    """
    plan = QueryPlan.model_validate(asked.plan or {})
    try:
        with seeing(audience):
            found = visit.app.asker.repeat(visit.tenant_id, plan, user=visit.user, now=asked.asked_at)
    except RejectedError:
        raise RejectedError(NOT_ALL) from None
    if digest_of(found) != digest:
        raise RejectedError(NOT_ALL)
    return found


def digest_of(answer: Answer) -> str:
    """What tells whether two answers show the same rows and the same words of clients."""
    shown = answer.model_dump(mode="json", include={"columns", "rows", "citations"})
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()[:24]


def _carried(visit: Visit) -> tuple[int, str]:
    number, _, digest = pressed.value(visit).partition(":")
    if not number.isdecimal() or len(number) > 18 or not digest:
        raise RejectedError("This button is too old to work. Please ask again.")
    return int(number), digest


def _quietly(visit: Visit, blocks: list[Block]) -> None:
    """To the one who pressed alone."""
    if visit.place.channel:
        visit.post.send(replace(visit.place, private=False), blocks)
