"""Originals in a backup: sealed as they are kept, those that the record of its moment names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from crm.model import InboxItem, InboxState, Interaction

if TYPE_CHECKING:
    from bot.backup.archive import Archive, ArchiveWriter
    from bot.wiring import Rapport

FOLDER = "objects/"
ROWS, INBOX = Interaction.__table__.c, InboxItem.__table__.c
PAGE = 2_000


def save(app: Rapport, archive: ArchiveWriter, still: Connection) -> dict[str, int]:
    """How many there are, of how many bytes, and how many were removed on purpose while this went on."""
    told = {"count": 0, "bytes": 0, "gone": 0}
    for tenant_id, key in sorted(set(named(still))):
        sealed = app.objects.sealed(tenant_id, key)
        if sealed is None:
            told["gone"] += 1
            continue
        archive.add(f"{FOLDER}{tenant_id}/{key}", sealed)
        told["count"], told["bytes"] = told["count"] + 1, told["bytes"] + len(sealed)
    return told


def bring_back(app: Rapport, archive: Archive) -> tuple[int, int]:
    """Puts them where originals are kept; returns how many came, and how many were there already."""
    came = there = 0
    for name, sealed in archive.members(FOLDER):
        _, tenant, key = name.split("/", 2)
        if app.objects.bring_back(int(tenant), key, sealed):
            came += 1
        else:
            there += 1
    return came, there


def named(connection: Connection) -> Iterator[tuple[int, str]]:
    """The originals that rows name, and those of what waits in the inbox, by tenant."""
    pages: dict[str, Any] = {"yield_per": PAGE}
    rows = select(ROWS.tenant_id, ROWS.document).where(ROWS.document.is_not(None))
    for tenant_id, key in connection.execute(rows, execution_options=pages):
        yield tenant_id, key
    waiting = select(INBOX.tenant_id, INBOX.payload).where(
        INBOX.source_id.is_not(None), INBOX.state.in_([InboxState.RECEIVED, InboxState.PARKED])
    )
    for tenant_id, payload in connection.execute(waiting, execution_options=pages):
        if key := _document(payload):
            yield tenant_id, key


def _document(payload: str) -> str:
    try:
        told = json.loads(payload)
    except ValueError:
        return ""
    return str(told.get("document") or "") if isinstance(told, dict) else ""
