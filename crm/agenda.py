"""A person's own desk: open follow-ups and what their pipeline comes to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from crm import rights
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import Deal, Outcome, Role, Task, User
from crm.store import Store


@dataclass(frozen=True)
class Numbers:
    """Counts and amounts of one person's deals, in the tenant's currency."""

    open_deals: int
    open_amount: float
    won_deals: int
    won_amount: float
    tasks_due: int


class Agenda:
    """What one user has to do and has done."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def follow_ups(self, user: User, limit: int = 20, *, today: date | None = None) -> list[Task]:
        """The user's open tasks, the most urgent first; those without a date last. Accounts are loaded.

        Args:
            today: leave out what is due on a later day.
        """
        with self._store.read() as session:
            query = (
                select(Task)
                .where(*_open(user), *([] if today is None else [_by(today)]))
                .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
                .limit(limit)
                .options(joinedload(Task.account))
            )
            return list(session.scalars(query))

    def later(self, user: User, today: date) -> int:
        """How many open tasks of theirs are due on a later day."""
        with self._store.read() as session:
            return session.scalar(select(func.count()).where(*_open(user), Task.due_on > today)) or 0

    def numbers(self, user: User, since: date, today: date) -> Numbers:
        """The user's open pipeline now, and what was won from `since` on."""
        with self._store.read() as session:
            opened = _sum(session, user, Deal.outcome == Outcome.OPEN)
            won = _sum(session, user, Deal.outcome == Outcome.WON, Deal.close_date >= since)
            due = session.scalar(select(func.count()).where(*_open(user), Task.due_on <= today))
        return Numbers(*opened, *won, due or 0)

    def postpone(self, user: User, task_id: int, until: date) -> Task:
        """Has a follow-up wait until a later day; one that is due later anyway stays.

        Raises:
            RejectedError: it is gone or done, or not the user's to put off.
        """
        with self._store.write() as session:
            task = session.get(Task, task_id)
            if task is None or task.tenant_id != user.tenant_id or task.done_at is not None:
                raise RejectedError("This follow-up is not there any more.")
            if task.owner_id != user.id and user.role == Role.REP:
                raise RejectedError("This follow-up belongs to somebody else.")
            if task.due_on is None or task.due_on < until:
                task.due_on, task.updated_at = until, self._clock.now()
            return task

    def finish(self, user: User, task_id: int, at: datetime) -> Task:
        """Marks a task as done; done twice is done once.

        Raises:
            RejectedError: there is no such task, or it is not the user's to finish.
        """
        with self._store.write() as session:
            task = session.get(Task, task_id)
            if task is None or task.tenant_id != user.tenant_id:
                raise RejectedError("This follow-up is not there any more.")
            if task.owner_id != user.id and user.role == Role.REP:
                raise RejectedError("This follow-up belongs to somebody else.")
            if task.done_at is None:
                task.done_at = at
                task.updated_at = self._clock.now()
            return task


def _open(user: User) -> tuple[ColumnElement[bool], ...]:
    return Task.tenant_id == user.tenant_id, Task.owner_id == user.id, Task.done_at.is_(None)


def _by(today: date) -> ColumnElement[bool]:
    return or_(Task.due_on.is_(None), Task.due_on <= today)


def _sum(session: Session, user: User, *conditions: object) -> tuple[int, float]:
    query = select(func.count(), func.coalesce(func.sum(Deal.amount), 0)).where(
        Deal.tenant_id == user.tenant_id,
        Deal.owner_id == user.id,
        *conditions,  # type: ignore[arg-type]
    )
    count, amount = session.execute(query).one()
    sight = rights.current()
    kept = sight is not None and "deal.amount" in sight.fields  # from whoever asks
    return int(count), 0.0 if kept else float(amount or 0)
