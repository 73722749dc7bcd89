"""Where a digest goes: which channel is meant, whether it may be posted there, and what its readers may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.digests.letterbox import Letterbox
from bot.slack.audience import Audiences
from bot.slack.members import Members
from crm.errors import RejectedError
from crm.model import User
from crm.rights import Sight

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.digests.listing import Listed

GONE = "I cannot see {channel} any more: it was deleted, or is private and I am not in it."
ARCHIVED = "{channel} is archived."
NOT_IN = "I am not in {channel}. Invite me there with `/invite @Rapport`."
YOU_NOT_IN = "You are not in {channel} yourself, so I do not post there for you."
UNKNOWN = "I know no channel called #{name}. Is it private? Then invite me there first."
NOWHERE = "I do not find you in Slack, so there are no direct messages to send it to."
PAGES = 50


@dataclass(frozen=True)
class Room:
    """`called` is how people know it: #sales, or their direct messages."""

    channel: str
    called: str


class Rooms:
    """Of one tenant.

    Raises:
        RejectedError: it is in no workspace (any more).
    """

    def __init__(self, app: Rapport, tenant_id: int) -> None:
        self._app = app
        self._tenant_id = tenant_id
        self._client = app.clients.of(tenant_id)
        self.box = Letterbox(self._client)
        self._audiences = Audiences(app)

    def room(self, digest: Listed, owner: User, team: str) -> Room:
        """Where a digest goes now.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: nowhere; the message says why.
        """
        if digest.channel is None:
            return Room(self.direct(owner, team), "your direct messages")
        called = f"#{digest.channel_name or digest.channel}"
        self.require_in(digest.channel, called)
        return Room(digest.channel, called)

    def sight(self, digest: Listed, owner: User, team: str) -> Sight:
        """What everybody who would read it may see, as of now.

        Raises:
            RetryableError: Slack, or the record, is not to be had now.
            RejectedError: outsiders read there, or it cannot be told who does.
        """
        if digest.channel is not None:
            return self._audiences.sight(self._tenant_id, team, digest.channel)
        sight = self._app.rights.sight(self._tenant_id, [owner.id])
        if sight.blind:
            raise RejectedError("You are not active here any more.")
        return sight

    def require_in(self, channel: str, called: str) -> None:
        """Raises RejectedError: Rapport cannot post there."""
        try:
            found = self.box.channel(channel)
        except RejectedError:
            raise RejectedError(GONE.format(channel=called)) from None
        if found.get("is_archived"):
            raise RejectedError(ARCHIVED.format(channel=called))
        if not found.get("is_member"):
            raise RejectedError(NOT_IN.format(channel=called))

    def require_member(self, channel: str, called: str, slack_id: str) -> None:
        """Raises RejectedError: they are not in there themselves."""
        if slack_id not in self.box.members(channel, 2_000):
            raise RejectedError(YOU_NOT_IN.format(channel=called))

    def named(self, name: str) -> Room:
        """The channel of a name.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: Rapport knows none.
        """
        found = self.box.channel_named(name, PAGES)
        if found is None:
            raise RejectedError(UNKNOWN.format(name=name[:80]))
        return Room(found, f"#{name}")

    def direct(self, owner: User, team: str) -> str:
        """The channel of the owner's direct messages, where they are still one of the team in Slack too.

        Raises:
            RetryableError: Slack is not to be had now.
            RejectedError: they are not.
        """
        slack_id = owner.slack_id or self.box.by_email(owner.email or "")
        if not slack_id:
            raise RejectedError(NOWHERE)
        members = Members(self._app.tenants, self._app.clock)
        _, user = members.user(self._client, self._tenant_id, team, slack_id)
        if user is None or user.id != owner.id:
            raise RejectedError(NOWHERE)
        return self.box.direct(slack_id)
