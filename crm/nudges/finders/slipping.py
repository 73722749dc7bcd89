"""Open deals whose day has passed, was put off, or comes while nobody speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from crm.model import Deal, RowVersion
from crm.nudges.kind import NudgeKind
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene


@dataclass(frozen=True)
class Slip:
    """In what way a deal slips, the sentence that says so, and what speaks for it besides its close date."""

    deal: Deal
    user: int
    close: date
    way: str
    says: str
    line: Evidence | None = None


def slipping(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """Takes `late` (days after the close date), `near` and `quiet` (days before it, days without a word), `moved` and
    `lately` (days it was put off by, within so many days)."""
    moved = _moved(scene, kind)
    for deal in scene.open_deals:
        user = deal.owner_id if deal.owner_id in scene.readers else scene.owner(deal.account_id)
        if user is None or deal.close_date is None:
            continue
        today, when = scene.today(user), kind.when
        found: Slip | None = None
        if today - timedelta(days=when.late) <= deal.close_date < today:
            says = f"[deal:{deal.id}] was to close on {scene.day(deal.close_date, user)}, and is still open."
            found = Slip(deal, user, deal.close_date, "passed", says)
        elif deal.id in moved:
            found = _put_off(scene, user, deal, deal.close_date, moved[deal.id])
        elif today <= deal.close_date <= today + timedelta(days=when.near):
            found = _quiet(scene, user, deal, deal.close_date, timedelta(days=when.quiet))
        if found is not None:
            yield _candidate(scene, kind, found)


def _put_off(scene: Scene, user: int, deal: Deal, close: date, version: RowVersion) -> Slip:
    before = version.before["close_date"]
    old = scene.day(date.fromisoformat(before), user)
    shows = {"moved": {"version": version.version, "close_date": before}}
    line = Evidence(f"deal:{deal.id}", f"It was to close on {old} before.", shows)
    says = f"[deal:{deal.id}] was put off from {old} to {scene.day(close, user)}."
    return Slip(deal, user, close, "moved", says, line)


def _quiet(scene: Scene, user: int, deal: Deal, close: date, quiet: timedelta) -> Slip | None:
    last = scene.last(deal)
    if last is None or scene.now - last[1] < quiet:
        return None
    since = scene.moment(last[1], user)
    line = Evidence(f"interaction:{last[0]}", f"The last contact was on {since}.", {"latest": deal.id})
    client = f"[account:{deal.account_id}]" if deal.account_id else "the client"
    day = scene.day(close, user)
    says = f"[deal:{deal.id}] is to close on {day}, and nobody has spoken with {client} since {since}."
    return Slip(deal, user, close, "near", says, line)


def _candidate(scene: Scene, kind: NudgeKind, found: Slip) -> Candidate:
    deal, close = found.deal, scene.day(found.close, found.user)
    shows = {"outcome": "open", "close_date": found.close.isoformat()}
    lines = [Evidence(f"deal:{deal.id}", f"[deal:{deal.id}] is open, its close date {close}.", shows)]
    if found.line is not None:
        lines.append(found.line)
    if deal.owner_id == found.user:
        lines.append(Evidence(f"deal:{deal.id}", shows={"owner_id": found.user}))
    return Candidate(
        kind.name,
        found.user,
        f"deal:{deal.id}:{found.way}:{found.close}",
        scene.noon(found.close, found.user),
        found.says,
        tuple(lines),
        account_id=deal.account_id,
        contact_id=deal.contact_id,
        deal_id=deal.id,
        slots={"due": close},
    )


def _moved(scene: Scene, kind: NudgeKind) -> dict[int, RowVersion]:
    """By deal: the change that put its close date off by far, lately."""
    since = scene.now - timedelta(days=kind.when.lately)
    query = select(RowVersion).where(
        RowVersion.tenant_id == scene.tenant_id, RowVersion.entity == "deal", RowVersion.changed_at > since
    )
    deals = {deal.id: deal for deal in scene.open_deals}
    found: dict[int, RowVersion] = {}
    for version in scene.session.scalars(query.order_by(RowVersion.changed_at, RowVersion.id)):
        deal, before = deals.get(version.row_id), version.before.get("close_date")
        if deal is None or deal.close_date is None or not before:
            continue
        if deal.close_date - date.fromisoformat(before) >= timedelta(days=kind.when.moved):
            found.setdefault(deal.id, version)
    return found
