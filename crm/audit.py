"""Writes down who did what to which row, without any customer text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.model import AuditEntry


def append(
    session: Session,
    tenant_id: int,
    *,
    at: datetime,
    actor_id: int | None,
    action: str,
    entity: str | None = None,
    row_id: int | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Adds an entry in the caller's transaction: it is there if, and only if, what it tells of is.

    Args:
        session: the transaction that does what is audited.
        tenant_id: whose record it is.
        at: when it was done.
        actor_id: the user who did it; None for the local administrator.
        action: a verb with its object, such as "log.confirm".
        entity: the kind of row.
        row_id: the row.
        detail: counts, ids and names of columns; no customer text.
    """
    session.add(
        AuditEntry(
            tenant_id=tenant_id,
            at=at,
            actor_id=actor_id,
            action=action,
            entity=entity,
            row_id=row_id,
            detail=detail or {},
        )
    )
