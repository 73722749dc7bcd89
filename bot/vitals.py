"""What a process tells of itself every few seconds, so that `rapport doctor` can say what only the process can see."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from bot.check import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.slack.runner import SlackFace
    from bot.wiring import Rapport


class Vitals:
    """Notes that this process lives, with its looks at Slack's socket, at the model and at the index it holds.

    Args:
        warm: says whether what it reads with is loaded.
    """

    def __init__(self, app: Rapport, slack: SlackFace, warm: Callable[[], bool]) -> None:
        self._app, self._slack, self._warm = app, slack, warm
        self._started = app.clock.now()
        self._index: Check | None = None
        self._models: list[Check] = []

    @property
    def name(self) -> str:
        """The machine and the number of this process: who takes its place is called the same."""
        return f"{socket.gethostname()[:150]}/{self._app.jobs.slot}"

    def tell(self) -> None:
        self._app.replicas.tell(self.name, self._started, {each.name: each.as_dict() for each in self._looks()})

    def look_at_index(self) -> None:
        """Apart from the rest: it waits its turn while the index is being written."""
        self._index = self._app.doctor.own_index()

    def look_at_models(self) -> None:
        """Once they are loaded: a look would load them."""
        if self._warm():
            self._models = self._app.doctor.own_models()

    def end(self) -> None:
        self._app.replicas.end(self.name)

    def _looks(self) -> Iterator[Check]:
        yield self._app.weather.check(connected=self._slack.connected)
        if self._app.chat is not None and self._app.chat.resting:
            todo = "Rules answer meanwhile. See Ollama's log; when it answers again it is used again by itself."
            yield Check("model", "warning", "failed three times in a row and is left alone for half a minute", todo)
        if self._index is not None:
            yield self._index
        yield from self._models
