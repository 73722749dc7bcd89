"""Nudges as one person may see them: through their eyes, without what is kept from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Account, Contact, Interaction, Nudge, User
from crm.nudges.brief import brief
from crm.nudges.facts import broken, fields_of, row_of
from crm.nudges.kind import NudgeKind, kind_of
from crm.nudges.naming import named
from crm.nudges.nudge import Draft, Evidence, Shown, Suggestion
from crm.nudges.taste import Liking, Taste, explained
from crm.reactions.reactions import zone_of
from crm.rights import Sight, seeing, unlimited
from crm.store import Store
from crm.strangers import Strangers

LARGE = 0.75  # of the size 0..1: one of the larger clients
GRAVEST = 3  # of severities
MOST, OF_A_KIND = 30, 2  # nudges of one person that are looked at; of each kind at least
DAY = 86_400  # seconds


@dataclass(frozen=True)
class Standing:
    """What of a nudge holds now: its lines of evidence that do, or why it does not as a whole."""

    lines: tuple[Evidence, ...] = ()
    broken: str = ""


def standing(session: Session, row: Nudge, now: datetime) -> Standing:
    """Asked of the whole record: whoever reads it, what somebody else did counts too."""
    with unlimited():
        kept = []
        for line in (Evidence.of(each) for each in row.evidence):
            found = row_of(session, row.tenant_id, line)
            fault = "it is gone" if found is None else broken(session, found, line, now)
            if fault and line.must:
                return Standing(broken=f"{line.ref}: {fault}")
            if not fault:
                kept.append(line)
        return Standing(tuple(kept))


class Showing:
    """Shows one person's nudges.

    Args:
        sight: what this person may see.
    """

    def __init__(self, store: Store, user: User, sight: Sight, now: datetime) -> None:
        self._store, self._user, self._sight, self._now = store, user, sight, now

    def shown(self, standings: Mapping[int, Standing], taste: Taste) -> list[Suggestion]:
        """Those of these nudges that the person may see, in no order."""
        with seeing(self._sight), self._store.read() as session:
            query = select(Nudge).where(
                Nudge.id.in_(list(standings)), Nudge.tenant_id == self._user.tenant_id, Nudge.user_id == self._user.id
            )
            made = [self._suggestion(session, row, standings[row.id], taste) for row in session.scalars(query).all()]
        return [each for each in made if each is not None]

    def _suggestion(self, session: Session, row: Nudge, held: Standing, taste: Taste) -> Suggestion | None:
        kind = kind_of(row.kind)
        lines = self._lines(session, row, held)
        if kind is None or lines is None:
            return None
        liking = taste.of(kind.name)
        urgency = kind.urgent(row.moment, self._now)
        draft = self._draft(session, row)
        texts = named(session, row.tenant_id, [row.says, draft.subject, draft.text, *(each.says for each in lines)])
        account = session.get(Account, row.account_id) if row.account_id else None
        contact = session.get(Contact, row.contact_id) if row.contact_id else None
        return Suggestion(
            row.id,
            row.user_id,
            kind.name,
            kind.title,
            row.severity,
            texts[0],
            tuple(replace(line, says=said) for line, said in zip(lines, texts[3:], strict=True)),
            replace(draft, subject=texts[1], text=texts[2]),
            self._why(kind, row, liking),
            row.value,
            urgency,
            liking.rate,
            row.made_at,
            row.due_at,
            row.until,
            account_id=account.id if account else None,
            account=account.name if account else None,
            contact_id=contact.id if contact else None,
            contact=contact.name if contact else None,
            deal_id=row.deal_id,
            task_id=row.task_id,
            interaction_id=row.interaction_id,
            state=row.state.value,
            channel=row.channel,
            ts=row.ts,
        )

    def _lines(self, session: Session, row: Nudge, held: Standing) -> list[Shown] | None:
        """The evidence; None where something it must have is kept from the person."""
        shown = []
        for line in held.lines:
            found = row_of(session, row.tenant_id, line)
            hidden = found is None or (bool(line.says) and bool(fields_of(line, found) & self._sight.fields))
            if hidden and line.must:
                return None
            if not hidden and line.says:
                shown.append(_line(session, line, found))
        return shown

    def _draft(self, session: Session, row: Nudge) -> Draft:
        draft = Draft.of(row.draft)
        if draft.form == "brief":
            zone = zone_of(session, row.user_id, row.tenant_id)
            return replace(draft, text=brief(session, row, self._sight, zone, self._now))
        return draft

    def _why(self, kind: NudgeKind, row: Nudge, liking: Liking) -> tuple[str, ...]:
        said = [f"{kind.title[0].upper()}{kind.title[1:]}; {_moved(kind, row.moment, self._now)}."]
        if row.features.get("size", 0) >= LARGE and "deal.amount" not in self._sight.fields and row.account_id:
            said.append("It is one of the larger clients by what is open.")
        said.append(explained(liking))
        return tuple(said)


def _line(session: Session, line: Evidence, row: Any) -> Shown:
    if isinstance(row, Interaction):
        says = Strangers(session, row.tenant_id).told(row, line.says)
        return Shown(line.ref, says, row.url, row.occurred_at.date().isoformat())
    return Shown(line.ref, line.says)


def _moved(kind: NudgeKind, moment: datetime, now: datetime) -> str:
    """How far off its moment is."""
    days = round((moment - now).total_seconds() / DAY)
    if days == 0:
        return "it is of today"
    away = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    if days < 0:
        return f"it was {away} ago" if kind.counts == "since" else f"its day was {away} ago"
    return f"it is in {away}"


def foremost(rows: Sequence[Nudge], taste: Taste, now: datetime, most: int = MOST) -> list[Nudge]:
    """Those that may come first, before their facts are asked: the best of all, and the best of each kind.

    Of fewer than `MOST` no kind has a place of its own: whoever asks for a handful wants the best.
    """
    if len(rows) <= most:
        return list(rows)
    kinds = {row.id: kind_of(row.kind) for row in rows}

    def worth(row: Nudge) -> tuple[bool, float]:
        kind = kinds[row.id]
        urgency = kind.urgent(row.moment, now) if kind else 0.0
        return row.severity >= GRAVEST, row.value * urgency * taste.of(row.kind).rate

    best = sorted(rows, key=worth, reverse=True)
    places: Counter[str] = Counter()
    kept = []
    for place, row in enumerate(best):
        places[row.kind] += 1
        if place < most or (most >= MOST and places[row.kind] <= OF_A_KIND):
            kept.append(row)
    return kept


def order(found: Sequence[Suggestion], taste: Taste) -> list[Suggestion]:
    """The best first: what cannot wait, then the best of each kind that is owed another try, then by value x urgency x
    taste."""
    best = sorted(found, key=lambda each: (-each.score, each.id))
    tried = {each.kind: each.id for each in reversed(best) if taste.of(each.kind).owed}

    def place(each: Suggestion) -> tuple[bool, int]:
        owed = taste.waited(each.kind) if tried.get(each.kind) == each.id else 0
        return each.severity < GRAVEST, -owed

    return sorted(best, key=place)
