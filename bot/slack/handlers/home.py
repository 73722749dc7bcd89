"""The Home tab and the prompts of the Messages tab."""

from __future__ import annotations

from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.views import home as home_view
from bot.slack.views.home import OpenTask
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.figures import money

QUESTIONS = (
    "my open follow-ups",
    "unhappy clients last quarter",
    "deals over 50k with no contact in 30 days",
    "won vs lost this year by rep",
)


def opened(visit: Visit) -> None:
    """Home is drawn fresh each time it is opened; the Messages tab gets its prompts."""
    if visit.envelope.event.get("tab") == "messages":
        visit.post.prompts(visit.place.channel, QUESTIONS, "Ask, or tell me what happened")
    else:
        draw(visit)


def done(visit: Visit) -> None:
    visit.app.agenda.finish(visit.user, pressed.row_id(visit), visit.app.clock.now())
    draw(visit)


def draw(visit: Visit) -> None:
    today = visit.now.date()
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    tasks = [
        OpenTask(task.id, task.what, task.due_on, task.account.name if task.account else None)
        for task in visit.app.agenda.follow_ups(visit.user)
    ]
    numbers = visit.app.agenda.numbers(visit.user, quarter, today)
    known = visit.app.asker.vocabulary(visit.tenant_id)
    pairs = [
        ("Open deals", _worth(numbers.open_deals, numbers.open_amount, known)),
        ("Won this quarter", _worth(numbers.won_deals, numbers.won_amount, known)),
        ("Due today or late", str(numbers.tasks_due)),
    ]
    visit.post.home(visit.place.user, home_view.blocks(visit.user.name, today, tasks, pairs, QUESTIONS))


def _worth(deals: int, amount: float, known: Vocabulary) -> str:
    if not deals:
        return "none yet"
    return f"{deals:,} worth {money(amount, known)}" if "deal.amount" in known.fields else f"{deals:,}"
