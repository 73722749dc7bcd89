"""A running Rapport: workers, schedule and Slack, started and stopped in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.runner import SlackFace

if TYPE_CHECKING:
    from bot.wiring import Rapport


class Process:
    """Everything that runs in one process. Events come in last and stop first."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self.slack = SlackFace(app)

    def start(self) -> None:
        self._app.tenants.home()
        self._app.jobs.start()
        self._app.schedule.start()
        self.slack.start()

    def stop(self) -> None:
        self.slack.stop()
        self._app.schedule.stop()
        self._app.jobs.stop()
        self._app.close()
