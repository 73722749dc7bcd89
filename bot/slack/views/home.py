"""The Home tab: a person's day, their team's week, the house's health; the same frame for all, drawn by role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from bot.check import Check
from bot.slack.views import nudge, office
from bot.slack.views import status as status_view
from bot.slack.views.answer import ASK
from bot.slack.views.kit import Block, actions, button, context, cut, divider, escape, fields, header, link, section
from crm.ask.telling.figures import SYMBOLS

if TYPE_CHECKING:
    from crm.daybook.meetings import Last, Meeting, Standing
    from crm.daybook.week import Week
    from crm.nudges.nudge import Suggestion

DONE = "task_done"
LATER = "task_later"
MOST_TASKS = 10
MOST_NUDGES = 3
KINDS = {"call": "calls", "email": "mails", "meeting": "meetings", "message": "messages", "ticket": "tickets",
         "note": "notes"}  # fmt: skip


@dataclass(frozen=True)
class OpenTask:
    id: int
    what: str
    due_on: date | None
    account: str | None


@dataclass(frozen=True)
class Page:
    """What stands on somebody's Home tab. `now` is in their zone; a part that is None or empty is left out.

    Attributes:
        later: how many follow-ups are due after today.
        numbers: what their own pipeline comes to, as (label, value).
        week: of their team; None for whoever leads nobody.
        health: what was looked at; None for whoever is no admin.
        told: what came of a suggestion just now.
    """

    name: str
    now: datetime
    currency: str
    tasks: Sequence[OpenTask] = ()
    later: int = 0
    meetings: Sequence[Meeting] = ()
    nudges: Sequence[Suggestion] = ()
    numbers: Sequence[tuple[str, str]] = ()
    week: Week | None = None
    health: Sequence[Check] | None = None
    questions: Sequence[str] = field(default_factory=tuple)
    told: Sequence[Block] = ()


def blocks(page: Page) -> list[Block]:
    drawn = [header(f"Good to see you, {first_name(page.name)}")]
    if page.health is not None:
        drawn += [section("*How Rapport is*"), *status_view.strip(page.health), actions(office.opener())]
    drawn += [*_tasks(page), *_meetings(page), *_nudges(page)]
    if page.week is not None:
        drawn += [divider(), *_week(page.week, page.currency)]
    if page.numbers:
        drawn += [divider(), section("*Your numbers*"), fields(page.numbers)]
    if page.questions:
        drawn += [divider(), section("*Ask me*")]
        drawn.append(actions(*[button(text, f"{ASK}:{i}", text) for i, text in enumerate(page.questions[:5])]))
    return drawn


def first_name(name: str) -> str:
    return next(iter(name.split()), name)


def worth(amount: float, currency: str) -> str:
    """An amount in the tenant's currency."""
    return f"{SYMBOLS.get(currency, f'{currency} ')}{amount:,.2f}".removesuffix(".00")


# --- a person's day ---------------------------------------------------------------------------------------------------


def _tasks(page: Page) -> list[Block]:
    drawn = [section("*Your follow-ups*")]
    if not page.tasks:
        drawn.append(context("Nothing is due. Tell me about a call and I will keep the next step for you."))
    for task in page.tasks[:MOST_TASKS]:
        drawn += [section(_task(task, page.now.date())), _task_buttons(task)]
    more = len(page.tasks) - MOST_TASKS + page.later if len(page.tasks) > MOST_TASKS else page.later
    return [*drawn, *([context(f"{more} more: ask for “my open follow-ups”.")] if more else [])]


def _task(task: OpenTask, today: date) -> str:
    due = ""
    if task.due_on is not None:
        late = " ⚠ overdue" if task.due_on < today else ""
        due = f" · {task.due_on:%a %-d %b}{late}"
    account = f" · {escape(task.account)}" if task.account else ""
    return f"{escape(task.what)}\n_{due.removeprefix(' · ') or 'no date'}{account}_"


