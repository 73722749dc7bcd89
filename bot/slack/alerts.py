"""Tells people what was noticed of their clients, by direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from slack_sdk import WebClient

from bot.slack.members import Members
from bot.slack.post import Place, Post
from bot.slack.views import alert
from crm.errors import RejectedError
from crm.model import Tenant
from crm.reactions.telling import Notice

if TYPE_CHECKING:
    from bot.wiring import Rapport

log = structlog.get_logger()


class Alerts:
    def __init__(self, app: Rapport, client: WebClient) -> None:
        self._app = app
        self._client = client
        self._members = Members(app.tenants, app.clock)

    def send(self, tenant_id: int) -> int:
        """Sends what is due; returns to how many messages that came.

        Raises:
            RetryableError: Slack is not to be had now; who was told is not told again.
        """
        with self._app.store.read() as session:
            team = session.get_one(Tenant, tenant_id).slack_team_id
        return sum(self._told(tenant_id, team, notice) for notice in self._app.telling.due(tenant_id)) if team else 0

    def _told(self, tenant_id: int, team: str, notice: Notice) -> bool:
        """Whether the person is still one of the team's own, in Slack too, and was told."""
        post = Post(self._client)
        slack_id = notice.user.slack_id or post.by_email(notice.user.email or "")
        if not slack_id:
            return False
        _, user = self._members.user(self._client, tenant_id, team, slack_id)
        if user is None or user.id != notice.user.id:
            return False
        try:
            place = Place(post.direct(slack_id), slack_id, None, private=True)
            post.send(place, alert.blocks(notice))
        except RejectedError:  # Slack will not take it, now or later
            log.warning("alert_refused", user=user.id)
        self._app.telling.told(notice.signal_ids, user.id)
        return True
