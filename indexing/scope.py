"""What one search is held to, and what the record says of the rows within."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from crm import keywords
from crm.model import Interaction
from indexing.vectors import quarter_of

EXACT = 1_500  # passages: that many or fewer under a filter are all scored, without an approximate search


@dataclass(frozen=True)
class Scope:
    tenant_id: int
    start: datetime | None
    end: datetime | None
    account_ids: Sequence[int] | None
    contact_ids: Sequence[int] | None
    kinds: Sequence[str] | None

    @property
    def narrowed(self) -> bool:
        return any(part is not None for part in self.filters.values())

    @property
    def filters(self) -> dict[str, Any]:
        return {
            "start": self.start, "end": self.end, "account_ids": self.account_ids,
            "contact_ids": self.contact_ids, "kinds": self.kinds,
        }  # fmt: skip

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        return keywords.narrow(self.tenant_id, **self.filters)

    def quarters(self, there: Sequence[str]) -> list[str]:
        """Those of the quarters that the period touches."""
        first = quarter_of(self.start) if self.start else ""
        last = quarter_of(self.end) if self.end else "9999q9"
        return [quarter for quarter in there if first <= quarter <= last]

    def rows(self, session: Session, ids: Iterable[int]) -> dict[int, Row[Any]]:
        """Those of the rows that are within, without their texts."""
        wanted = select(
            *(Interaction.id, Interaction.version, Interaction.indexed_version, Interaction.passages),
            *(Interaction.occurred_at, Interaction.thread),
        ).where(*self.conditions, Interaction.id.in_(ids))
        return {row[0]: cast("Row[Any]", row) for row in session.execute(wanted)}

    def allowed(self, session: Session, ids: Iterable[int]) -> set[int]:
        return set(session.scalars(select(Interaction.id).where(*self.conditions, Interaction.id.in_(ids))))

    def few(self, session: Session) -> dict[str, list[str]] | None:
        """The ids of all passages within the filters, by quarter; None where they are many."""
        within = select(Interaction.passages).where(*self.conditions, Interaction.passages > 0).limit(EXACT + 1)
        if (session.scalar(select(func.sum(within.subquery().c.passages))) or 0) > EXACT:
            return None
        return self.passages(session, None)

    def passages(self, session: Session, ids: Sequence[int] | None) -> dict[str, list[str]]:
        """The ids of the passages of these rows, or of all within, by quarter."""
        wanted = select(Interaction.id, Interaction.passages, Interaction.occurred_at).where(*self.conditions)
        if ids is not None:
            wanted = wanted.where(Interaction.id.in_(ids))
        found: dict[str, list[str]] = defaultdict(list)
        for row_id, count, occurred_at in session.execute(wanted):
            found[quarter_of(occurred_at)] += [f"{row_id}:{place}" for place in range(count)]
        return found

    def waiting(self, session: Session) -> tuple[int, datetime | None]:
        """How many rows within the index has not seen yet, and when the oldest of them was written."""
        behind = select(func.count(), func.min(Interaction.updated_at)).where(
            *self.conditions, Interaction.version > Interaction.indexed_version
        )
        count, oldest = session.execute(behind).one()
        return count, oldest
