"""Whether what a nudge rests on holds: columns as they were, and facts that are asked of the record by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from crm.history import plain
from crm.model import (
    Account,
    Contact,
    Deal,
    Interaction,
    InteractionReading,
    Kind,
    Outcome,
    RelatedRecord,
    RowVersion,
    Task,
)
from crm.nudges.lexicon import pattern
from crm.nudges.nudge import Evidence

ROWS: dict[str, type[Any]] = {
    "account": Account,
    "contact": Contact,
    "deal": Deal,
    "interaction": Interaction,
    "related": RelatedRecord,
    "task": Task,
}
ATTRIBUTE = "attributes."
TALKS = (Kind.CALL, Kind.MEETING)
CANCELLED = "cancelled"


@dataclass(frozen=True)
class Asked:
    """One fact that is asked of a row."""

    session: Session
    row: Any
    value: Any
    now: datetime


Fact = Callable[[Asked], bool]


def rows_of(session: Session, tenant_id: int, lines: Iterable[Evidence]) -> dict[str, Any]:
    """The rows that lines name, by their `ref`, as far as they are seen now: one statement for each table."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        wanted[line.table].add(line.row_id)
    found = {}
    for table, ids in wanted.items():
        model = ROWS.get(table)
        if model is not None:
            query = select(model).where(model.tenant_id == tenant_id, model.id.in_(sorted(ids)))
            found.update({f"{table}:{row.id}": row for row in session.scalars(query)})
    return found


def holds(session: Session, tenant_id: int, line: Evidence, now: datetime) -> bool:
    """Whether the row is there and is still as the line says."""
    row = rows_of(session, tenant_id, [line]).get(line.ref)
    return row is not None and not broken(session, row, line, now)


def broken(session: Session, row: Any, line: Evidence, now: datetime) -> str:
    """The first thing of a line that holds no more; "" where all does."""
    for name, value in line.shows.items():
        fact = FACTS.get(name)
        held = fact(Asked(session, row, value, now)) if fact is not None else _column(row, name) == value
        if not held:
            return name
    return ""


def fields_of(line: Evidence, row: Any) -> frozenset[str]:
    """The columns that a line tells of, as rights name them: "deal.amount", "subscription.renewal_date"."""
    entity = row.kind if isinstance(row, RelatedRecord) else line.table
    named = {f"{entity}.{name.removeprefix(ATTRIBUTE)}" for name in line.shows if name not in FACTS}
    if "moved" in line.shows:
        named.add("deal.close_date")
    if "titled_gone" in line.shows:
        named.add("contact.title")
    if "usage" in line.shows:
        told = line.shows["usage"]
        named.add(f"{told['kind']}.{told['field']}")
    return frozenset(named)


def quoted(row: Interaction, quote: str) -> bool:
    """Whether an interaction says this, however its lines are broken."""
    return bool(quote) and " ".join(quote.split()) in " ".join(row.text.split())


def _column(row: Any, name: str) -> Any:
    if name.startswith(ATTRIBUTE):
        return row.attributes.get(name.removeprefix(ATTRIBUTE))
    return plain(row, [name])[name]


def _quote(asked: Asked) -> bool:
    return quoted(asked.row, str(asked.value))


def _came_later(asked: Asked, account_id: int | None, deal_id: int | None, *more: ColumnElement[bool]) -> bool:
    """Whether anything came of the client or the deal after the interaction, and up to now.

    Of each by itself: one condition on either column finds no index, and reads every interaction since.
    """
    row: Interaction = asked.row
    whose = [Interaction.account_id == account_id] if account_id else []
    whose += [Interaction.deal_id == deal_id] if deal_id else []
    if not whose:
        whose = [Interaction.contacts.any(Contact.id.in_([each.id for each in row.contacts]))]
    later = [
        Interaction.tenant_id == row.tenant_id,
        Interaction.occurred_at >= row.occurred_at,
        or_(Interaction.occurred_at > row.occurred_at, Interaction.id > row.id),
        Interaction.occurred_at <= asked.now,
        *more,
    ]
    found = (asked.session.scalar(select(Interaction.id).where(each, *later).limit(1)) for each in whose)
    return any(id_ is not None for id_ in found)


