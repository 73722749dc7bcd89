"""The Home tab and the prompts of the Messages tab."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.check import Check
from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.views import home as home_view
from bot.slack.views.home import OpenTask, Page, worth
from bot.slack.views.kit import Block
from crm.agenda import Numbers
from crm.features import is_on
from crm.model import Role, Tenant
from crm.nudges.nudge import Suggestion
from crm.rights import unlimited

QUESTIONS = (
    "my open follow-ups",
    "unhappy clients last quarter",
    "deals over 50k with no contact in 30 days",
    "won vs lost this year by rep",
)
SATURDAY = 5


def opened(visit: Visit) -> None:
    """Home is drawn fresh each time it is opened; the Messages tab gets its prompts."""
    if visit.envelope.event.get("tab") == "messages":
        visit.post.prompts(visit.place.channel, QUESTIONS, "Ask, or tell me what happened")
    else:
        draw(visit)


def done(visit: Visit) -> None:
    visit.app.agenda.finish(visit.user, pressed.row_id(visit), visit.app.clock.now())
    draw(visit)


def later(visit: Visit) -> None:
    """Puts a follow-up off to the next working day."""
    visit.app.agenda.postpone(visit.user, pressed.row_id(visit), _next_working_day(visit.now.date()))
    draw(visit)


def draw(visit: Visit, told: Sequence[Block] = ()) -> None:
    """Args: told: what came of a suggestion that was acted on, until Home is opened again."""
    visit.post.home(visit.place.user, home_view.blocks(page_of(visit, told)))


def page_of(visit: Visit, told: Sequence[Block] = ()) -> Page:
    """All that stands on somebody's Home tab, as they may see it now."""
    app, user, now, today = visit.app, visit.user, visit.now, visit.now.date()
    with app.store.read() as session:
        tenant = session.get_one(Tenant, visit.tenant_id)
    begins = datetime.combine(today, time(), now.tzinfo).astimezone(UTC)
    numbers = app.agenda.numbers(user, today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today)
    tasks = [
        OpenTask(task.id, task.what, task.due_on, task.account.name if task.account else None)
        for task in app.agenda.follow_ups(user, today=today)
    ]
    leads = user.role == Role.MANAGER or app.weeks.leads(user)
    return Page(
        user.name,
        now,
        tenant.currency,
        tasks,
        app.agenda.later(user, today),
        app.meetings.between(user, begins, begins + timedelta(days=2), now.astimezone(UTC)),
        _nudges(visit) if is_on(tenant.settings, "nudges") else (),
        _numbers(numbers, tenant.currency),
        app.weeks.of(user, now) if leads else None,
        _health(visit) if user.role == Role.ADMIN else None,
        QUESTIONS,
        told,
    )


def _nudges(visit: Visit) -> list[Suggestion]:
    most = home_view.MOST_NUDGES
    found = visit.app.nudges.waiting(visit.tenant_id, visit.user, visit.app.clock.now(), most=2 * most)
    return found[:most]  # some of those looked at may hold no more, or be kept from the person


def _health(visit: Visit) -> list[Check]:
    with unlimited():  # the house looks at itself
        return visit.app.doctor.quick(visit.tenant_id)


def _numbers(numbers: Numbers, currency: str) -> list[tuple[str, str]]:
    return [
        ("Open deals", _worth(numbers.open_deals, numbers.open_amount, currency)),
        ("Won this quarter", _worth(numbers.won_deals, numbers.won_amount, currency)),
        ("Due today or late", str(numbers.tasks_due)),
    ]


def _worth(deals: int, amount: float, currency: str) -> str:
    if not deals:
        return "none yet"
    return f"{deals:,} worth {worth(amount, currency)}" if amount else f"{deals:,}"


def _next_working_day(today: date) -> date:
    day = today + timedelta(days=1)
    return day if day.weekday() < SATURDAY else day + timedelta(days=7 - day.weekday())
