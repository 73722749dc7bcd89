"""Follow-ups kept: how much of what was due was done by then. By team; by person only where that is on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select

from crm.digests.ground import Ground, counted, joined
from crm.digests.section import Line, Section, nothing
from crm.digests.window import Window
from crm.model import Task, User

KIND = "follow-ups"
TITLE = "Follow-ups kept"
NO_TEAM = "no team"
NOBODY = "nobody"


@dataclass
class Tally:
    kept: int = 0
    late: int = 0
    open: int = 0

    @property
    def due(self) -> int:
        return self.kept + self.late + self.open

    @property
    def share(self) -> float:
        return self.kept / self.due if self.due else 0.0


def followups(ground: Ground) -> Section:
    """A task counts as kept where it was done by its due day, in its owner's time zone."""
    tallies = _tallies(ground, ground.window)
    whole = _whole(tallies)
    overdue = _overdue(ground)
    if not whole.due:
        says = f"none were due; {counted(overdue, 'earlier one is', 'earlier ones are')} still open." if overdue else ""
        return nothing(KIND, TITLE, says or "none were due.")
    before = _whole(_tallies(ground, ground.window.before))
    says = f"{whole.kept:,} of {counted(whole.due, 'follow-up')} ({whole.share:.0%}) were done by their day"
    says += f", {before.share:.0%} {ground.window.then}." if before.due else "."
    says += f" {whole.late:,} came late, {whole.open:,} are open." if whole.late or whole.open else ""
    says += f" {counted(overdue, 'older one is', 'older ones are')} overdue." if overdue else ""
    ordered = sorted(tallies.items(), key=lambda each: (each[0] in {NO_TEAM, NOBODY}, each[0]))
    shown = [Line(name, _told(tally)) for name, tally in ordered] if len(ordered) > 1 else []
    what = "person" if ground.rankings else "team"
    rows = tuple((name, each.due, each.kept, each.late, each.open, round(each.share, 4)) for name, each in ordered)
    return Section(KIND, TITLE, says, tuple(shown), columns=(what, "due", "kept", "late", "open", "share"), rows=rows)


def _told(tally: Tally) -> str:
    return joined(f"{tally.kept} of {tally.due} ({tally.share:.0%})", f"{tally.open} open" if tally.open else "")


def _whole(tallies: dict[str, Tally]) -> Tally:
    each = tallies.values()
    return Tally(sum(one.kept for one in each), sum(one.late for one in each), sum(one.open for one in each))


def _tallies(ground: Ground, window: Window) -> dict[str, Tally]:
    query = (
        select(Task.due_on, Task.done_at, User.team, User.name, User.timezone)
        .outerjoin(User, User.id == Task.owner_id)
        .where(Task.tenant_id == ground.tenant_id, Task.due_on >= window.start, Task.due_on < window.end)
    )
    found: dict[str, Tally] = defaultdict(Tally)
    for due, done, team, person, zone in ground.session.execute(query):
        tally = found[(person or NOBODY) if ground.rankings else (team or NO_TEAM)]
        if done is None:
            tally.open += 1
        elif _day(done, zone, window.zone) <= (due or date.min):
            tally.kept += 1
        else:
            tally.late += 1
    return dict(found)


def _overdue(ground: Ground) -> int:
    query = select(func.count(Task.id)).where(
        Task.tenant_id == ground.tenant_id, Task.due_on < ground.window.start, Task.done_at.is_(None)
    )
    return ground.session.scalar(query) or 0


def _day(moment: datetime, zone: str | None, otherwise: tzinfo) -> date:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return aware.astimezone(ZoneInfo(zone) if zone else otherwise).date()
    except (ZoneInfoNotFoundError, ValueError):
        return aware.astimezone(otherwise).date()
