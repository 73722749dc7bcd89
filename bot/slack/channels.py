"""Channels that belong to a client: what is said there is kept in the client's record, and all there know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.slack.envelope import Envelope
from connectors.slack_channel import KIND, PEOPLE, SlackChannel
from crm.errors import RejectedError
from crm.intake.event import Page
from crm.model import Account, Role, Source, SourceState, User

if TYPE_CHECKING:
    from bot.wiring import Rapport

NEVER = timedelta(days=3650)  # between looks: Slack tells what is said


def heard(app: Rapport, tenant_id: int, envelope: Envelope) -> bool:
    """Commits what was said in a linked channel. Says whether there was anything.

    Raises:
        RetryableError: the record is not to be had; Slack should deliver again.
    """
    source = link_of(app, tenant_id, envelope.channel or "")
    if source is None or source.state is not SourceState.ON or _to_the_bot(envelope):
        return False
    connector = app.connector(source)
    if not isinstance(connector, SlackChannel):
        return False
    event = connector.heard(envelope.event)
    if event is None:
        return False
    app.sync.hear(source, Page.of([event], {}))
    return True


def may_be_linked(app: Rapport, tenant_id: int, user: User, channel: str, name: str) -> Account:
    """The client that a channel is to be linked to.

    Raises:
        RejectedError: there is no such client, it is not this user's to link, or the channel is linked already.
    """
    account = app.tenants.account(tenant_id, name)
    if not _may_link(user, account):
        raise RejectedError("Only the client's owner, a manager or an admin can link a channel to it.")
    if link_of(app, tenant_id, channel) is not None:
        raise RejectedError("This channel is linked already. `/rapport unlink` ends that.")
    return account


def link(
    app: Rapport,
    account: Account,
    channel: str,
    url: str,
    people: Mapping[str, str],
    *,
    only: Sequence[str] | None = None,
) -> None:
    """Links a channel to a client.

    Args:
        app: the wired application.
        account: the client.
        channel: the channel's id.
        url: where the workspace is on the web.
        people: members who are not of the team, by id: their address, or their name where Slack tells none.
        only: ids of the members who alone may see what is said there; None where the channel is public.
    """
    settings: dict[str, Any] = {"channel": channel, "account": account.name, "url": url, "people": dict(people)}
    if only is not None:
        settings["visible_to"] = ",".join(f"{PEOPLE}{member}" for member in only) or "nobody"
    app.sources.add(account.tenant_id, name_of(channel), KIND, settings, NEVER)


def unlink(app: Rapport, tenant_id: int, user: User, channel: str) -> str:
    """Ends a link; what was said while it stood stays. Returns the client's name.

    Raises:
        RejectedError: the channel is not linked, or it is not this user's to unlink.
    """
    source = link_of(app, tenant_id, channel)
    if source is None:
        raise RejectedError("This channel is not linked to a client.")
    name = str(source.settings["account"])
    if user.role is Role.REP and not _may_link(user, app.tenants.account(tenant_id, name)):
        raise RejectedError("Only the client's owner, a manager or an admin can unlink this channel.")
    app.sources.remove(tenant_id, source.name)
    return name


def link_of(app: Rapport, tenant_id: int, channel: str) -> Source | None:
    return app.sources.find(tenant_id, name_of(channel)) if channel else None


def name_of(channel: str) -> str:
    return f"slack-{channel.lower()}"


def _may_link(user: User, account: Account) -> bool:
    return user.role in {Role.MANAGER, Role.ADMIN} or account.owner_id == user.id


def _to_the_bot(envelope: Envelope) -> bool:
    """A question to Rapport is no part of a talk with the client."""
    authorizations: list[Mapping[str, Any]] = envelope.body.get("authorizations") or []
    text = str(envelope.event.get("text") or "")
    return any(each.get("is_bot") and f"<@{each.get('user_id')}>" in text for each in authorizations)
