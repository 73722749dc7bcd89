"""Stage histories: which deal came to which stage, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select

from connectors.export.drafts import Draft, Drafts
from connectors.export.loader import BATCH, Advance, Loaded
from connectors.export.table import Reject
from crm.model import StageChange
from crm.store import Store

_STAGES = frozenset({"stage", "stagename", "stage name", "deal stage", "phase"})


def load_history(store: Store, tenant_id: int, file: str, drafts: Drafts, advance: Advance) -> Loaded:
    """Adds the changes that are not there yet; a change has no id, so what it says is what it is."""
    rows = _changes(tenant_id, file, drafts)
    present = _present(store, tenant_id)
    loaded = Loaded()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        fresh = []
        for row in batch:
            known = (row["deal_id"], row["to_stage"], row["changed_at"])
            if present[known]:
                present[known] -= 1
            else:
                fresh.append(row)
        if fresh:
            with store.write() as session:
                session.execute(insert(StageChange.__table__), fresh)  # type: ignore[arg-type]
        loaded.new += len(fresh)
        loaded.unchanged += len(batch) - len(fresh)
        advance(len(batch))
    return loaded


def _changes(tenant_id: int, file: str, drafts: Drafts) -> list[dict[str, Any]]:
    rows = []
    for draft in drafts.rows:
        reason = _lack(draft)
        if reason:
            drafts.rejects.append(Reject(file, draft.line, reason, tuple(draft.row)))
            continue
        row = draft.values
        change = {name: row.get(name) for name in ("deal_id", "from_stage", "to_stage", "changed_at", "changed_by")}
        rows.append({"tenant_id": tenant_id, **change})
    rows.sort(key=lambda row: (row["deal_id"], row["changed_at"]))
    _follow(rows)
    return rows


def _lack(draft: Draft) -> str | None:
    spoken = draft.raw.get("field", "").casefold()
    if spoken and spoken not in _STAGES:
        return "it is no change of stage"
    if draft.values.get("deal_id") is None:
        return "its deal is not in the export"
    if not draft.values.get("to_stage"):
        return "it names no stage"
    return None if draft.values.get("changed_at") else "it has no date"


def _follow(rows: Sequence[dict[str, Any]]) -> None:
    """Where the history does not say from which stage, it was the one before."""
    last: dict[int, str] = {}
    for row in rows:
        row["from_stage"] = row["from_stage"] or last.get(row["deal_id"])
        last[row["deal_id"]] = row["to_stage"]


def _present(store: Store, tenant_id: int) -> Counter[tuple[Any, ...]]:
    query = select(StageChange.deal_id, StageChange.to_stage, StageChange.changed_at).where(
        StageChange.tenant_id == tenant_id
    )
    with store.read() as session:
        return Counter((deal_id, stage, at) for deal_id, stage, at in session.execute(query))
