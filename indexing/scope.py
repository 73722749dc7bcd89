"""What one search is held to, and what the record says of the rows within."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from crm import keywords
from crm.model import Interaction
from indexing.stores.port import quarter_of

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

    def holds(self, row: Row[Any]) -> bool:
        """Whether a row is within, but for its contacts."""
        return bool(
            row.tenant_id == self.tenant_id
            and (self.start is None or row.occurred_at >= self.start)
            and (self.end is None or row.occurred_at < self.end)
            and (self.account_ids is None or row.account_id in self.account_ids)
            and (self.kinds is None or row.kind in self.kinds)
        )

    def quarters(self, there: Sequence[str]) -> list[str]:
        """Those of the quarters that the period touches."""
        first = quarter_of(self.start) if self.start else ""
        last = quarter_of(self.end) if self.end else "9999q9"
        return [quarter for quarter in there if first <= quarter <= last]

    def few(self, session: Session) -> dict[str, list[str]] | None:
        """The ids of all passages within the filters, by quarter; None where they are many."""
        within = select(Interaction.passages).where(*self.conditions, Interaction.passages > 0).limit(EXACT + 1)
        if (session.scalar(select(func.sum(within.subquery().c.passages))) or 0) > EXACT:
            return None
        wanted = select(Interaction.id, Interaction.passages, Interaction.occurred_at).where(*self.conditions)
        return passages_of(session.execute(wanted))

    def waiting(self, session: Session) -> tuple[int, datetime | None]:
        """How many rows within the index has not seen yet, and when the oldest of them was written."""
        behind = [Interaction.tenant_id == self.tenant_id, Interaction.version > Interaction.indexed_version]
        if session.scalar(select(Interaction.id).where(*behind).limit(1)) is None:
            return 0, None
        found = session.execute(select(func.count(), func.min(Interaction.updated_at)).where(*self.conditions, *behind))
        count, oldest = found.one()
        return count, oldest


class Rows:
    """The rows of one search, each read once and without its text: those asked for that are within its scope.

    They are looked up by id alone and held against the scope here: databases would rather walk through a whole period.
    """

    def __init__(self, session: Session, scope: Scope) -> None:
        self.session = session
        self.scope = scope
        self._read: dict[int, Row[Any] | None] = {}

    def of(self, ids: Iterable[int]) -> dict[int, Row[Any]]:
        asked = set(ids)
        if new := asked.difference(self._read):
            wanted = select(
                *(Interaction.id, Interaction.version, Interaction.indexed_version, Interaction.passages),
                *(Interaction.occurred_at, Interaction.thread),
                *(Interaction.tenant_id, Interaction.account_id, Interaction.kind),
            ).where(Interaction.id.in_(new))
            if self.scope.contact_ids is not None:
                wanted = wanted.where(keywords.with_contacts(self.scope.contact_ids))
            self._read |= dict.fromkeys(new)
            found: list[Row[Any]] = list(self.session.execute(cast("Select[Any]", wanted)))
            self._read |= {row.id: row for row in found if self.scope.holds(row)}
        return {found: row for found in asked if (row := self._read[found]) is not None}


def passages_of(rows: Iterable[Row[Any]]) -> dict[str, list[str]]:
    """The ids of the rows' passages, by quarter."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[quarter_of(row.occurred_at)] += [f"{row.id}:{place}" for place in range(row.passages)]
    return found
