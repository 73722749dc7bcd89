"""Writes down who did what to which row, without any customer text, each entry chained to the one before."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.model import AuditEntry, AuditHead

BEGINNING = "0" * 64  # what the first entry of a tenant is chained to
CUT = "audit.cut"
HEADS = "audit_heads"  # in a session's info: what the transaction adds, for whoever keeps heads outside of the database
NAME = re.compile(r"[\w.:-]{1,64}")  # of an id, a column, a choice; nothing a client says looks like one
MOST_IDS = 500  # of one list


@dataclass(frozen=True)
class Head:
    """The last entry of a tenant's chain."""

    tenant_id: int
    seq: int
    digest: str


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

    The tenant's head is held until that transaction ends: others who add an entry of this tenant wait for it, so it is
    best added last.

    Args:
        session: the transaction that does what is audited.
        tenant_id: whose record it is.
        at: when it was done.
        actor_id: the user who did it; None for the local administrator.
        action: a verb with its object, such as "log.confirm".
        entity: the kind of row.
        row_id: the row.
        detail: counts, ids and names of columns; whatever reads like text is left out.
    """
    head = _held(session, tenant_id)
    entry = AuditEntry(
        tenant_id=tenant_id,
        at=at,
        actor_id=actor_id,
        action=action,
        entity=entity,
        row_id=row_id,
        detail={str(name): _bare(value) for name, value in (detail or {}).items()},
        seq=head.seq + 1,
    )
    entry.digest = digest_of(entry, head.digest)
    head.seq, head.digest = head.seq + 1, entry.digest
    session.add(entry)
    session.info.setdefault(HEADS, []).append(Head(tenant_id, head.seq, head.digest))


def cut(session: Session, tenant_id: int, ids: Sequence[int], *, at: datetime) -> None:
    """Removes the oldest entries, and adds one that says where the chain now begins and with what digest.

    Args:
        ids: entries that no older one is left of.
    """
    head = _held(session, tenant_id)
    gone = select(AuditEntry).where(AuditEntry.tenant_id == tenant_id, AuditEntry.id.in_(ids))
    entries = session.scalars(gone.order_by(AuditEntry.seq)).all()
    chained = [entry for entry in entries if entry.seq is not None]
    last = {"seq": chained[-1].seq, "digest": chained[-1].digest} if chained else {}
    head.unchained -= len(entries) - len(chained)
    session.execute(delete(AuditEntry).where(AuditEntry.id.in_([entry.id for entry in entries])))
    append(session, tenant_id, at=at, actor_id=None, action=CUT, detail={"entries": len(entries), **last})


def digest_of(entry: AuditEntry, before: str) -> str:
    """What binds an entry to the one before: a digest over its content, in the one way every database gives it back."""
    content = [
        before,
        entry.tenant_id,
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.action,
        entry.entity,
        entry.row_id,
        entry.detail,
    ]
    said = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _held(session: Session, tenant_id: int) -> AuditHead:
    """The tenant's head, held by this transaction; made with its first entry."""
    query = select(AuditHead).where(AuditHead.tenant_id == tenant_id).with_for_update()
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is not None:
        return found
    earlier = select(func.count(AuditEntry.id)).where(AuditEntry.tenant_id == tenant_id, AuditEntry.seq.is_(None))
    values = {"tenant_id": tenant_id, "seq": 0, "digest": BEGINNING, "unchained": session.scalar(earlier) or 0}
    if session.get_bind().dialect.name in {"mysql", "mariadb"}:  # there a refused insert keeps a lock
        session.execute(mysql.insert(AuditHead).values(values).on_duplicate_key_update(seq=AuditHead.seq))
        return session.scalars(query.execution_options(populate_existing=True)).one()
    made = AuditHead(**values)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # another transaction made it at the same moment
        return session.scalars(query.execution_options(populate_existing=True)).one()
    return made


def _bare(value: Any) -> Any:
    """Numbers and names as they are; of text only that there was some."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return round(value)
    if isinstance(value, list | tuple):
        return [_bare(each) for each in value[:MOST_IDS]]
    if isinstance(value, dict):
        return {str(name): _bare(each) for name, each in value.items()}
    return value if isinstance(value, str) and NAME.fullmatch(value) else "(text)"
