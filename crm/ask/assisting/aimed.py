"""What is won beside the target that the team has set; without one nothing is forecast."""

from __future__ import annotations

from crm.ask.answer import Citation
from crm.ask.assisting.business import _is, _so_far, _sold, _told, _worth
from crm.ask.assisting.scene import Scene, many
from crm.ask.plan import Span
from crm.ask.rows.table import Table
from crm.ask.telling.figures import day, money, percent
from crm.digests.target import target_in
from crm.errors import RejectedError
from crm.model import Tenant
from crm.periods import find_periods

NO_TARGET = (
    "The record holds no target, quota or win probability, so nothing can be set against one and no forecast is made. "
    "An admin sets a target: /rapport digest target 500000/quarter. The nearest that the record has is this: {}"
)
TEAM_ONLY = "The target is the whole team's; nobody has one of their own in this record."


def target(scene: Scene) -> tuple[Table, list[Citation]]:
    """What is won and what is to close in the target's period, and the part of the target that is reached.

    Raises:
        RejectedError: there is no target, or none for that period or for one person.
    """
    aimed = target_in(scene.session.get_one(Tenant, scene.tenant).settings)
    span = _period(scene, aimed.period if aimed else "quarter")
    sold = _sold(scene, _so_far(scene, span), [])
    due = _worth(scene, [_is("open")], span)
    ends = day(span.end.date().isoformat()) if span.end else ""
    nearest = (
        f"{money(sold.revenue, scene.vocabulary)} is won in {_told(scene, span)}, and {many(due[1], 'open deal')} "
        f"({money(due[0], scene.vocabulary)}) {'is' if due[1] == 1 else 'are'} to close before {ends}."
    )
    asked = scene.span
    other = asked is not None and (asked.start, asked.end) != (span.start, span.end)
    if aimed is None or other or scene.plan.about:
        raise RejectedError(NO_TARGET.format(nearest))
    reached, hoped = sold.revenue / aimed.amount, (sold.revenue + due[0]) / aimed.amount
    said = (
        f"{nearest} The target is {money(aimed.amount, scene.vocabulary)} a {aimed.period}: {percent(reached)} is "
        f"reached, and {percent(hoped)} would be if all of them were won."
    )
    rows = [
        ["won so far", sold.revenue], ["open, to close in the period", due[0]], ["target", aimed.amount],
        ["part reached", round(reached, 4)],
    ]  # fmt: skip
    said += f" {TEAM_ONLY}" if scene.asker is not None else ""
    return Table(["figure", "value"], rows, len(rows), says=said), []


def _period(scene: Scene, name: str) -> Span:
    text = f"this {name}"
    found = find_periods(text, scene.now, fiscal_year_start=scene.vocabulary.fiscal_year_start)[0]
    return Span(text=text, start=found.start, end=found.end)
