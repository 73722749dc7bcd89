"""Values that lie sealed among others of a row: opened to be looked through, sealed again where they changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from crm.errors import FatalError
from crm.sealed.fields import entity_of
from crm.sealed.sealing import Sealing, is_token
from privacy.erasure.place import Work

SEALED = frozenset({"sealed", "told"})  # columns of JSON that hold sealed values by the names of their fields


def cleaned(work: Work, table: str, row: Row[Any], column: str, *, near: bool) -> Any:
    """The column without the person. What did not change keeps its token; a value that opens with no key tells nobody
    anything, and nobody can say whom it tells of: it goes.
    """
    before = getattr(row, column)
    if not isinstance(before, dict) or not any(map(is_token, before.values())):
        return work.traces.value(before, near=near)
    entity, sealing = entity_of(table) or str(row.entity), Sealing(work.house.vault)
    plain: dict[str, Any] = {}
    for name, value in before.items():
        try:
            ref = f"{entity}.{name}"
            plain[name] = sealing.open(work.tenant_id, ref, value) if is_token(value) else value
        except FatalError:
            continue
    after = work.traces.value(plain, near=near)
    kept = {name: before[name] for name, value in after.items() if name in plain and value == plain[name]}
    new = {name: sealing.seal(work.tenant_id, f"{entity}.{name}", after[name]) for name in after.keys() - kept.keys()}
    return {**kept, **new}
