"""How a tenant's intake is: the chain stage by stage, its queue, its sources, what is held up, what changed there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.check import Check
from crm.inbox import MOST_ATTEMPTS
from crm.intake.announcing import Announcements
from crm.intake.triggers import installed
from crm.model import InboxItem, InboxState, Interaction, InteractionReading, Source, SourceDrift, SourceState
from indexing.lag import Lag, lag_of

if TYPE_CHECKING:
    from bot.wiring import Rapport

PATIENCE = timedelta(minutes=2)  # an item that waits longer is one that nothing works on
OVERDUE = timedelta(minutes=5)  # beyond the time that its next look was due


class IntakeChecks:
    """Each look is a query or two, fit for every opening of a Home tab."""

    def __init__(self, app: Rapport, tenant_id: int) -> None:
        self._app, self._tenant = app, tenant_id

    def chain(self) -> Check:
        """How many items stand at each stage on their way from the inbox to the index."""
        waiting, _ = self._waits()
        with self._app.store.read() as session:
            mine = Interaction.tenant_id == self._tenant
            captured = session.scalar(select(func.count()).where(mine)) or 0
            kept = InteractionReading.tenant_id == self._tenant
            read = session.scalar(select(func.count()).where(kept)) or 0
        lag = self._lag().count
        says = f"{waiting:,} received, {captured:,} captured, {read:,} read, {captured - lag:,} indexed"
        if captured - read <= 0:
            return Check("chain", "ok", says)
        return Check("chain", "ok", f"{says}; {captured - read:,} are read in the background")

    def queue(self) -> Check:
        waiting, since = self._waits()
        now = self._app.clock.now()
        if since is not None and now - since > PATIENCE:
            says = f"{waiting:,} items wait, the oldest for {_long(now - since)}: nothing works on them"
            return Check("queue", "warning", says, "Start it, or look whether it runs: rapport run")
        jobs = self._app.jobs.waiting() if waiting else 0
        return Check("queue", "ok", f"{waiting:,} items waiting{f', {jobs:,} jobs' if jobs else ''}")

    def held(self) -> Check:
        """What is left alone until a person decides: it could not be read, or failed too often."""
        which = (InboxItem.tenant_id == self._tenant, InboxItem.state == InboxState.PARKED)
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).where(*which)) or 0
            often = session.scalar(select(func.count()).where(*which, InboxItem.attempts >= MOST_ATTEMPTS)) or 0
        if not count:
            return Check("held up", "ok", "nothing")
        reasons = [f"{often:,} failed {MOST_ATTEMPTS} times" if often else ""]
        reasons.append(f"{count - often:,} could not be read" if count > often else "")
        says = f"{count:,} items: {' and '.join(each for each in reasons if each)}"
        todo = "See why: rapport source items NAME --held-up. Mend it, then: rapport source retry NAME"
        return Check("held up", "warning", says, f"{todo} (or /rapport source)")

    def sources(self) -> Check:
        sources = self._app.sources.all(self._tenant)
        if any(each.announces for each in sources) and not installed(self._app.store):
            says = "the database no longer notes what changes, so nobody is told of it"
            return Check("sources", "down", says, "A start of rapport run has it note them again.")
        if not sources:
            return Check("sources", "off", "nothing is connected", "Optional: rapport source kinds")
        on = [each for each in sources if each.state is not SourceState.PAUSED]
        bad = [each for each in on if each.state is SourceState.REFUSED or each.failures]
        if bad:
            says = "; ".join(f"{each.name}: {each.reason}" for each in bad)
            return Check("sources", "warning", says, f"Mend it, then: rapport source resume {bad[0].name}")
        now = self._app.clock.now()
        late = [each for each in on if each.next_at and now - each.next_at > OVERDUE]
        if late:
            says = f"not looked at when it was time: {', '.join(_looked(each, now) for each in late)}"
            return Check(
                "sources", "warning", says, f"rapport run looks by itself; by hand: rapport sync {late[0].name}"
            )
        waiting = Announcements(self._app.store, self._app.clock).waiting(self._tenant)
        says = ", ".join(_looked(each, now) for each in sources)
        return Check("sources", "ok", f"{says}; {waiting:,} changes wait to be told" if waiting else says)

    def columns(self) -> Check:
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).where(SourceDrift.tenant_id == self._tenant)) or 0
        if not count:
            return Check("columns", "ok", "no change of a source's columns waits")
        says = f"{count:,} changes of sources' columns wait for a decision; until then they are kept as they come"
        return Check("columns", "warning", says, "Decide in /rapport columns, or: rapport columns")

    def lag(self) -> Check:
        lag = self._lag()
        if lag.count == 0:
            return Check("lag", "ok", "everything is searchable")
        oldest = f", the oldest for {_long(lag.oldest)}" if lag.oldest else ""
        says = f"{lag.count:,} interactions are not searchable by meaning yet{oldest}"
        return Check("lag", "warning", says, "rapport run catches up by itself; by hand: rapport index")

    def _lag(self) -> Lag:
        return lag_of(self._app.store, self._app.clock, self._tenant)

    def _waits(self) -> tuple[int, datetime | None]:
        """How many items wait, and since when the oldest of those that nothing has tried yet."""
        which = (InboxItem.tenant_id == self._tenant, InboxItem.state == InboxState.RECEIVED)
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).where(*which)) or 0
            oldest = session.scalar(select(func.min(InboxItem.received_at)).where(*which, InboxItem.attempts == 0))
        return count, oldest


def _looked(source: Source, now: datetime) -> str:
    if source.state is not SourceState.ON:
        return f"{source.name} ({source.state.value})"
    return f"{source.name} ({f'{_long(now - source.looked_at)} ago' if source.looked_at else 'not looked at yet'})"


def _long(span: timedelta) -> str:
    """`3 h`: how long in the largest unit that fits."""
    seconds = max(0, int(span.total_seconds()))
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"
