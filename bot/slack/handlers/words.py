"""What people write: a message, a mention, a slash command. Is it something to log, or a question?"""

from __future__ import annotations

from bot.slack.desk import Visit
from bot.slack.handlers import access, aside, entry, forgetting, linking, question, rights, teaching, why
from bot.slack.views import status as status_view
from connectors.slack_channel import plain
from crm.rights import unlimited


def message(visit: Visit) -> None:
    """A direct message, or a mention in a channel."""
    route(visit, plain(str(visit.envelope.event.get("text") or "")))


def command(visit: Visit) -> None:
    """`/rapport`, with its first word as what to do, or simply the words."""
    text = plain(str(visit.envelope.body.get("text") or ""))
    word, _, rest = text.partition(" ")
    if word.lower() == "ask" and rest.strip():
        question.ask(visit, rest.strip())
    elif word.lower() == "log" and rest.strip():
        entry.propose(visit, rest.strip())
    elif word.lower() == "words":
        teaching.command(visit, rest.strip())
    elif word.lower() == "rights":
        rights.command(visit, rest.strip())
    elif word.lower() == "access":
        access.command(visit, rest.strip())
    elif word.lower() == "why" and why.command(visit, rest.strip()):
        return
    elif word.lower() == "forget":
        forgetting.command(visit, rest.strip())
    elif word.lower() == "link" and rest.strip():
        linking.link(visit, rest.strip())
    elif word.lower() == "unlink":
        linking.unlink(visit)
    elif word.lower() == "status":
        with unlimited():  # the house looks at itself
            checks = visit.app.doctor.checks()
        visit.post.send(visit.place, status_view.blocks(checks, visit.user.role))
    else:
        route(visit, text)


def route(visit: Visit, text: str) -> None:
    """To the log where something is to be logged, else to the record; a courtesy is returned."""
    if (said := aside.courtesy(text)) is not None:
        visit.post.send(visit.place, said)
    elif not why.told(visit, text) and not entry.propose(visit, text, only_if_clear=True):
        question.ask(visit, text)
