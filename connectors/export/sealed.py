"""Rows of an export on their way into a table, with what an admin had encrypted sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from crm.sealed.fields import entity_of, keys_of
from crm.sealed.sealing import sealing_of

AT_ONCE = 500


class SealedTable:
    """A table within a transaction; false where nothing of it is sealed."""

    def __init__(self, session: Session, tenant_id: int, table: Table) -> None:
        self._session, self._tenant_id, self._table = session, tenant_id, table
        self._sealing, self._entity = sealing_of(session), entity_of(table.name)
        refs = self._sealing.refs(session, tenant_id) if self._sealing and self._entity else frozenset()
        self._keys = keys_of(refs, self._entity or "")

    def __bool__(self) -> bool:
        return bool(self._keys)

    def of(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        """What is sealed of rows that are there."""
        found: dict[int, dict[str, str]] = {}
        for start in range(0, len(ids) if self else 0, AT_ONCE):
            table = self._table
            query = select(table.c.id, table.c.sealed).where(table.c.id.in_(ids[start : start + AT_ONCE]))
            found.update({row.id: row.sealed or {} for row in self._session.execute(query)})
        return found

    def fresh(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A new row as it is to be written."""
        return self.stale(row, None)

    def stale(self, row: Mapping[str, Any], before: Mapping[str, str] | None) -> dict[str, Any]:
        """The columns to be written of a row of which this was sealed before."""
        if self._sealing is None or self._entity is None or not self:
            return dict(row)
        moved = self._sealing.moved(self._tenant_id, self._entity, self._keys, {**row, "sealed": before})
        return {**row, **moved}
