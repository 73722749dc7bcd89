"""Sealed things that no key opens which is there: what a lost key costs, before somebody needs it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from sqlalchemy import Text, cast, func, select

from crm.store import Store
from privacy.keyring import ID_LENGTH, KeyRing
from privacy.rotation import sealed_columns, token_columns
from privacy.vault import TOKEN, WRAPPED

HEAD = 1 + ID_LENGTH  # bytes that tell the key
TOKEN_HEAD = re.compile(rf"{TOKEN}([A-Za-z0-9+/]{{{HEAD * 4 // 3}}})")
PAGE = 2_000


def keyless(store: Store, ring: KeyRing, tenant_id: int) -> dict[str, int]:
    """How many sealed things of a tenant open with no key, by table and column; places with none are left out."""
    known = {key.id for key in ring.all(tenant_id)} if tenant_id in ring.tenants() else set()
    found: dict[str, int] = {}
    with store.read() as session:
        for table, column in sealed_columns():
            cell = table.c[column]
            heads = select(func.substr(cell, 1, HEAD)).where(table.c.tenant_id == tenant_id, cell.is_not(None))
            count = orphaned((bytes(head) for head in session.scalars(heads).yield_per(PAGE)), known)
            if count:
                found[f"{table.name}.{column}"] = count
        for table, column in token_columns():
            text = cast(table.c[column], Text)
            cells = select(text).where(table.c.tenant_id == tenant_id, text.like(f"%{TOKEN}%"))
            tokens = (head for cell in session.scalars(cells).yield_per(PAGE) for head in TOKEN_HEAD.findall(cell))
            count = orphaned((base64.b64decode(head) for head in tokens), known)
            if count:
                found[f"{table.name}.{column}"] = count
    return found


def orphaned(heads: Iterable[bytes], known: set[bytes]) -> int:
    """How many of these beginnings of sealed things name a key that is not known; the first kind names none."""
    return sum(not known or (head[:1] == WRAPPED and head[1:] not in known) for head in heads)
