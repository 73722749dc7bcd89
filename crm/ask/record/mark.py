"""What tells whether a vocabulary is still that of the record: counts and newest changes, in one statement."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session

from crm.model import Account, Contact, Deal, Field, Product, RelatedRecord, Stage, Tenant, User, Word
from crm.model.types import Id


def mark_of(session: Session, tenant_id: int) -> tuple[Any, ...]:
    return tuple(session.execute(_marking(), {"tenant": tenant_id}).one())


@cache
def _marking() -> Select[Any]:
    """Built once: putting the statement together takes longer than it runs."""
    tenant: BindParameter[int] = bindparam("tenant", type_=Id)
    parts: list[Any] = []
    for model in (Account, Contact, User, Product):
        parts += [
            select(func.count()).where(model.tenant_id == tenant).select_from(model).scalar_subquery(),
            select(func.max(model.updated_at)).where(model.tenant_id == tenant).scalar_subquery(),
        ]
    for other in (Field, Stage, RelatedRecord, Deal):
        parts.append(select(func.max(other.id)).where(other.tenant_id == tenant).scalar_subquery())
    parts += [
        select(func.count()).where(Word.tenant_id == tenant).select_from(Word).scalar_subquery(),
        select(func.max(Word.added_at)).where(Word.tenant_id == tenant).scalar_subquery(),
        select(func.max(Word.id)).where(Word.tenant_id == tenant).scalar_subquery(),
        select(Tenant.fiscal_year_start).where(Tenant.id == tenant).scalar_subquery(),
        select(Tenant.settings).where(Tenant.id == tenant).scalar_subquery(),
    ]
    return select(*parts)
