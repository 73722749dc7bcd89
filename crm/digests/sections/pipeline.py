"""Pipeline movement: which deals moved on, which went back, which will close later than they were to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from crm.digests.ground import DealRow, Ground, amount_of, counted, joined, listed
from crm.digests.section import Line, Section, nothing
from crm.digests.window import short
from crm.model import RowVersion, Stage, StageChange

KIND = "pipeline"
TITLE = "Pipeline movement"


def pipeline(ground: Ground) -> Section:
    if not ground.deals:
        return nothing(KIND, TITLE, "no deals in the record.")
    moved, slipped = _moves(ground), _slips(ground)
    overdue = [each for each in ground.open if each.close is not None and each.close < ground.today]
    if not moved and not slipped and not overdue:
        return nothing(KIND, TITLE, "no deal changed its stage or its close date.")
    forward = [deal for deal, _, _, step in moved if step > 0]
    back = [deal for deal, _, _, step in moved if step < 0]
    parts = [
        f"{counted(len(forward), 'open deal')} moved on{_worth(ground, forward)}",
        f"{len(back):,} went back{_worth(ground, back)}" if back else "",
        f"{len(slipped):,} will close later than planned{_worth(ground, [each[0] for each in slipped])}"
        if slipped
        else "",
    ]
    past = f" {counted(len(overdue), 'open deal is', 'open deals are')} past the close date." if overdue else ""
    rows = [(d.name, d.account, "stage", old, new, d.amount) for d, old, new, _ in moved]
    rows += [(d.name, d.account, "close date", old.isoformat(), str(d.close), d.amount) for d, old in slipped]
    lines = [_line(ground, deal, f"{short(old)} → {short(deal.close or old)}") for deal, old in slipped]
    lines += [_line(ground, deal, f"{old or 'new'} → {new}") for deal, old, new, _ in moved]
    return Section(
        KIND,
        TITLE,
        f"{listed(parts)}.{past}",
        lines=tuple(_mixed(lines, len(slipped))),
        columns=("deal", "account", "what", "from", "to", "amount"),
        rows=tuple(rows),
    )


def _mixed(lines: list[Line], slipped: int) -> list[Line]:
    """The largest of each sort first."""
    late, moved = lines[:slipped], lines[slipped:]
    return [*late[:1], *moved[:2], *late[1:], *moved[2:]]


def _line(ground: Ground, deal: DealRow, change: str) -> Line:
    return Line(deal.name, joined(change, amount_of(ground, deal)))


def _worth(ground: Ground, deals: list[DealRow]) -> str:
    told = str(ground.money(deals))
    return f" ({told})" if told else ""


def _moves(ground: Ground) -> list[tuple[DealRow, str | None, str, int]]:
    """Open deals whose stage is another than at the beginning, with the steps between; the largest first."""
    start, end = ground.window.moments
    query = (
        select(StageChange.deal_id, StageChange.from_stage, StageChange.to_stage)
        .where(StageChange.tenant_id == ground.tenant_id, StageChange.changed_at >= start, StageChange.changed_at < end)
        .order_by(StageChange.changed_at, StageChange.id)
    )
    way: dict[int, tuple[str | None, str]] = {}
    for deal_id, old, new in ground.session.execute(query):
        way[deal_id] = (way[deal_id][0] if deal_id in way else old, new)
    places = {
        row.name: row.position
        for row in ground.session.execute(select(Stage.name, Stage.position).where(Stage.tenant_id == ground.tenant_id))
    }
    found = []
    for deal in ground.open:
        old, new = way.get(deal.id, (None, ""))
        if old and new and old != new:
            found.append((deal, old, new, places.get(new, 0) - places.get(old, 0)))
    return sorted(found, key=lambda each: -(each[0].amount or 0))


def _slips(ground: Ground) -> list[tuple[DealRow, date]]:
    """Open deals whose close date is later than it was at the beginning, with what it was; the largest first."""
    were = {int(number): close for number, close in ground.since.items() if number.isdecimal()}
    were |= _written(ground)
    found = []
    for deal in ground.open:
        old = _day(were.get(deal.id))
        if old is not None and deal.close is not None and deal.close > old:
            found.append((deal, old))
    return sorted(found, key=lambda each: -(each[0].amount or 0))


def _written(ground: Ground) -> dict[int, Any]:
    """Close dates as they were before people changed them in these days: of each deal the first."""
    start, end = ground.window.moments
    query = (
        select(RowVersion.row_id, RowVersion.before)
        .where(
            RowVersion.tenant_id == ground.tenant_id,
            RowVersion.entity == "deal",
            RowVersion.changed_at >= start,
            RowVersion.changed_at < end,
        )
        .order_by(RowVersion.changed_at.desc(), RowVersion.id.desc())
    )
    return {row_id: before["close_date"] for row_id, before in ground.session.execute(query) if "close_date" in before}


def _day(text: Any) -> date | None:
    try:
        return datetime.fromisoformat(str(text)).date() if text else None
    except ValueError:
        return None


def snapshot(ground: Ground, most: int = 5_000) -> dict[str, Any]:
    """What the next digest compares with: the close dates of open deals, by id."""
    dated = [each for each in ground.open if each.close is not None]
    return {str(each.id): str(each.close) for each in dated[:most]}
