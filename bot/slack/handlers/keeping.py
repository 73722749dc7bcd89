"""“Log this message” and “Log this thread”: chat as it stands becomes an entry that a person confirms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from bot.slack.desk import Visit
from bot.slack.handlers.entry import shown
from bot.slack.views import proposal as proposal_view
from connectors.slack_channel import SOMEBODY, plain
from crm.errors import RejectedError
from crm.log.conversation import Spoken

MESSAGE = "log_message"
THREAD = "log_thread"
MOST = 200  # messages of a thread


def message(visit: Visit) -> None:
    said = _message(visit)
    _propose(visit, [said], f"said:{visit.place.channel}:{said['ts']}")


def thread(visit: Visit) -> None:
    """The thread a message is in or began; one that nobody answered is that message."""
    said = _message(visit)
    root = str(said.get("thread_ts") or said["ts"])
    found = visit.post.replies(visit.place.channel, root, MOST) or [said]
    _propose(visit, found, f"thread:{visit.place.channel}:{root}:{found[-1].get('ts')}")


def _propose(visit: Visit, messages: Sequence[dict[str, Any]], key: str) -> None:
    people = [each for each in messages if not each.get("bot_id") and each.get("user")]
    if not people:
        raise RejectedError("Only what people wrote can be logged.")
    names = {who: _name(visit, who) for who in {str(each["user"]) for each in people}}
    lines = [_spoken(visit, each, *names[str(each["user"])]) for each in people]
    found = visit.app.logbook.keep(visit.tenant_id, lines, user=visit.user, now=visit.now, key=key)
    visit.post.send(visit.place, proposal_view.card(found.entry_id or 0, shown(found)))


def _message(visit: Visit) -> dict[str, Any]:
    found = visit.envelope.body.get("message")
    if not isinstance(found, dict) or not found.get("ts"):
        raise RejectedError("Slack did not say which message was meant. Please try again.")
    return found


def _name(visit: Visit, slack_id: str) -> tuple[str, bool]:
    """What somebody is called, and whether they are of the team."""
    known = visit.app.tenants.user_of_slack(visit.tenant_id, slack_id, None)
    if known is not None:
        return known.name, True
    name, address = visit.post.person(slack_id)
    colleague = visit.app.tenants.user_of_slack(visit.tenant_id, slack_id, address) if address else None
    return (colleague.name, True) if colleague else (name, False)


def _spoken(visit: Visit, said: dict[str, Any], name: str, ours: bool) -> Spoken:
    at = datetime.fromtimestamp(float(said["ts"]), UTC).astimezone(visit.now.tzinfo)
    return Spoken(name, plain(str(said.get("text") or ""), SOMEBODY), at, ours)