def _task_buttons(task: OpenTask) -> Block:
    return actions(button("Done", DONE, str(task.id)), button("Later", LATER, str(task.id)))


def _meetings(page: Page) -> list[Block]:
    if not page.meetings:
        return []
    return [divider(), section("*Your meetings*"), *(section(_meeting(each, page)) for each in page.meetings)]


def _meeting(each: Meeting, page: Page) -> str:
    at = each.at.astimezone(page.now.tzinfo)
    day = "Today" if at.date() == page.now.date() else f"{at:%A}"
    named = escape(each.account or "") or "Meeting"
    subject = f" – {link(each.url, cut(each.subject, 120))}" if each.subject else ""
    lines = [f"*{day} {at:%H:%M}* · {named}{subject}"]
    lines += [_standing(each.standing, page.currency)] if each.standing else []
    lines += [_last(each.last, page.now.tzinfo)] if each.last else []
    return "\n".join(lines)


def _standing(standing: Standing, currency: str) -> str:
    if not standing.deals:
        return "No open deal."
    deals = f"{standing.deals} open deal{'s' if standing.deals > 1 else ''}"
    amount = f" worth {worth(standing.amount, currency)}" if standing.amount else ""
    stage = f", in {escape(standing.stage)}" if standing.stage else ""
    return f"{deals}{amount}{stage}."


def _last(last: Last, zone: tzinfo | None) -> str:
    mood = f", {last.mood}" if last.mood else ""
    said = f": {escape(last.said)}" if last.said else "."
    return f"Last {last.kind} {last.at.astimezone(zone):%-d %b}{mood}{said}"


def _nudges(page: Page) -> list[Block]:
    if not page.nudges and not page.told:
        return []
    drawn = [divider(), section("*What I would do next*"), *page.told]
    for each in page.nudges[:MOST_NUDGES]:
        drawn.append(section(escape(each.says)))
        drawn += [context(escape(cut(each.why[0], 300)))] if each.why else []
        drawn.append(nudge.few_buttons(each))
    return drawn


# --- a team's week ----------------------------------------------------------------------------------------------------


def _week(week: Week, currency: str) -> list[Block]:
    if not week.people:
        return [section("*Your team's week*"), context("Nobody reports to you yet: an admin says who does.")]
    won, amount = week.won
    talks = [f"{KINDS.get(kind, kind)} {now} ({_beside(now, before)})" for kind, (now, before) in week.talks.items()]
    closed = f"won {won}{f' worth {worth(amount, currency)}' if amount else ''}, lost {week.lost}, opened {week.opened}"
    lines = ["*Your team's week*, since Monday; in brackets beside the week before at this time"]
    lines.append(f"• {', '.join(talks) or 'nothing was said to clients yet'}")
    lines += [f"• deals: {closed}", f"• follow-ups overdue: {week.overdue}"]
    drawn = [section("\n".join(lines))]
    if week.unhappy:
        drawn.append(section("*Unhappy clients*\n" + "\n".join(f"• {escape(each)}" for each in week.unhappy)))
    if week.risks:
        told = [
            f"• {_risk(each.deal, each.account, each.amount, currency)}: {each.days_over} days past its day"
            for each in week.risks
        ]
        drawn.append(section("*At risk*\n" + "\n".join(told)))
    if week.parts:
        told = [f"• {escape(each.name)}: {each.talks} talks, {each.won} won" for each in week.parts[:15]]
        drawn.append(section("*Person by person*\n" + "\n".join(told)))
    return drawn


def _beside(now: int, before: int) -> str:
    difference = now - before
    return f"{difference:+d}" if difference else "the same"


def _risk(deal: str, account: str | None, amount: float, currency: str) -> str:
    of = f" ({escape(account)})" if account else ""
    return f"{escape(deal)}{of}{f', {worth(amount, currency)}' if amount else ''}"


def stranger() -> list[Block]:
    """For somebody whom the record does not know."""
    return [section("I don't know you yet. Ask an admin to add your e-mail address to Rapport's users.")]
