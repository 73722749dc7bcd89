"""What came after a nudge: a reply, a word of ours, a deal that moved, a task that was done; and what was ignored."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Happening, Interaction, Kind, Nudge, NudgeEvent, NudgeState, StageChange, Task
from crm.nudges.answering import FINAL, event
from crm.nudges.learning import ACTED
from crm.store import Store

WATCHED = timedelta(days=14)  # after it was sent
IGNORED = timedelta(days=3)  # after it was sent, where it is useful for longer than that
REPLY, CONTACT, MOVED, DONE = "reply", "contact", "moved", "done"
OURS = (CONTACT, DONE)  # what the reader did themselves
TALKS = (Kind.CALL, Kind.MEETING)
BATCH = 100  # nudges a transaction


Told = dict[str, Any]


@dataclass(frozen=True)
class After:
    """What is to be noted of one nudge."""

    nudge_id: int
    outcomes: tuple[Told, ...]
    ignored: bool


def watch(store: Store, tenant_id: int, now: datetime) -> int:
    """Notes each kind of outcome once for each nudge, and what was ignored; returns how many were new."""
    with store.read() as session:
        found = list(_found(session, tenant_id, now))
    noted = 0
    for start in range(0, len(found), BATCH):
        with store.write() as session:
            noted += sum(_note(session, each, now) for each in found[start : start + BATCH])
    return noted


def _found(session: Session, tenant_id: int, now: datetime) -> Iterator[After]:
    query = select(Nudge).where(
        Nudge.tenant_id == tenant_id,
        Nudge.state.in_([NudgeState.SENT, NudgeState.DONE]),
        Nudge.sent_at > now - WATCHED - IGNORED,
    )
    rows = list(session.scalars(query.order_by(Nudge.id)))
    if not rows:
        return
    happened = Happened(session, tenant_id, rows, now)
    known = _events(session, tenant_id, min(row.id for row in rows))
    for row in rows:
        events = known.get(row.id, [])
        told = {str(each.detail.get("outcome")) for each in events if each.what is Happening.OUTCOME}
        fresh = tuple(each for each in happened.after(row) if each["outcome"] not in told)
        answered = {each.what for each in events} & {*FINAL, Happening.IGNORED}
        ignored = row.state is NudgeState.SENT and not answered and _over(row, now)
        if fresh or ignored:
            yield After(row.id, fresh, ignored)


def _note(session: Session, found: After, now: datetime) -> int:
    """In the caller's transaction; what was noted or answered meanwhile stays as it is."""
    row = session.get(Nudge, found.nudge_id, with_for_update=True)
    if row is None or row.sent_at is None:
        return 0
    events = list(session.scalars(select(NudgeEvent).where(NudgeEvent.nudge_id == row.id)))
    told = {str(each.detail.get("outcome")) for each in events if each.what is Happening.OUTCOME}
    fresh = [each for each in found.outcomes if each["outcome"] not in told]
    for detail in fresh:
        session.add(event(row, Happening.OUTCOME, datetime.fromisoformat(detail["at"]), detail))
    answered = {each.what for each in events} & {*FINAL, Happening.IGNORED}
    if not found.ignored or row.state is not NudgeState.SENT or answered:
        return len(fresh)
    acted = bool((told | {each["outcome"] for each in fresh}) & set(OURS))
    row.state, row.ended_at = NudgeState.DONE, now
    session.add(event(row, Happening.IGNORED, now, {ACTED: True} if acted else {}))
    return len(fresh) + 1


def _over(row: Nudge, now: datetime) -> bool:
    return row.sent_at is not None and now > min(max(row.until, row.sent_at + timedelta(days=1)), row.sent_at + IGNORED)


def _events(session: Session, tenant_id: int, first: int) -> dict[int, list[NudgeEvent]]:
    found: dict[int, list[NudgeEvent]] = defaultdict(list)
    query = select(NudgeEvent).where(NudgeEvent.tenant_id == tenant_id, NudgeEvent.nudge_id >= first)
    for each in session.scalars(query.order_by(NudgeEvent.id)):
        found[each.nudge_id].append(each)
    return found


class Happened:
    """What came since the first of some nudges was sent, read once for all of them."""

    def __init__(self, session: Session, tenant_id: int, rows: Sequence[Nudge], now: datetime) -> None:
        self._now = now
        since = min(row.sent_at for row in rows if row.sent_at)
        accounts = {row.account_id for row in rows if row.account_id}
        deals, tasks = {row.deal_id for row in rows if row.deal_id}, {row.task_id for row in rows if row.task_id}
        self._talks = self._read_talks(session, tenant_id, accounts, since)
        self._moves: dict[int, list[datetime]] = defaultdict(list)
        moved = select(StageChange.deal_id, StageChange.changed_at).where(
            StageChange.tenant_id == tenant_id, StageChange.changed_at > since
        )
        for deal_id, at in session.execute(moved.order_by(StageChange.changed_at)):
            if deal_id in deals:
                self._moves[deal_id].append(at)
        done = select(Task.id, Task.done_at).where(Task.tenant_id == tenant_id, Task.done_at > since)
        self._done = {row[0]: row[1] for row in session.execute(done) if row[0] in tasks}

    def after(self, row: Nudge) -> Iterator[Told]:
        """The first of each kind, within the time that is watched."""
        start = row.sent_at or self._now
        end = min(self._now, start + WATCHED)
        for outcome in (REPLY, CONTACT):
            talks = self._talks.get((row.account_id or 0, outcome), [])
            place = bisect_right(talks, (start, 10**18))
            if place < len(talks) and talks[place][0] <= end:
                yield _told(outcome, f"interaction:{talks[place][1]}", talks[place][0], start)
        moved = next((at for at in self._moves.get(row.deal_id or 0, []) if start < at <= end), None)
        if moved is not None:
            yield _told(MOVED, f"deal:{row.deal_id}", moved, start)
        done = self._done.get(row.task_id or 0)
        if done is not None and start < done <= end:
            yield _told(DONE, f"task:{row.task_id}", done, start)

    def _read_talks(
        self, session: Session, tenant_id: int, accounts: set[int], since: datetime
    ) -> dict[tuple[int, str], list[tuple[datetime, int]]]:
        """By account and whose it was: when, and which; the oldest first."""
        columns = (
            Interaction.account_id,
            Interaction.occurred_at,
            Interaction.id,
            Interaction.direction,
            Interaction.kind,
        )
        query = select(*columns).where(
            Interaction.tenant_id == tenant_id, Interaction.occurred_at > since, Interaction.occurred_at <= self._now
        )
        found: dict[tuple[int, str], list[tuple[datetime, int]]] = defaultdict(list)
        for account, at, row_id, direction, kind in session.execute(query.order_by(Interaction.occurred_at)):
            ours = direction == "out" or (direction is None and kind in TALKS)
            if account in accounts and (ours or direction == "in"):
                found[account, CONTACT if ours else REPLY].append((at, row_id))
        return found


def _told(outcome: str, ref: str, at: datetime, start: datetime) -> Told:
    hours = round((at - start).total_seconds() / 3600, 2)
    return {"outcome": outcome, "ref": ref, "at": at.astimezone(UTC).isoformat(), "after_hours": hours}
