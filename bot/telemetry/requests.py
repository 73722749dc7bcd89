"""Which request something is of: one id from Slack's event to its answer, in logs, traces and apologies."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import select

from crm.errors import RejectedError
from crm.model import InboxItem
from crm.store import Store

LOGGED = 12  # hexadecimal digits in a log line
SHOWN = 6  # in what a person is told
CODE = re.compile(rf"[0-9a-f]{{{SHOWN},32}}")
LOOKED_AT = 200_000  # newest items
PAGE = 10_000


def request_of(tenant_id: int, item_id: int) -> str:
    """The id of the request behind an inbox item: 32 hexadecimal digits, the same in every process."""
    return hashlib.sha256(f"request {tenant_id}:{item_id}".encode()).hexdigest()[:32]


def code_of(tenant_id: int, item_id: int) -> str:
    """What a person is told, so that an admin can find the request."""
    return request_of(tenant_id, item_id)[:SHOWN]


@contextmanager
def bound(tenant_id: int, item_id: int) -> Iterator[None]:
    """Log lines within the block carry the request and its tenant."""
    with structlog.contextvars.bound_contextvars(request=request_of(tenant_id, item_id)[:LOGGED], tenant=tenant_id):
        yield


def find(store: Store, code: str) -> InboxItem | None:
    """The newest inbox item with this code; None where there is none among the newest.

    Raises:
        RejectedError: it is no code.
    """
    wanted = code.strip().lower().removeprefix("(code ").removesuffix(")")
    if not CODE.fullmatch(wanted):
        raise RejectedError(f"A code has {SHOWN} or more of 0-9 and a-f, such as 7f3a9c.")
    last: int | None = None
    with store.read() as session:
        for _ in range(LOOKED_AT // PAGE):
            query = select(InboxItem.id, InboxItem.tenant_id).where(InboxItem.source_id.is_(None))
            query = query if last is None else query.where(InboxItem.id < last)
            rows = session.execute(query.order_by(InboxItem.id.desc()).limit(PAGE)).all()
            for item_id, tenant_id in rows:
                if request_of(tenant_id, item_id).startswith(wanted):
                    return session.get(InboxItem, item_id)
            if len(rows) < PAGE:
                return None
            last = rows[-1][0]
    return None
