"""Tells admins, by direct message, what happened to the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.slack.members import Members
from bot.slack.post import Place, Post
from bot.slack.views.kit import Block, context, escape, section
from crm.errors import RejectedError
from crm.intake.news import News, Newsroom
from crm.model import User

if TYPE_CHECKING:
    from bot.wiring import Rapport

log = structlog.get_logger()

MOST_LINES = 15


class SourceNews:
    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._members = Members(app.tenants, app.clock)
        self._newsroom = Newsroom(app.store, app.clock)

    def send(self, tenant_id: int) -> int:
        """Sends what is new to every admin who is in Slack; returns to how many messages that came.

        Raises:
            RetryableError: Slack is not to be had now; it is told later.
        """
        team = self._app.tenants.team_of(tenant_id)
        due = self._newsroom.due(tenant_id) if team else []
        sent = 0
        for news in due:
            reached = [self._told(str(team), admin, news) for admin in self._newsroom.admins(tenant_id)]
            if any(reached):
                self._newsroom.told(news)
            sent += sum(reached)
        return sent

    def _told(self, team: str, admin: User, news: News) -> bool:
        client = self._app.clients.of(admin.tenant_id)
        post = Post(client)
        slack_id = admin.slack_id or post.by_email(admin.email or "")
        if not slack_id:
            return False
        _, user = self._members.user(client, admin.tenant_id, team, slack_id)
        if user is None or user.id != admin.id:
            return False
        try:
            post.send(Place(post.direct(slack_id), slack_id, None, private=True), blocks(news))
            self._app.telemetry.meter.count("messages_sent", sort="news")
        except RejectedError:  # Slack will not take it, now or later
            log.warning("news_refused", user=admin.id)
        return True


def blocks(news: News) -> list[Block]:
    lines = [escape(line) for line in news.lines[:MOST_LINES]]
    if len(news.lines) > MOST_LINES:
        lines.append(f"… and {len(news.lines) - MOST_LINES} more.")
    said = "\n".join(f"• {line}" for line in lines)
    drawn = [section(f"*Source {escape(news.source)}*\n{said}")]
    refused = not news.drift_ids or len(news.lines) > len(news.drift_ids)
    hint = f"Once it is mended: `rapport source resume {news.source}`" if refused else "Nothing was lost."
    return [*drawn, context(hint)]
