"""`/rapport digest`: managers make digests, fill them, schedule them and look at them."""

from __future__ import annotations

import re
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from bot import csvfile
from bot.digests.checking import checked
from bot.digests.delivery import NO_CHARTS
from bot.digests.pictures import pictures
from bot.digests.rooms import Rooms
from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.post import Place
from bot.slack.views import digest as digest_view
from bot.slack.views import digests as view
from bot.slack.views.kit import Block, context, escape
from connectors.slack_channel import plain
from crm.digests.book import NotUnderstoodError, Refused
from crm.digests.listing import Listed
from crm.digests.target import set_target
from crm.digests.wording import said
from crm.errors import RapportError, RejectedError
from crm.rights import Sight, seeing
from crm.rights.policy import NEVER_EXPORTED

TOO_OLD = "This menu is too old to work. Please ask for the digest anew."
NO_ROWS = "There are no rows to put into a file any more."
VERB = re.compile(r"\s*/?(?:rapport\s+)?digests?\s*", re.IGNORECASE)


def command(visit: Visit, words: str) -> None:
    """`/rapport digest [list | preview NAME | new NAME | add NAME: WHAT | remove NAME: WHAT | schedule NAME WORDS |
    pause NAME | resume NAME | delete NAME | target AMOUNT/PERIOD]`."""
    del words  # without the marks by which Slack names a channel
    text = VERB.sub("", str(visit.envelope.body.get("text") or ""), count=1).strip()
    verb, _, rest = text.partition(" ")
    name, what = _parted(rest)
    match verb.lower():
        case "" | "list":
            blocks = view.listed(_all(visit))
        case "preview" if name:
            _preview(visit, plain(f"{name} {what}").strip())
            return
        case "new" if name and not what:
            blocks = view.made(visit.app.digests.new(visit.tenant_id, plain(name), by=visit.user))
        case "add" if name and what:
            blocks = _added(visit, plain(name), plain(what))
        case "remove" if name and what:
            blocks = _shown(visit, visit.app.digests.remove(visit.tenant_id, plain(name), plain(what), by=visit.user))
        case "schedule" if name and what:
            blocks = _scheduled(visit, plain(name), what)
        case "pause" if name and not what:
            blocks = _shown(visit, visit.app.digests.pause(visit.tenant_id, plain(name), by=visit.user))
        case "resume" if name and not what:
            blocks = _shown(visit, visit.app.digests.resume(visit.tenant_id, plain(name), by=visit.user))
        case "delete" if name and not what:
            blocks = view.asked(visit.app.digests.get(visit.tenant_id, plain(name), by=visit.user))
        case "target" if name:
            target = set_target(visit.app.store, visit.app.clock, visit.tenant_id, plain(rest), by=visit.user)
            blocks = view.target(str(target) if target else None)
        case _:
            blocks = view.usage()
    visit.post.send(visit.place, blocks)


def _parted(rest: str) -> tuple[str, str]:
    """`weekly: unhappy clients` or `weekly unhappy clients`: the digest's name, and what is said of it."""
    name, _, what = rest.strip().partition(" ")
    if ":" in name[:-1] and not name.endswith(":"):
        name, _, first = name.partition(":")
        what = f"{first} {what}"
    return name.rstrip(":"), what.strip().lstrip(":").strip()


def _all(visit: Visit) -> list[tuple[Listed, list[str]]]:
    found = visit.app.digests.all(visit.tenant_id, by=visit.user)
    return [(each, visit.app.digests.shown(visit.tenant_id, each.items)) for each in found]


def _shown(visit: Visit, digest: Listed) -> list[Block]:
    return view.one(digest, visit.app.digests.shown(visit.tenant_id, digest.items))


def _added(visit: Visit, name: str, what: str) -> list[Block]:
    def check(words: str) -> Refused | None:
        return checked(visit.app, visit.tenant_id, words, visit.user)

    try:
        digest = visit.app.digests.add(visit.tenant_id, name, what, by=visit.user, check=check)
    except NotUnderstoodError as error:
        return view.not_understood(name, error.message, error.readings)
    return _shown(visit, digest)