def _latest(asked: Asked) -> bool:
    """Nothing came of this deal, or of its client, since the interaction."""
    deal = asked.session.scalar(select(Deal).where(Deal.id == int(asked.value)))
    return deal is not None and not _came_later(asked, deal.account_id, deal.id)


def _unanswered(asked: Asked) -> bool:
    """Nobody of ours wrote to the client or talked with them since the interaction."""
    ours = or_(
        Interaction.direction == "out",
        and_(Interaction.kind.in_(TALKS), func.coalesce(Interaction.direction, "") != "in"),
    )
    return _came_later(asked, asked.row.account_id, None, ours) is not bool(asked.value)


def _intents(asked: Asked) -> bool:
    """One of these was read in the interaction; what a person said of it wins."""
    query = select(InteractionReading.intents).where(InteractionReading.interaction_id == asked.row.id)
    read = asked.session.scalar(query)
    return read is not None and any(each.get("name") in asked.value for each in read)


def _ahead(asked: Asked) -> bool:
    return bool(asked.row.occurred_at > asked.now) is bool(asked.value)


def _called_off(asked: Asked) -> bool:
    return (asked.row.attributes.get("status") == CANCELLED) is bool(asked.value)


def _moved(asked: Asked) -> bool:
    """A change of the deal replaced this close date."""
    query = select(RowVersion.before).where(
        RowVersion.tenant_id == asked.row.tenant_id,
        RowVersion.entity == "deal",
        RowVersion.row_id == asked.row.id,
        RowVersion.version == asked.value["version"],
    )
    before = asked.session.scalar(query)
    return before is not None and before.get("close_date") == asked.value["close_date"]


def _usage(asked: Asked) -> bool:
    told = asked.value
    start, end = (datetime.fromisoformat(told[name]) for name in ("start", "end"))
    return bool(abs(used(asked, told["kind"], told["field"], (start, end)) - told["sum"]) < 0.01)


def used(asked: Asked, kind: str, field: str, window: tuple[datetime, datetime]) -> float:
    """The sum of a number of an account's records after the window's start, up to its end."""
    account: Account = asked.row
    start, end = window
    amount = RelatedRecord.attributes[field].as_float()
    query = select(func.coalesce(func.sum(amount), 0)).where(
        RelatedRecord.tenant_id == account.tenant_id,
        RelatedRecord.account_id == account.id,
        RelatedRecord.kind == kind,
        RelatedRecord.occurred_at > start,
        RelatedRecord.occurred_at <= end,
    )
    return float(asked.session.scalar(query) or 0)


def _counted_on(asked: Asked) -> bool:
    """The contact is of an open deal, or took part in at least so many interactions since a day."""
    told = asked.value
    if told.get("deal_id"):
        query = select(Deal.id).where(
            Deal.id == told["deal_id"], Deal.contact_id == asked.row.id, Deal.outcome == Outcome.OPEN
        )
        return asked.session.scalar(query) is not None
    talks = contacts_since(asked.session, asked.row.id, datetime.fromisoformat(told["since"]))
    return talks >= int(told["talks"])


def contacts_since(session: Session, contact_id: int, since: datetime) -> int:
    """In how many interactions somebody took part since."""
    met = Interaction.contacts.any(Contact.id == contact_id)
    return session.scalar(select(func.count(Interaction.id)).where(met, Interaction.occurred_at > since)) or 0


def _titled_gone(asked: Asked) -> bool:
    """The contact's title tells that they are gone."""
    return bool(pattern("departure", "titles").search(asked.row.title or "")) is bool(asked.value)


FACTS: dict[str, Fact] = {
    "quote": _quote,
    "latest": _latest,
    "unanswered": _unanswered,
    "intents": _intents,
    "ahead": _ahead,
    "called_off": _called_off,
    "moved": _moved,
    "usage": _usage,
    "counted_on": _counted_on,
    "titled_gone": _titled_gone,
}
WINDOW = timedelta(days=28)  # what usage is compared over: whole weeks
