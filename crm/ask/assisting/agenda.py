"""What somebody has to do: follow-ups and meetings as on their Home tab, and what was noticed at their clients."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from crm.ask.answer import Citation
from crm.ask.assisting.scene import Scene, many, moment
from crm.ask.rows.table import Table
from crm.ask.telling.citing import cite, with_names
from crm.ask.telling.figures import day
from crm.daybook.week import below
from crm.display import display_all
from crm.errors import RejectedError
from crm.model import Account, Interaction, Kind, Nudge, NudgeState, Signal, Task, User

COLUMNS = ["what", "client", "when", "kind"]
NOTICED = timedelta(days=14)  # how far back what was noticed is still news
WAITED = timedelta(days=30)  # how far back somebody waits for an answer
SAID = 4  # follow-ups in the sentence
NEWS = 3  # notices in it
GRAVE = 2  # severity from which on a notice is urgent
RING = ("call", "ring", "phone", "ping", "reply", "respond", "answer", "get back", "write back", "follow up", "chase")
NOBODY = "“My” needs somebody who asks: say who you are (--as), or name the person."


def agenda(scene: Scene) -> tuple[Table, list[Citation]]:
    """What is due by the end of the day or the period asked for, and the meetings in it."""
    user, until = _asker(scene), _until(scene)
    due, meetings = _tasks(scene, user, until), _meetings(scene, user, until)
    news, cited = _noticed(scene, user, grave=False)
    rows = [*_task_rows(scene, due), *meetings, *news]
    overdue = sum(1 for each in due if each.due_on and each.due_on < scene.today)
    by = "today" if until == scene.today else f"by {day(until.isoformat())}"
    said = [_due(scene, due, overdue, by)]
    said.append(f"Meetings: {'; '.join(_meeting(each) for each in meetings[:SAID])}." if meetings else "No meetings.")
    said += [_news(news), *_waiting(scene, user), *_of_team(scene, user)]
    return Table(COLUMNS, rows, len(rows), says=" ".join(part for part in said if part)), cited


def urgent(scene: Scene) -> tuple[Table, list[Citation]]:
    """What is overdue or due today, and what was noticed that will not wait."""
    user = _asker(scene)
    due = _tasks(scene, user, scene.today)
    news, cited = _noticed(scene, user, grave=True)
    rows = [*_task_rows(scene, due), *news]
    overdue = sum(1 for each in due if each.due_on and each.due_on < scene.today)
    said = [
        _due(scene, due, overdue, "today"),
        _news(news) or "Nothing grave was noticed at your clients in the last 14 days.",
    ]
    said += _of_team(scene, user)
    return Table(COLUMNS, rows, len(rows), says=" ".join(part for part in said if part)), cited


def callbacks(scene: Scene) -> tuple[Table, list[Citation]]:
    """Open follow-ups that are a call or an answer, and own clients whose last word nobody has answered."""
    user = _asker(scene)
    until = _until(scene) if scene.span is not None else date.max
    tasks = [each for each in _tasks(scene, user, until) if any(word in each.what.casefold() for word in RING)]
    waiting = _unanswered(scene, user)
    rows = _task_rows(scene, tasks)
    rows += [
        [each.subject or str(each.kind), each.account.name if each.account else None,
         each.occurred_at.date().isoformat(), f"{each.kind.value} without an answer"]
        for each in waiting
    ]  # fmt: skip
    rows = [[text, *rest] for text, (_, *rest) in zip(scene.shown([str(row[0]) for row in rows]), rows, strict=True)]
    first = "; ".join(_line(scene, each) for each in tasks[:SAID])
    said = (
        f"{many(len(tasks), 'open follow-up')} to call or answer: {first}." if tasks else "No open follow-up is a call."
    )
    if waiting:
        told = ", ".join(f"{each.account.name} ({moment(each.occurred_at)})" for each in waiting[:SAID] if each.account)
        said += (
            f" Waiting for an answer, their last word unanswered: {told}{' and more' if len(waiting) > SAID else ''}."
        )
    return Table(COLUMNS, rows, len(rows), says=said), cite(scene.session, scene.tenant, waiting)


def _asker(scene: Scene) -> User:
    if scene.asker is None:
        raise RejectedError(NOBODY)
    return scene.asker


def _until(scene: Scene) -> date:
    """The last day that is looked at."""
    end = scene.span.end if scene.span else None
    return (end - timedelta(days=1)).date() if end is not None and end.date() > scene.today else scene.today


def _tasks(scene: Scene, user: User, until: date) -> list[Task]:
    query = (
        select(Task)
        .where(
            Task.tenant_id == scene.tenant, Task.owner_id == user.id, Task.done_at.is_(None),
            or_(Task.due_on <= until, Task.due_on.is_(None)) if until == date.max else Task.due_on <= until,
        )
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
    )  # fmt: skip
    return list(scene.session.scalars(query))


def _task_rows(scene: Scene, tasks: list[Task]) -> list[list[Any]]:
    texts = display_all(scene.session, scene.tenant, [each.what for each in tasks])
    return [
        [text, each.account.name if each.account else None, each.due_on.isoformat() if each.due_on else None,
         "overdue follow-up" if each.due_on and each.due_on < scene.today else "follow-up"]
        for each, text in zip(tasks, texts, strict=True)
    ]  # fmt: skip


def _due(scene: Scene, tasks: list[Task], overdue: int, by: str) -> str:
    if not tasks:
        return f"Nothing of yours is due {by}.{_next(scene)}"
    late = f"due {by}, {overdue} of them overdue" if overdue else f"due {by}"
    late = "overdue" if overdue == len(tasks) else late
    more = f" and {len(tasks) - SAID} more" if len(tasks) > SAID else ""
    return f"{many(len(tasks), 'follow-up')} {late}: {'; '.join(_line(scene, each) for each in tasks[:SAID])}{more}."


def _next(scene: Scene) -> str:
    user = _asker(scene)
    query = select(Task).where(
        Task.tenant_id == scene.tenant, Task.owner_id == user.id, Task.done_at.is_(None), Task.due_on > scene.today
    )
    task = scene.session.scalar(query.order_by(Task.due_on, Task.id).limit(1))
    return f" Next: {_line(scene, task)}." if task is not None else ""


def _line(scene: Scene, task: Task) -> str:
    what = display_all(scene.session, scene.tenant, [task.what.rstrip(" .")])[0]
    named = task.account.name if task.account and task.account.name.casefold() not in what.casefold() else ""
    due = f"due {task.due_on.day} {task.due_on:%b}" if task.due_on else "no date"
    return f"{what} ({', '.join(part for part in (named, due) if part)})"


def _meetings(scene: Scene, user: User, until: date) -> list[list[Any]]:
    """Own meetings and those with own clients, from today on."""
    begins = scene.now.replace(hour=0, minute=0, second=0, microsecond=0)
    if scene.span is not None and scene.span.start is not None and scene.span.start > begins:
        begins = scene.span.start
    ends = datetime.combine(until + timedelta(days=1), datetime.min.time(), scene.now.tzinfo)
    query = (
        select(Interaction)
        .outerjoin(Account, Account.id == Interaction.account_id)
        .where(
            Interaction.tenant_id == scene.tenant, Interaction.kind == Kind.MEETING,
            Interaction.occurred_at >= begins, Interaction.occurred_at < ends,
            or_(Interaction.user_id == user.id, Account.owner_id == user.id),
        )
        .order_by(Interaction.occurred_at, Interaction.id)
    )  # fmt: skip
    found = list(scene.session.scalars(query.options(*with_names(Interaction))))
    titles = display_all(scene.session, scene.tenant, [each.subject or "Meeting" for each in found])
    return [
        [title, each.account.name if each.account else None, each.occurred_at.astimezone(scene.now.tzinfo).isoformat(),
         "meeting"]
        for each, title in zip(found, titles, strict=True)
    ]  # fmt: skip


def _meeting(row: list[Any]) -> str:
    at = datetime.fromisoformat(row[2])
    return f"{row[0]}{f' with {row[1]}' if row[1] else ''}, {at.day} {at:%b %H:%M}"


def _noticed(scene: Scene, user: User, *, grave: bool) -> tuple[list[list[Any]], list[Citation]]:
    """What happened at the clients they own, the gravest first; one notice of a client."""
    owned = Account.owner_id == user.id
    query = (
        select(Signal, Account.name)
        .join(Account, Account.id == Signal.account_id)
        .where(Signal.tenant_id == scene.tenant, owned, Signal.noticed_at > scene.now - NOTICED)
        .order_by(Signal.severity.desc(), Signal.noticed_at.desc(), Signal.id)
    )
    query = query.where(Signal.severity >= GRAVE) if grave else query
    first: dict[str, Signal] = {}
    for signal, name in scene.session.execute(query):
        first.setdefault(name, signal)
    says = display_all(scene.session, scene.tenant, [each.says for each in first.values()])
    rows = [
        [said, name, each.noticed_at.date().isoformat(), each.rule]
        for said, (name, each) in zip(says, first.items(), strict=True)
    ]
    return rows, cite(scene.session, scene.tenant, _evidence(scene, list(first.values())))


def _evidence(scene: Scene, signals: list[Signal]) -> list[Interaction]:
    ids = [int(each) for signal in signals for each in signal.evidence if str(each).isdigit()]
    if not ids:
        return []
    query = select(Interaction).where(Interaction.tenant_id == scene.tenant, Interaction.id.in_(ids))
    return list(scene.session.scalars(query.options(*with_names(Interaction)).order_by(Interaction.occurred_at.desc())))


def _news(rows: list[list[Any]]) -> str:
    if not rows:
        return ""
    more = f" and {len(rows) - NEWS} more" if len(rows) > NEWS else ""
    return f"Noticed at your clients: {'; '.join(str(row[0]).rstrip(' .') for row in rows[:NEWS])}{more}."


def _waiting(scene: Scene, user: User) -> list[str]:
    query = select(func.count()).where(
        Nudge.tenant_id == scene.tenant, Nudge.user_id == user.id, Nudge.state == NudgeState.WAITING,
        Nudge.due_at <= scene.now, Nudge.until > scene.now,
    )  # fmt: skip
    count = scene.session.scalar(query) or 0
    return (
        [f"{many(count, 'suggestion')} for your next step {'stands' if count == 1 else 'stand'} on your Home tab."]
        if count
        else []
    )


def _of_team(scene: Scene, user: User) -> list[str]:
    """What a manager's people have let slip."""
    team = below(scene.session, user)
    if not team:
        return []
    late = select(func.count()).where(
        Task.tenant_id == scene.tenant, Task.owner_id.in_(team), Task.done_at.is_(None), Task.due_on < scene.today
    )
    count = scene.session.scalar(late) or 0
    return [f"Your team has {many(count, 'overdue follow-up')}."] if count else []


def _unanswered(scene: Scene, user: User) -> list[Interaction]:
    """The newest word with each of their clients, where it came from the client."""
    newest = (
        select(func.max(Interaction.occurred_at).label("at"), Interaction.account_id.label("account_id"))
        .join(Account, Account.id == Interaction.account_id)
        .where(
            Interaction.tenant_id == scene.tenant, Account.owner_id == user.id, Interaction.occurred_at <= scene.now,
            Interaction.occurred_at >= scene.now - WAITED,
        )
        .group_by(Interaction.account_id)
        .subquery()
    )  # fmt: skip
    query = (
        select(Interaction)
        .join(newest, (newest.c.account_id == Interaction.account_id) & (newest.c.at == Interaction.occurred_at))
        .where(Interaction.tenant_id == scene.tenant, Interaction.direction == "in", Interaction.kind != Kind.TICKET)
        .order_by(Interaction.occurred_at.desc(), Interaction.id)
    )
    return list(scene.session.scalars(query.options(*with_names(Interaction))))
