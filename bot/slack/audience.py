"""Who reads a channel, asked of Slack at the moment something is to be posted there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.members import Members, open_to_others
from bot.slack.post import Post
from crm.errors import RejectedError
from crm.rights import Sight
from crm.rights.policy import NEVER_IN_CHANNEL

if TYPE_CHECKING:
    from bot.wiring import Rapport

MOST = 200  # members that are looked up: of a channel of more nobody knows who reads it
OUTSIDE = "People outside your company may read this channel, or I cannot tell who does: I do not share answers here."
STRANGERS = "Somebody in this channel is not in the record, so I keep this between us."


class Audiences:
    """What may be posted where. Whatever Slack does not plainly say counts as outside."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def sight(self, tenant_id: int, team: str, channel: str) -> Sight:
        """What everybody in the channel may see.

        Args:
            tenant_id: whose record.
            team: the workspace.
            channel: where something is to be posted.

        Raises:
            RetryableError: Slack, or the record, is not to be had now.
            RejectedError: outsiders may read there, or it cannot be told who does.
        """
        post = Post(self._app.clients.of(tenant_id))
        if _open(post, channel):
            raise RejectedError(OUTSIDE)
        people = self._users(tenant_id, team, self._readers(post, channel))
        sight = self._app.rights.sight(tenant_id, people)
        if sight.blind:
            raise RejectedError(STRANGERS)
        kept = self._app.rights.policy(tenant_id).tagged(NEVER_IN_CHANNEL)
        return replace(sight, fields=sight.fields | kept)

    def _readers(self, post: Post, channel: str) -> list[str]:
        try:
            found = post.members(channel, MOST + 1)
        except RejectedError:
            raise RejectedError(OUTSIDE) from None
        if not found or len(found) > MOST:
            raise RejectedError(OUTSIDE)
        return found

    def _users(self, tenant_id: int, team: str, readers: list[str]) -> set[int]:
        """The users behind the members; members that are apps read nothing."""
        members = Members(self._app.tenants, self._app.clock)  # nothing remembered: they are asked for now
        client = self._app.clients.of(tenant_id)
        found: set[int] = set()
        for slack_id in readers:
            member, user = members.user(client, tenant_id, team, slack_id)
            if member.app:
                continue
            if not member.inside:
                raise RejectedError(OUTSIDE)
            if user is None:
                raise RejectedError(STRANGERS)
            found.add(user.id)
        return found


def _open(post: Post, channel: str) -> bool:
    try:
        return open_to_others(post.channel(channel), channel)
    except RejectedError:
        return True
