"""A question of the manager's own as a section: asked of the record like any other."""

from __future__ import annotations

from crm.ask.asker import Asker
from crm.ask.telling.charting import picture_of
from crm.ask.telling.figures import when
from crm.ask.telling.units import figure
from crm.digests.ground import Ground, joined
from crm.digests.rankings import TURNED_OFF, ranks_people
from crm.digests.section import Line, Section
from crm.model import User

KIND = "question"
SHOWN = 3  # columns of a line
UNREAD = "I do not understand this question any more: {reason}"


def question(asker: Asker, ground: Ground, text: str, title: str, owner: User | None) -> Section:
    """Asked as its owner, within whatever sight holds."""
    now = ground.now
    found = asker.ask(ground.tenant_id, text, user=owner, now=now)
    if ranks_people(found.plan) and not ground.rankings:
        return Section(KIND, title, TURNED_OFF, failed=True)
    if found.abstained:
        return Section(KIND, title, UNREAD.format(reason=found.reason or found.answer), failed=True)
    units = [*found.units, *[""] * len(found.columns)]
    lines = [_line(row, units) for row in found.rows] if len(found.rows) > 1 and len(found.columns) > 1 else []
    if not lines or (found.plan or {}).get("shape") == "passages":
        lines = [Line(each.title or each.kind, "", each) for each in found.citations]
    chart = picture_of(found, now) if found.rows else None
    return Section(
        KIND,
        title,
        found.answer,
        tuple(lines),
        columns=tuple(found.columns),
        rows=tuple(tuple(row) for row in found.rows),
        chart=chart if chart is not None and chart.automatic else None,
        note=" ".join(found.left_out[:1]),
    )


def _line(row: list[object], units: list[str]) -> Line:
    told = [_cell(value, units[place]) for place, value in enumerate(row)]
    return Line(told[0], joined(*told[1 : SHOWN + 1]))


def _cell(value: object, unit: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return figure(value, unit)
    return ", ".join(map(str, value)) if isinstance(value, list) else when(value)
