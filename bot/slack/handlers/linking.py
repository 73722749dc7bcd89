"""`/rapport link CLIENT` and `/rapport unlink`: whose record a channel's messages are kept in."""

from __future__ import annotations

from bot.slack import channels
from bot.slack.desk import Visit
from bot.slack.post import Place
from bot.slack.views.kit import context, escape
from crm.errors import RejectedError

MOST_MEMBERS = 1_000  # of a private channel that see what is said there
MOST_STRANGERS = 50  # members outside the team whose names are asked for


def link(visit: Visit, name: str) -> None:
    """Says it in the channel first: where that is not possible, nothing is kept either."""
    channel = _channel(visit)
    account = channels.may_be_linked(visit.app, visit.tenant_id, visit.user, channel, name)
    people = _outsiders(visit, channel)
    url, _ = visit.post.web()
    said = f"From now on, what is said here is kept in {escape(account.name)}'s record. `/rapport unlink` ends that."
    visit.post.send(Place(channel, visit.place.user, None, private=True), [context(said)])
    channels.link(visit.app, account, channel, url, people, only=_only(visit, channel))


def _only(visit: Visit, channel: str) -> list[str] | None:
    """The members of a private channel, who alone are to see what is said there; None for a public one."""
    told = visit.post.channel(channel)
    private = told.get("is_private") is not False or told.get("id") != channel
    return visit.post.members(channel, MOST_MEMBERS) if private else None


def unlink(visit: Visit) -> None:
    channel = _channel(visit)
    name = channels.unlink(visit.app, visit.tenant_id, visit.user, channel)
    said = f"What is said here is no longer kept in {escape(name)}'s record."
    visit.post.send(Place(channel, visit.place.user, None, private=True), [context(said)])


def _channel(visit: Visit) -> str:
    channel = visit.place.channel
    if not channel.startswith(("C", "G")):
        raise RejectedError("Use this in the channel that belongs to a client.")
    return channel


def _outsiders(visit: Visit, channel: str) -> dict[str, str]:
    """Members whom the record has no user for, by id: their address, or their name."""
    _, ourselves = visit.post.web()
    found: dict[str, str] = {}
    for member in visit.post.members(channel):
        if member == ourselves or len(found) == MOST_STRANGERS:
            continue
        name, address = visit.post.person(member)
        if visit.app.tenants.user_of_slack(visit.tenant_id, member, address or None) is None:
            found[member] = address or name
    return found
