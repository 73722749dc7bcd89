"""A question asked in Slack, or a remark on the answer before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from bot.chart import picture_of, to_offer
from bot.slack.desk import Visit
from bot.slack.handlers import aside, files, pressed, verdict
from bot.slack.post import Place
from bot.slack.streaming import Stream
from bot.slack.views import answer as answer_view
from bot.slack.views import correction, offer
from bot.slack.views import verdict as verdict_view
from bot.slack.views.kit import Block, actions, context, escape
from crm import rights
from crm.errors import RejectedError

if TYPE_CHECKING:
    from crm.ask.answer import Answer
    from crm.ask.remarks.turn import Turn
    from crm.ask.telling.chartspec import ChartSpec

LATELY = timedelta(minutes=10)  # how long a question outside of a thread can be gone on from


def ask(visit: Visit, text: str) -> None:
    """Answers, with the question before in mind; the answer is remembered with its plan."""
    began = perf_counter()
    with Stream(visit.post, visit.place) as stream:
        found = _answered(visit, text, stream)
        kept = visit.app.answers.remember(
            visit.tenant_id, visit.envelope.key, _thread(visit), visit.user, question=text, answer=found
        )
        spec = picture_of(found, visit.now)
        stream.finish(found.answer, aside.instead(visit, text, found) or _drawn(visit, found, spec, kept))
    planner = "none" if found.abstained else found.planner
    visit.app.telemetry.meter.took("answer_seconds", perf_counter() - began, planner=planner)
    files.send_along(visit, found, spec)


def _answered(visit: Visit, text: str, stream: Stream) -> Answer:
    """The answer as its asker may see it at the moment it is sent: an answer takes time, and rights may change.

    Raises:
        RejectedError: the asker may see nothing any more.
    """
    asker, tenant, before = visit.app.asker, visit.tenant_id, _before(visit)
    found = asker.ask(tenant, text, user=visit.user, now=visit.now, before=before, listener=stream)
    held, sight = rights.current(), visit.app.rights.sight(tenant, [visit.user.id])
    if sight.blind:
        raise RejectedError(rights.OUTSIDER)
    if held is None or held.key == sight.key:
        return found
    with rights.seeing(sight):
        return asker.ask(tenant, text, user=visit.user, now=visit.now, before=before)


def _drawn(visit: Visit, found: Answer, spec: ChartSpec | None, kept: int | None) -> list[Block]:
    """The answer, and in one row what can be done with it."""
    answer = found.model_dump(mode="json")
    row = offer.buttons(answer, visit.now, chart=to_offer(found, spec))
    row += _judged(visit, found, kept) if kept else []
    row += [correction.button_for([each.id for each in found.citations])] if found.citations else []
    return [*answer_view.blocks(answer), *([actions(*row)] if row else [])]


def _thread(visit: Visit) -> str:
    """The conversation: channel and root; where there is no message to hang it on, channel and person."""
    event = visit.envelope.event
    root = visit.place.thread or event.get("ts") or visit.place.user
    return f"{visit.place.channel}:{root}"[:191]


def _before(visit: Visit) -> Turn | None:
    """This person's newest question in the thread; outside of one, their newest in that channel these minutes."""
    book, key, event = visit.app.answers, visit.envelope.key, visit.envelope.event
    since = visit.app.clock.now() - LATELY
    hung = visit.place.thread or event.get(
        "ts"
    )  # a command hangs on nothing: all of somebody's in a channel are one thread
    found = book.turn(visit.tenant_id, _thread(visit), visit.user, since=None if hung else since, but=key)
    if found is not None or event.get("thread_ts"):
        return found
    return book.turn(visit.tenant_id, f"{visit.place.channel}:", visit.user, within=True, since=since, but=key)


def _judged(visit: Visit, found: Answer, kept: int) -> list[Block]:
    """An answer that only the asker sees may be shared, where there is somebody to share it with."""
    if found.abstained:
        return verdict_view.missed(kept)
    if visit.place.private or visit.place.channel.startswith("D"):
        return verdict_view.buttons(kept, None)
    return verdict_view.buttons(kept, verdict.digest_of(found))


def again(visit: Visit) -> None:
    """A suggested question was pressed."""
    chosen(visit, pressed.value(visit))


def chosen(visit: Visit, text: str) -> None:
    """Answers a question that was offered; one of the Home tab is answered in the direct messages."""
    if not visit.place.channel:
        place = Place(visit.post.direct(visit.place.user), visit.place.user, None, private=True)
        visit = replace(visit, place=place)
        visit.post.send(place, [context(f"You asked: {escape(text)}")])
    ask(visit, text)
