"""Where somebody acted on a nudge, a message of its own, the morning's brief or Home, and drawing that anew."""

from __future__ import annotations

from typing import Any

import structlog

from bot.slack.desk import Visit
from bot.slack.handlers import home
from bot.slack.post import Place
from bot.slack.views import nudge as view
from bot.slack.views.kit import Block
from crm.errors import RejectedError
from crm.model import Happening
from crm.nudges.nudge import Suggestion
from crm.nudges.today import as_seen

log = structlog.get_logger()

SAID = {
    Happening.ACCEPTED: ":white_check_mark: You took this on:",
    Happening.EDITED: ":white_check_mark: You took this on, in your own words:",
    Happening.LATER: ":hourglass: Later:",
    Happening.NOT_USEFUL: "Not useful:",
    Happening.WRONG: "Taken back, it was wrong:",
    Happening.MUTED: "Muted:",
    Happening.IGNORED: "Past:",
}


def of(visit: Visit, each: Suggestion) -> dict[str, Any]:
    """What leads back to where the nudge was acted on, and to the message that it was sent in."""
    place = where(visit) | {"nudge": each.id}
    return place | {"channel": each.channel, "ts": each.ts} if "home" in place else place


def where(visit: Visit) -> dict[str, Any]:
    container = visit.envelope.body.get("container") or {}
    if container.get("type") == "view":
        return {"home": True}
    return {"channel": container.get("channel_id") or visit.place.channel, "ts": container.get("message_ts")}


def beside(visit: Visit, blocks: list[Block]) -> None:
    """Says something about a nudge that stays as it is."""
    if "home" in where(visit):
        home.draw(visit, blocks)
    else:
        visit.post.send(Place(visit.place.channel, visit.place.user, None, private=False), blocks)


def redraw(visit: Visit, place: dict[str, Any], blocks: list[Block]) -> None:
    """Draws what became of a nudge in its place: all of a message of its own, its part of a brief, or Home; where it
    was acted on at Home, the message that still offers it too."""
    channel, ts = str(place.get("channel") or ""), str(place.get("ts") or "")
    if place.get("home"):
        home.draw(visit, blocks)
        if not ts:
            return
    found = visit.app.nudge_messages.at(visit.user, channel, ts)
    if found is not None and found.brief:
        _redraw_brief(visit, channel, ts, found.nudges)
        if not place.get("home"):
            answer = [block for block in blocks if block["type"] != "context"] or blocks
            visit.post.send(Place(channel, visit.place.user, ts, private=True), answer)
        return
    try:
        visit.post.update(channel, ts, blocks)
    except RejectedError:  # the message is gone: what came of it is told all the same
        if not place.get("home"):
            visit.post.send(Place(channel or visit.place.channel, visit.place.user, None, private=False), blocks)


def _redraw_brief(visit: Visit, channel: str, ts: str, nudges: tuple[int, ...]) -> None:
    answers = visit.app.nudge_steps.answers(nudges)
    found = {number: visit.app.nudges.one(number, visit.user) for number in nudges}
    still = [each for each in found.values() if each is not None and each.state == "sent"]
    lines = [
        (number, view.line(each.says, SAID.get(answers.get(number, Happening.IGNORED), "Past:")))
        for number, each in found.items()
        if each is not None and each not in still
    ]
    today = as_seen(visit.app.store, visit.user, visit.app.clock.now())
    try:
        visit.post.update(channel, ts, view.brief(today, still, lines))
    except RejectedError:
        log.info("brief_is_gone", user=visit.user.id)
