"""A question asked in Slack."""

from __future__ import annotations

from dataclasses import replace

from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.post import Place
from bot.slack.views import answer as answer_view
from bot.slack.views.kit import context, escape


def ask(visit: Visit, text: str) -> None:
    found = visit.app.asker.ask(visit.tenant_id, text, user=visit.user, now=visit.now)
    visit.post.send(visit.place, answer_view.blocks(found.model_dump(mode="json")))


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
