"""The processes of Rapport that run, and what each of them told last."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.check import Check
from crm.replicas import FRESH

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.model import Replica

ORDER = ("down", "warning", "ok", "off")


class ProcessChecks:
    """What stands in the book of processes, read once."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def read(self) -> None:
        """Reads it now.

        Raises:
            RetryableError: the record is not to be had.
        """
        self._alive.copy()

    @cached_property
    def _known(self) -> list[Replica]:
        return self._app.replicas.all()

    @cached_property
    def _alive(self) -> list[Replica]:
        return [each for each in self._known if self._app.replicas.is_fresh(each)]

    @property
    def running(self) -> bool:
        """Whether any was heard of lately."""
        return bool(self._alive)

    def processes(self) -> Check:
        """How many run, and which of them nobody heard of lately."""
        known, now = self._known, self._app.clock.now()
        if not known:
            return Check("processes", "off", "none runs", "Start it: rapport run")
        silent = [each for each in known if each not in self._alive]
        if not silent:
            return Check("processes", "ok", f"{len(known)} run{'s' if len(known) == 1 else ''}")
        says = "; ".join(f"{each.name} was not heard of for {_span(now - each.seen_at)}" for each in silent)
        if len(silent) == len(known):
            return Check("processes", "down", f"none of {len(known)} runs: {says}", "Start it: rapport run")
        todo = "Look at that machine, and start it again: rapport run. The others have taken over what it was doing."
        return Check("processes", "warning", f"{len(known) - len(silent)} of {len(known)} run: {says}", todo)

    def told(self, part: str) -> Check | None:
        """What processes that live said of a part, the worst of it; None where none of them did."""
        found = [Check(**each.findings[part]) for each in self._alive if part in each.findings]
        return min(found, key=lambda check: ORDER.index(check.state)) if found else None

    def worse(self, check: Check) -> Check:
        """The look of this process, or what another said of that part where that is as bad: it sees more."""
        told = self.told(check.name)
        if told is None or told.state not in {"down", "warning"}:
            return check
        return told if ORDER.index(told.state) <= ORDER.index(check.state) else check


def _span(span: timedelta) -> str:
    seconds = max(int(FRESH.total_seconds()), int(span.total_seconds()))
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
