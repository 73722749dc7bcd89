"""What people write: a message, a mention, a slash command. Is it something to log, or a question?"""

from __future__ import annotations

from bot.slack.commands import registry
from bot.slack.desk import Visit
from bot.slack.handlers import aside, entry, question, why
from connectors.slack_channel import plain


def message(visit: Visit) -> None:
    """A direct message, or a mention in a channel."""
    route(visit, plain(str(visit.envelope.event.get("text") or "")))


def command(visit: Visit) -> None:
    """`/rapport`, with its first word as what to do, or simply the words."""
    text = plain(str(visit.envelope.body.get("text") or ""))
    if not registry.run(visit, text):
        route(visit, text)


def route(visit: Visit, text: str) -> None:
    """To the log where something is to be logged, else to the record; a courtesy is returned."""
    if (said := aside.courtesy(text, visit.user)) is not None:
        visit.post.send(visit.place, said)
    elif not why.told(visit, text) and not entry.propose(visit, text, only_if_clear=True):
        question.ask(visit, text)
