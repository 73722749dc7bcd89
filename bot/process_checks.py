"""The processes of Rapport that run, and what each of them told last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.check import Check
from crm.replicas import FRESH

if TYPE_CHECKING:
    from bot.wiring import Rapport

ORDER = ("down", "warning", "ok", "off")


class ProcessChecks:
    def __init__(self, app: Rapport) -> None:
        self._app = app

    def processes(self) -> Check:
        """How many run, and which of them nobody heard of lately."""
        book, now = self._app.replicas, self._app.clock.now()
        known = book.all()
        if not known:
            return Check("processes", "off", "none runs", "Start it: rapport run")
        silent = [each for each in known if not book.is_fresh(each)]
        if not silent:
            return Check("processes", "ok", f"{len(known)} run{'s' if len(known) == 1 else ''}")
        says = "; ".join(f"{each.name} was not heard of for {_span(now - each.seen_at)}" for each in silent)
        if len(silent) == len(known):
            return Check("processes", "down", f"none of {len(known)} runs: {says}", "Start it: rapport run")
        todo = "Look at that machine, and start it again: rapport run. The others have taken over what it was doing."
        return Check("processes", "warning", f"{len(known) - len(silent)} of {len(known)} run: {says}", todo)

    def told(self, part: str) -> Check | None:
        """What processes that live said of a part, the worst of it; None where none of them did."""
        found = [Check(**each.findings[part]) for each in self._app.replicas.alive() if part in each.findings]
        return min(found, key=lambda check: ORDER.index(check.state)) if found else None

    def worst(self, part: str) -> Check | None:
        """As `told`, where it is bad."""
        found = self.told(part)
        return found if found is not None and found.state in {"down", "warning"} else None


def _span(span: timedelta) -> str:
    seconds = max(int(FRESH.total_seconds()), int(span.total_seconds()))
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
