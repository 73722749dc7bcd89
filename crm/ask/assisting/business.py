"""How it goes: somebody's own figures, two people side by side, a period beside the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from crm.ask.answer import Citation
from crm.ask.assisting.scene import Scene, many
from crm.ask.plan import Condition, Measure, QueryPlan, Span
from crm.ask.rows.sql import run
from crm.ask.rows.table import Table
from crm.ask.telling.figures import day, money, percent
from crm.errors import RejectedError
from crm.model import Deal, Task
from crm.periods import find_periods

COLUMNS = ["period", "won revenue", "won deals"]
LEVEL = 0.005  # of a part: under it nothing has changed
NO_MATE = "I did not find whom to compare you with."


@dataclass(frozen=True)
class Sold:
    """What was won and lost in a period."""

    revenue: float
    won: int
    lost: int

    @property
    def rate(self) -> str:
        decided = self.won + self.lost
        return f", a win rate of {percent(self.won / decided)}" if decided else ""


def standing(scene: Scene) -> tuple[Table, list[Citation]]:
    """What was won and lost in the period beside the one before up to the same day, what is open, what is due."""
    span = scene.span or _quarter(scene)
    scene.plan.periods = [span]
    whose = [each for each in scene.plan.filters if each.field == "user.id"]
    you = bool(whose)
    now, then = _sold(scene, _so_far(scene, span), whose), _sold(scene, _alike(scene, span, _earlier(span)), whose)
    opened = _worth(scene, [*whose, _is("open")], None)
    said = (
        f"{'You have' if you else 'The team has'} won {money(now.revenue, scene.vocabulary)} in {_told(scene, span)} "
        f"({many(now.won, 'deal')}, {now.lost:,} lost{now.rate})"
    )
    said += (
        f"; by the same day of the period before it was {money(then.revenue, scene.vocabulary)}{_change(now, then)}."
    )
    said += f" Open pipeline: {money(opened[0], scene.vocabulary)} in {many(opened[1], 'deal')}."
    due = _due(scene) if you else 0
    said += f" {many(due, 'follow-up')} of yours {'is' if due == 1 else 'are'} due or overdue." if due else ""
    rows: list[list[Any]] = [
        ["won revenue", now.revenue, then.revenue], ["won deals", now.won, then.won],
        ["lost deals", now.lost, then.lost],
        ["open pipeline", opened[0], None], ["open deals", opened[1], None],
    ]  # fmt: skip
    return Table(["figure", _told(scene, span), "the period before, to the same day"], rows, len(rows), says=said), []


def rivals(scene: Scene) -> tuple[Table, list[Citation]]:
    """The asker's won revenue beside a colleague's."""
    span = scene.span or _quarter(scene)
    scene.plan.periods = [span]
    mate = next((each for each in scene.plan.filters if each.field == "user.name"), None)
    own = [each for each in scene.plan.filters if each.field == "user.id"]
    if mate is None or scene.asker is None:
        raise RejectedError(NO_MATE)
    if len(mate.values) > 1:
        raise RejectedError(f"Several colleagues go by that: {', '.join(map(str, mate.values))}. Please name one.")
    name = str(mate.values[0])
    mine, theirs = _sold(scene, _so_far(scene, span), own), _sold(scene, _so_far(scene, span), [mate])
    gap = abs(mine.revenue - theirs.revenue)
    how = "level with" if not gap else "ahead of" if mine.revenue > theirs.revenue else "behind"
    by = f" by {money(gap, scene.vocabulary)}" if gap else ""
    said = (
        f"In {_told(scene, span)} you are {how} {name}{by}: {money(mine.revenue, scene.vocabulary)} in "
        f"{many(mine.won, 'won deal')} against {money(theirs.revenue, scene.vocabulary)} in {theirs.won:,}."
    )
    rows = [[scene.asker.name, mine.revenue, mine.won, mine.lost], [name, theirs.revenue, theirs.won, theirs.lost]]
    return Table(["rep", "won revenue", "won deals", "lost deals"], rows, 2, says=said), []


def growth(scene: Scene) -> tuple[Table, list[Citation]]:
    """A period's won revenue beside another's: of one that is not over up to the same day, and beside all of it."""
    current, before = scene.plan.periods
    running = current.end is not None and current.end > scene.now
    now, whole = _sold(scene, _so_far(scene, current), []), _sold(scene, before, [])
    rows: list[list[Any]] = [[_told(scene, current), now.revenue, now.won]]
    said = f"{_told(scene, current)[:1].upper()}{_told(scene, current)[1:]}: {money(now.revenue, scene.vocabulary)} won"
    if running:
        alike = _sold(scene, _alike(scene, current, before), [])
        rows.append([f"{_named(before)}, to the same day", alike.revenue, alike.won])
        said += f", {_beside(now, alike, scene)} {_named(before)} by the same day "
        said += f"({money(alike.revenue, scene.vocabulary)})."
        said += f" All of {_named(before)} came to {money(whole.revenue, scene.vocabulary)}."
    else:
        said += f", {_beside(now, whole, scene)} {_named(before)} ({money(whole.revenue, scene.vocabulary)})."
    rows.append([_named(before), whole.revenue, whole.won])
    first = scene.session.scalar(select(func.min(Deal.close_date)).where(Deal.tenant_id == scene.tenant))
    if first is not None and before.start is not None and before.start.date() < first:
        said += (
            f" The record's first deal closed on {day(first.isoformat())}, so it does not hold all of {_named(before)}."
        )
    return Table(COLUMNS, rows, len(rows), says=said), []


def _beside(now: Sold, then: Sold, scene: Scene) -> str:
    gap = abs(now.revenue - then.revenue)
    if not gap or (then.revenue and gap / then.revenue < LEVEL):
        return "level with"
    return f"{money(gap, scene.vocabulary)}{_share(now, then)} {'ahead of' if now.revenue > then.revenue else 'behind'}"


def _share(now: Sold, then: Sold) -> str:
    return f" ({abs(now.revenue / then.revenue - 1):.0%})" if then.revenue else ""


def _change(now: Sold, then: Sold) -> str:
    return f" ({now.revenue / then.revenue - 1:+.0%})" if then.revenue else ""


def _is(outcome: str) -> Condition:
    return Condition(field="deal.outcome", op="eq", values=[outcome])


def _sold(scene: Scene, span: Span, whose: list[Condition]) -> Sold:
    (revenue, won), (_, lost) = (_worth(scene, [*whose, _is(each)], span) for each in ("won", "lost"))
    return Sold(revenue, won, lost)


def _worth(scene: Scene, filters: list[Condition], span: Span | None) -> tuple[float, int]:
    """What deals come to, and how many there are: counted as any question would."""
    plan = QueryPlan(
        subject="deal", shape="value", filters=filters,
        measures=[Measure(kind="sum", field="deal.amount", label="amount"), Measure(kind="count", label="deals")],
        periods=[span.model_copy(update={"field": "deal.close_date"})] if span is not None else [],
    )  # fmt: skip
    row = run(scene.session, plan, scene.vocabulary, scene.today, scene.now).rows[0]
    return float(row[0] or 0), int(row[1] or 0)


def _quarter(scene: Scene) -> Span:
    found = find_periods("this quarter", scene.now, fiscal_year_start=scene.vocabulary.fiscal_year_start)[0]
    return Span(text="this quarter", start=found.start, end=found.end)


def _so_far(scene: Scene, span: Span) -> Span:
    """Up to today, where a period goes on."""
    end = _tomorrow(scene)
    return span.model_copy(update={"end": end}) if span.end is None or span.end > end else span


def _alike(scene: Scene, span: Span, before: Span) -> Span:
    """As much of the period before as has gone by of this one."""
    if span.start is None or before.start is None or span.end is None or span.end <= scene.now:
        return before
    gone = _tomorrow(scene).date() - span.start.date()
    end = datetime.combine(before.start.date() + gone, time(), before.start.tzinfo)
    return before.model_copy(update={"end": min(end, before.end) if before.end else end})


def _earlier(span: Span) -> Span:
    """The period of the same length right before."""
    if span.start is None or span.end is None:
        return Span(text="before", start=span.start, end=span.start)
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month
    if span.start.day == span.end.day == 1 and months:
        index = span.start.year * 12 + span.start.month - 1 - months
        begins = span.start.replace(year=index // 12, month=index % 12 + 1)
    else:
        begins = span.start - (span.end - span.start)
    return Span(text="the period before", start=begins, end=span.start)


def _tomorrow(scene: Scene) -> datetime:
    return datetime.combine(scene.today + timedelta(days=1), time(), scene.now.tzinfo)


def _named(span: Span) -> str:
    """`Q3 2026`, `last quarter (1 July to 30 September 2026)`."""
    label = span.label
    return f"Q{label[-1]} {label[:4]}" if label[4:6] == " Q" else label


def _told(scene: Scene, span: Span) -> str:
    running = span.end is not None and span.start is not None and span.start <= scene.now < span.end
    so_far = f" so far (to {day(scene.today.isoformat())})" if running else ""
    return f"{_named(span)}{so_far}"


def _due(scene: Scene) -> int:
    if scene.asker is None:
        return 0
    query = select(func.count()).where(
        Task.tenant_id == scene.tenant,
        Task.owner_id == scene.asker.id,
        Task.done_at.is_(None),
        Task.due_on <= scene.today,
    )
    return scene.session.scalar(query) or 0
