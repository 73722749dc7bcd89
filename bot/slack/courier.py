"""Takes nudges to people by direct message: each posted in one attempt, and found again by its key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient

from bot.slack.members import Members
from bot.slack.post import Post, translated
from bot.slack.views import nudge as view
from crm.errors import RejectedError
from crm.model import User
from crm.nudges.courier import Message, Posted, Recipient

if TYPE_CHECKING:
    from bot.wiring import Rapport

EVENT = "rapport_nudge"  # what the message's metadata says it is
PAGE = 100
MOST_PAGES = 5
UNKNOWN = "UTC"  # what a member has whose zone Slack does not tell


class SlackCourier:
    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._members = Members(app.tenants, app.clock)

    def recipient(self, user: User) -> Recipient | None:
        """Asks Slack who that is now; a colleague who never spoke to Rapport is found by their address."""
        team = self._app.tenants.team_of(user.tenant_id)
        if not team:
            return None
        client = self._app.clients.of(user.tenant_id)
        address = user.slack_id or Post(client).by_email(user.email or "")
        if not address:
            return None
        member, known = self._members.user(client, user.tenant_id, team, address)
        if known is None or known.id != user.id:
            return None
        return Recipient(known, address, member.timezone if member.timezone != UNKNOWN else None)

    def rests_until(self, recipient: Recipient) -> datetime | None:
        """Slack's own “do not disturb” of theirs, where Rapport may know it."""
        client = self._app.clients.of(recipient.user.tenant_id)
        try:
            with translated("dnd.info"):
                told = client.dnd_info(user=recipient.address)
        except RejectedError:
            return None
        begins, ends = (_number(told.get(name)) for name in ("next_dnd_start_ts", "next_dnd_end_ts"))
        resting = told.get("dnd_enabled") and begins <= self._app.clock.now().timestamp() < ends
        return datetime.fromtimestamp(ends, UTC) if resting else None

    def find(self, recipient: Recipient, key: str, since: datetime) -> Posted | None:
        client = self._app.clients.of(recipient.user.tenant_id)
        channel, cursor = Post(client).direct(recipient.address), ""
        for _ in range(MOST_PAGES):
            with translated("conversations.history"):
                page = client.conversations_history(
                    channel=channel,
                    oldest=f"{since.timestamp():.6f}",
                    include_all_metadata=True,
                    limit=PAGE,
                    cursor=cursor,
                )
            for said in page.get("messages") or []:
                if _key_of(said) == key:
                    return Posted(channel, str(said["ts"]))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                break
        return None

    def post(self, recipient: Recipient, message: Message) -> Posted:
        """A call that is not answered is not made again: it may have been heard."""
        blocks = view.message(message)
        client = self._app.clients.of(recipient.user.tenant_id)
        channel = Post(client).direct(recipient.address)
        metadata = {"event_type": EVENT, "event_payload": {"key": message.key}}
        posted = Posted(channel, Post(_once(client)).plant(channel, blocks, metadata))
        self._app.telemetry.meter.count("messages_sent", sort="nudge")
        return posted


def _once(client: WebClient) -> WebClient:
    """The same client, without second attempts."""
    return WebClient(
        token=client.token, base_url=client.base_url, timeout=client.timeout, ssl=client.ssl, proxy=client.proxy,
        retry_handlers=[],
    )  # fmt: skip


def _key_of(said: dict[str, Any]) -> str:
    metadata = said.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return ""
    return str((metadata.get("event_payload") or {}).get("key") or "")


def _number(told: Any) -> float:
    return float(told) if isinstance(told, int | float) else 0.0
