"""The Home tab: today's follow-ups, my numbers, what to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.slack.views.answer import ASK
from bot.slack.views.kit import Block, actions, button, context, divider, escape, fields, header, section

DONE = "task_done"
MOST_TASKS = 10


@dataclass(frozen=True)
class OpenTask:
    id: int
    what: str
    due_on: date | None
    account: str | None


def blocks(
    name: str, today: date, tasks: Sequence[OpenTask], numbers: Sequence[tuple[str, str]], questions: Sequence[str]
) -> list[Block]:
    """Args: numbers: what the person's own pipeline comes to, as (label, value)."""
    drawn = [header(f"Good to see you, {first_name(name)}"), section("*Your follow-ups*")]
    if not tasks:
        drawn.append(context("Nothing is due. Tell me about a call and I will keep the next step for you."))
    drawn += [_task(task, today) for task in tasks[:MOST_TASKS]]
    if len(tasks) > MOST_TASKS:
        drawn.append(context(f"{len(tasks) - MOST_TASKS} more: ask for “my open follow-ups”."))
    drawn += [divider(), section("*Your numbers*"), fields(numbers)]
    if questions:
        drawn += [divider(), section("*Ask me*")]
        drawn.append(actions(*[button(text, f"{ASK}:{i}", text) for i, text in enumerate(questions[:5])]))
    return drawn


def first_name(name: str) -> str:
    return next(iter(name.split()), name)


def _task(task: OpenTask, today: date) -> Block:
    due = ""
    if task.due_on is not None:
        late = " :warning: overdue" if task.due_on < today else ""
        due = f" · {task.due_on:%a %-d %b}{late}"
    account = f" · {escape(task.account)}" if task.account else ""
    return section(
        f"{escape(task.what)}\n_{due.removeprefix(' · ') or 'no date'}{account}_", button("Done", DONE, str(task.id))
    )


def stranger() -> list[Block]:
    """For somebody whom the record does not know."""
    return [section("I don't know you yet. Ask an admin to add your e-mail address to Rapport's users.")]
