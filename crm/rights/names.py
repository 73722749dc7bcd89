"""Names that somebody may not see, to be kept out of what the team wrote down by hand."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Account, Contact, Deal
from crm.rights.eyes import current, unlimited


def unseen_names(session: Session, tenant_id: int) -> frozenset[str]:
    """Names of clients, their people and deals that are not seen now, folded; none where every row is."""
    sight = current()
    if sight is None or not sight.narrow:
        return frozenset()
    seen = _names(session, tenant_id)
    with unlimited():
        every = _names(session, tenant_id)
    return every - seen


def speaks_of(text: str, names: frozenset[str]) -> bool:
    """Whether a text holds any of the names."""
    said = text.casefold()
    return any(name in said for name in names)


def _names(session: Session, tenant_id: int) -> frozenset[str]:
    return frozenset(
        name.casefold()
        for model in (Account, Contact, Deal)
        for name in session.scalars(select(model.name).where(model.tenant_id == tenant_id))
        if name.strip()
    )
