"""A question asked in Slack."""

from __future__ import annotations

from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.views import answer as answer_view


def ask(visit: Visit, text: str) -> None:
    found = visit.app.asker.ask(visit.tenant_id, text, user=visit.user, now=visit.now)
    visit.post.send(visit.place, answer_view.blocks(found.model_dump(mode="json")))


def again(visit: Visit) -> None:
    """A suggested question was pressed."""
    ask(visit, pressed.value(visit))