def offered(visit: Visit) -> None:
    """A question that was offered instead is added."""
    name, _, question = pressed.value(visit).partition(":")
    if not question:
        raise RejectedError(TOO_OLD)
    pressed.replace(visit, _added(visit, name, question))


def _scheduled(visit: Visit, name: str, words: str) -> list[Block]:
    """A channel is one that Rapport and the manager are in."""
    asked = said(words)
    channel = None
    if asked.channel or asked.channel_name:
        rooms = Rooms(visit.app, visit.tenant_id)
        called = f"#{asked.channel_name or asked.channel}"
        channel = asked.channel or rooms.named(asked.channel_name or "").channel
        rooms.require_in(channel, called)
        rooms.require_member(channel, called, visit.place.user)
        visit.audiences.sight(visit.tenant_id, visit.envelope.team or "", channel)  # where it would be refused: now
    zone = getattr(visit.now.tzinfo, "key", "UTC")
    digest = visit.app.digests.schedule(visit.tenant_id, name, asked, by=visit.user, zone=zone, channel=channel)
    return _shown(visit, digest)


def confirmed(visit: Visit) -> None:
    """“Delete it” was pressed."""
    name = pressed.value(visit)
    visit.app.digests.delete(visit.tenant_id, name, by=visit.user)
    pressed.replace(visit, view.deleted(name))


def _preview(visit: Visit, name: str) -> None:
    """The digest as its readers would get it now, as far as this manager may see that too; to them alone."""
    digest = visit.app.digests.get(visit.tenant_id, name, by=visit.user)
    moment, note = visit.now, []
    with ExitStack() as held:
        if digest.channel is not None:
            try:
                held.enter_context(
                    seeing(visit.audiences.sight(visit.tenant_id, visit.envelope.team or "", digest.channel))
                )
            except RejectedError as error:
                note = [
                    context(
                        f"It would not be sent to #{escape(digest.channel_name or '')} now: {escape(error.message)}"
                    )
                ]
        content = visit.app.composer.compose(visit.tenant_id, digest.id, now=moment)
    visit.post.send(visit.place, [*digest_view.blocks(content, digest.id, moment.isoformat()), *note])
    made = pictures(content)
    try:
        room = visit.place if visit.place.private else _direct(visit)
        for each in made:
            visit.post.upload(room, each.filename, each.content, each.title, each.alt)
    except RapportError:
        visit.post.send(visit.place, [context(NO_CHARTS)])
        return
    if made and not visit.place.private:
        visit.post.send(visit.place, [context("The charts are in our direct messages: here everybody would see them.")])


def as_csv(visit: Visit) -> None:
    """A section was chosen from the menu: its rows, as the one who chose may see them, to them alone."""
    digest_id, place, moment = _chosen(visit)
    kept = visit.app.rights.policy(visit.tenant_id).tagged(NEVER_EXPORTED)
    with seeing(Sight(visit.tenant_id, frozenset(), fields=kept)):
        section = visit.app.composer.section(visit.tenant_id, digest_id, place, now=moment)
    if not section.rows:
        raise RejectedError(NO_ROWS)
    detail = {"rows": len(section.rows), "section": section.kind}
    visit.app.trail.note(visit.tenant_id, visit.user, "export.csv", entity="digest", row_id=digest_id, detail=detail)
    content = csvfile.content(section.columns, [[_plain(value) for value in row] for row in section.rows])
    title = f"{section.title} ({len(section.rows):,} rows)"
    room = visit.place if visit.place.private else _direct(visit)
    visit.post.upload(room, csvfile.filename(section.title, "csv"), content, title)


def _plain(value: Any) -> Any:
    """A sum without cents as a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _chosen(visit: Visit) -> tuple[int, int, datetime]:
    option = visit.envelope.pressed.get("selected_option") or {}
    digest, _, rest = str(option.get("value") or "").partition(":")
    place, _, moment = rest.partition(":")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        raise RejectedError(TOO_OLD) from None
    if at.tzinfo is None or not digest.isdecimal() or not place.isdecimal() or len(digest) + len(place) > 18:
        raise RejectedError(TOO_OLD)
    return int(digest), int(place), at


def _direct(visit: Visit) -> Place:
    return Place(visit.post.direct(visit.place.user), visit.place.user, None, private=True)
