"""Who is speaking: a member of the team, or an outsider, who gets nothing."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from crm.clock import Clock
from crm.errors import RetryableError
from crm.model import User
from crm.tenants import Tenants

MEMORY = timedelta(minutes=5)


@dataclass(frozen=True)
class Member:
    """A Slack member as Slack describes them. `inside` is false for guests, strangers, bots and the deactivated.

    `app` is one of the workspace's own apps: nobody who reads.
    """

    slack_id: str
    email: str | None
    timezone: str
    inside: bool
    app: bool = False


class Members:
    """Asks Slack who somebody is, and the record which user that is. Fails closed."""

    def __init__(self, tenants: Tenants, clock: Clock) -> None:
        self._tenants = tenants
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[datetime, Member]] = {}
        self._lock = threading.Lock()

    def user(self, client: WebClient, tenant_id: int, team: str, slack_id: str) -> tuple[Member, User | None]:
        """The member, and the active user of the record they are (None: an outsider, or not in the record).

        Raises:
            RetryableError: Slack did not say who this is.
        """
        member = self._member(client, team, slack_id)
        if not member.inside:
            return member, None
        user = self._tenants.user_of_slack(tenant_id, slack_id, member.email)
        return member, user if user is not None and user.active else None

    def _member(self, client: WebClient, team: str, slack_id: str) -> Member:
        now = self._clock.now()
        with self._lock:
            known = self._known.get((team, slack_id))
        if known is not None and now - known[0] < MEMORY:
            return known[1]
        try:
            found = client.users_info(user=slack_id)
        except SlackApiError as error:
            if error.response.get("error") in {"user_not_found", "user_not_visible"}:
                return Member(slack_id, None, "UTC", inside=False)
            raise RetryableError("Slack did not say who you are. Please try again.") from error
        except OSError as error:
            raise RetryableError("Slack could not be reached. Please try again.") from error
        member = described(found.get("user") or {}, team)
        with self._lock:
            self._known[(team, slack_id)] = (now, member)
        return member


def described(user: dict[str, Any], team: str) -> Member:
    """A member out of `users.info`; whatever is not plainly one of the team's own people is outside.

    Args:
        user: as Slack describes them.
        team: the id of a workspace, or of an enterprise all of whose workspaces are the team.
    """
    profile = user.get("profile") or {}
    belongs_to = user.get("team_id", team)
    if team.startswith("E"):
        belongs_to = (user.get("enterprise_user") or {}).get("enterprise_id")
    outside = (
        user.get("deleted")
        or user.get("is_bot")
        or user.get("is_restricted")
        or user.get("is_ultra_restricted")
        or user.get("is_stranger")
        or belongs_to != team
    )
    return Member(
        slack_id=str(user.get("id", "")),
        email=profile.get("email"),
        timezone=str(user.get("tz") or "UTC"),
        inside=bool(user) and not outside,
        app=bool(user.get("is_bot"))
        and user.get("team_id") is not None
        and belongs_to == team
        and not user.get("is_stranger"),
    )


def open_to_others(channel: dict[str, Any], name: str) -> bool:
    """Whether people of other companies read a channel, or soon will; true where Slack does not say.

    Args:
        channel: what `conversations.info` gave.
        name: the id of the channel that was asked about.
    """
    told = channel.get("id") == name and channel.get("is_ext_shared") is False
    signs = (
        "is_ext_shared",
        "is_shared",
        "is_org_shared",
        "is_pending_ext_shared",
        "pending_shared",
        "is_im",
        "is_mpim",
    )
    return not told or any(channel.get(sign) for sign in signs)


def shared_outside(body: dict[str, Any]) -> bool:
    """Whether a payload comes from a channel that people of other companies read."""
    event = body.get("event") if isinstance(body.get("event"), dict) else {}
    return bool(body.get("is_ext_shared_channel") or (event or {}).get("is_ext_shared_channel"))
