"""Commands for everybody: ask, log, listen, help."""

from __future__ import annotations

from bot.slack.commands.command import Command
from bot.slack.desk import Visit
from bot.slack.handlers import aside, entry, linking, question, why


def _log(visit: Visit, words: str) -> None:
    entry.propose(visit, words)


def _unlink(visit: Visit, _words: str) -> None:
    linking.unlink(visit)


def _help(visit: Visit, _words: str) -> None:
    visit.post.send(visit.place, aside.help_for(visit.user))


COMMANDS = (
    Command("ask", "ask the record", question.ask, ("ask unhappy clients last quarter",), alone=False),
    Command("log", "tell what happened", _log, ("log called Jane at Acme, follow up Friday",), alone=False),
    Command("why", "how somebody came to be known", why.command, ("why jane@acme.example",)),
    Command("link", "listen in this channel for a client", linking.link, ("link Acme",), alone=False),
    Command("unlink", "listen no more", _unlink, ("unlink",), verbs=frozenset()),
    Command("help", "this", _help, ("help",), verbs=frozenset()),
)
