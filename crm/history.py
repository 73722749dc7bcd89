"""Changes rows so that what they held before can be shown and brought back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Date, DateTime, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from crm.model import Account, Contact, Deal, Interaction, Product, RowVersion, Task, User

Row = Account | Contact | Deal | Interaction | Product | Task | User


def entity_of(row: Row) -> str:
    """The name that a row's kind has in the history: "deal", "task", …"""
    return type(row).__name__.lower()


def change(session: Session, row: Row, values: dict[str, Any], *, by: int | None, at: datetime) -> RowVersion | None:
    """Sets `values` on a row and keeps what they replace. Nothing is kept where nothing changes.

    Args:
        session: the caller's transaction.
        row: a row of it.
        values: new values by column.
        by: the user who changes it; None for the local administrator.
        at: when.

    Returns:
        The version that was replaced, flushed; its `before` holds the old values of the changed columns.
    """
    before = {column: getattr(row, column) for column, value in values.items() if getattr(row, column) != value}
    if not before:
        return None
    kept = RowVersion(
        tenant_id=row.tenant_id,
        entity=entity_of(row),
        row_id=row.id,
        version=row.version,
        before={column: _plain(value) for column, value in before.items()},
        changed_by=by,
        changed_at=at,
    )
    for column in before:
        setattr(row, column, values[column])
    row.updated_at = at
    session.add(kept)
    session.flush()
    return kept


def restore(
    session: Session, row: Row, version: int, *, written: dict[str, Any], by: int | None, at: datetime
) -> list[str]:
    """Brings back what a change replaced, except where somebody has changed it again since.

    Args:
        session: the caller's transaction.
        row: the row that was changed.
        version: the version that the change replaced.
        written: what the change wrote, as `plain` gave it: the columns that still hold it are restored.
        by: the user who undoes it.
        at: when.

    Returns:
        The columns that were restored.
    """
    kept = session.scalar(
        select(RowVersion).where(
            RowVersion.tenant_id == row.tenant_id,
            RowVersion.entity == entity_of(row),
            RowVersion.row_id == row.id,
            RowVersion.version == version,
        )
    )
    if kept is None:
        return []
    values = {
        column: _typed(row, column, value)
        for column, value in kept.before.items()
        if column in written and _plain(getattr(row, column)) == written[column]
    }
    change(session, row, values, by=by, at=at)
    return sorted(values)


def plain(row: Row, columns: list[str]) -> dict[str, Any]:
    """A row's values as JSON can hold them."""
    return {column: _plain(getattr(row, column)) for column in columns}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _typed(row: Row, column: str, value: Any) -> Any:
    """The value as the column's type wants it, out of JSON."""
    if not isinstance(value, str):
        return value
    kind: Any = type(row).__table__.columns[column].type
    kind = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value
