"""Values of a column that an import observed, as far as whoever asks may see rows that hold them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import rights
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.rows.expressions import attribute

MOST = 500  # distinct values of a column that are looked at
OURS = frozenset({"user", "product"})  # the team's own rows, which everybody of it sees


def seen_values(session: Session, vocabulary: Vocabulary, info: FieldInfo) -> tuple[str, ...]:
    """Those of the field's values that a row holds which is seen."""
    sight = rights.current()
    if sight is None or not sight.narrow or not info.values or info.entity in OURS or info.type == "boolean":
        return info.values
    entity = vocabulary.entities[info.entity]
    column = getattr(entity.model, info.key) if info.core else attribute(entity.model.attributes, info)
    held = [entity.model.tenant_id == vocabulary.tenant_id, column.is_not(None)]
    held += [entity.model.kind == entity.kind] if entity.kind else []
    found = {str(each) for each in session.scalars(select(column).where(*held).distinct().limit(MOST))}
    return tuple(value for value in info.values if value in found)
