"""Nudges as one person may see them: through their eyes, without what is kept from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Account, Contact, Interaction, Nudge, User
from crm.nudges.brief import brief
from crm.nudges.facts import broken, fields_of, rows_of
from crm.nudges.kind import NudgeKind, kind_of, kinds
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
Parties = Mapping[tuple[str, int | None], str]


@dataclass(frozen=True)
class Standing:
    """What of a nudge holds now: its lines of evidence that do, or why it does not as a whole."""

    lines: tuple[Evidence, ...] = ()
    broken: str = ""


def standings(session: Session, rows: Sequence[Nudge], now: datetime) -> dict[int, Standing]:
    """What of each nudge holds, by its id; asked of the whole record: whoever reads it, what somebody else did counts.

    All are of one tenant.
    """
    lines = {row.id: [Evidence.of(each) for each in row.evidence] for row in rows}
    with unlimited():
        found = rows_of(session, rows[0].tenant_id, chain.from_iterable(lines.values())) if rows else {}
        return {row.id: _standing(session, lines[row.id], found, now) for row in rows}


def _standing(session: Session, lines: Sequence[Evidence], rows: Mapping[str, Any], now: datetime) -> Standing:
    kept = []
    for line in lines:
        found = rows.get(line.ref)
        fault = "it is gone" if found is None else broken(session, found, line, now)
        if fault and line.must:
            return Standing(broken=f"{line.ref}: {fault}")
        if not fault:
            kept.append(line)
    return Standing(tuple(kept))


@dataclass(frozen=True)
class _Told:
    """A nudge's texts."""

    says: str
    draft: Draft
    lines: Sequence[Shown]


class Showing:
    """Shows one person's nudges.

    Args:
        sight: what this person may see.
    """

    def __init__(self, store: Store, user: User, sight: Sight, now: datetime) -> None:
        self._store, self._user, self._sight, self._now = store, user, sight, now

    def shown(self, standings: Mapping[int, Standing], taste: Taste) -> list[Suggestion]:
        """Those of these nudges that the person may see, in no order."""
        tenant_id = self._user.tenant_id
        with seeing(self._sight), self._store.read() as session:
            query = select(Nudge).where(
                Nudge.id.in_(list(standings)), Nudge.tenant_id == tenant_id, Nudge.user_id == self._user.id
            )
            rows = [row for row in session.scalars(query).all() if kind_of(row.kind) is not None]
            lines = self._lines(session, {row.id: standings[row.id] for row in rows})
            seen = [(row, self._draft(session, row), lines[row.id]) for row in rows if row.id in lines]
            told = _named(session, tenant_id, [_Told(row.says, draft, shown) for row, draft, shown in seen])
            who = _parties(session, [row for row, _, _ in seen])
        return [self._suggestion(row, said, who, taste) for (row, _, _), said in zip(seen, told, strict=True)]

    def _suggestion(self, row: Nudge, told: _Told, who: Parties, taste: Taste) -> Suggestion:
        kind = kinds()[row.kind]
        liking = taste.of(kind.name)
        account, contact = who.get(("account", row.account_id)), who.get(("contact", row.contact_id))
        return Suggestion(
            row.id,
            row.user_id,
            kind.name,
            kind.title,
            row.severity,
            told.says,
            tuple(told.lines),
            told.draft,
            self._why(kind, row, liking),
            row.value,
            kind.urgent(row.moment, self._now),
            liking.rate,
            row.made_at,
            row.due_at,
            row.until,
            account_id=row.account_id if account else None,
            account=account,
            contact_id=row.contact_id if contact else None,
            contact=contact,
            deal_id=row.deal_id,
            task_id=row.task_id,
            interaction_id=row.interaction_id,
            state=row.state.value,
            channel=row.channel,
            ts=row.ts,
        )

    def _lines(self, session: Session, standings: Mapping[int, Standing]) -> dict[int, list[Shown]]:
        """The evidence of each; without those of which something they must have is kept from the person."""
        tenant_id = self._user.tenant_id
        rows = rows_of(session, tenant_id, chain.from_iterable(each.lines for each in standings.values()))
        strangers = Strangers(session, tenant_id)
        shown: dict[int, list[Shown]] = {}
        for nudge_id, held in standings.items():
            seen = [line for line in held.lines if self._may_see(line, rows.get(line.ref))]
            if all(line in seen for line in held.lines if line.must):
                shown[nudge_id] = [_line(strangers, line, rows[line.ref]) for line in seen if line.says]
        return shown

    def _may_see(self, line: Evidence, row: Any) -> bool:
        return row is not None and not (bool(line.says) and bool(fields_of(line, row) & self._sight.fields))

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


def _line(strangers: Strangers, line: Evidence, row: Any) -> Shown:
    if isinstance(row, Interaction):
        return Shown(line.ref, strangers.told(row, line.says), row.url, row.occurred_at.date().isoformat())
    return Shown(line.ref, line.says)


def _named(session: Session, tenant_id: int, found: Sequence[_Told]) -> list[_Told]:
    """The same with names for placeholders."""
    texts = [text for each in found for text in (each.says, each.draft.subject, each.draft.text)]
    names = iter(named(session, tenant_id, [*texts, *(line.says for each in found for line in each.lines)]))
    heads = [tuple(islice(names, 3)) for _ in found]
    return [
        _Told(
            says,
            replace(each.draft, subject=subject, text=text),
            [replace(line, says=next(names)) for line in each.lines],
        )
        for each, (says, subject, text) in zip(found, heads, strict=True)
    ]


def _parties(session: Session, rows: Sequence[Nudge]) -> Parties:
    """The names of the clients and people that nudges are about, as far as they are seen."""
    accounts = {row.account_id for row in rows if row.account_id}
    contacts = {row.contact_id for row in rows if row.contact_id}
    told: dict[tuple[str, int | None], str] = {}
    if accounts:
        query = select(Account.id, Account.name).where(Account.id.in_(accounts))
        told.update({("account", row.id): row.name for row in session.execute(query)})
    if contacts:
        people = select(Contact.id, Contact.name).where(Contact.id.in_(contacts))
        told.update({("contact", row.id): row.name for row in session.execute(people)})
    return told


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
