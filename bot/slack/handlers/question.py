"""A question asked in Slack."""

from __future__ import annotations

from dataclasses import replace

from bot.chart import at_once, picture_of
from bot.slack.desk import Visit
from bot.slack.handlers import files, pressed
from bot.slack.post import Place
from bot.slack.streaming import Stream
from bot.slack.views import answer as answer_view
from bot.slack.views import offer
from bot.slack.views.kit import context, escape


def ask(visit: Visit, text: str) -> None:
    with Stream(visit.post, visit.place) as stream:
        found = visit.app.asker.ask(visit.tenant_id, text, user=visit.user, now=visit.now, listener=stream)
        answer, spec = found.model_dump(mode="json"), picture_of(found, visit.now)
        more = offer.blocks(answer, visit.now, chart=spec is not None and not at_once(found, spec))
        stream.finish(found.answer, [*answer_view.blocks(answer), *more])
    files.send_along(visit, found, spec)


def again(visit: Visit) -> None:
    """A suggested question was pressed: in a message, or in the Home tab, whose answers go to the direct messages."""
    text = pressed.value(visit)
    if not visit.place.channel:
        place = Place(visit.post.direct(visit.place.user), visit.place.user, None, private=True)
        visit = replace(visit, place=place)
        visit.post.send(place, [context(f"You asked: {escape(text)}")])
    ask(visit, text)
