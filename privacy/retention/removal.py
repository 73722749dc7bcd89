"""Takes rows out, a batch a transaction; what cannot go in the same transaction is noted in it, and done after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.model import (
    AuditEntry,
    Base,
    Correction,
    InboxItem,
    InboxState,
    Interaction,
    Nudge,
    ProposalState,
    ProposedEntry,
    RetentionRun,
    RowVersion,
    Signal,
    Tenant,
)
from crm.retention import ORIGINALS, Rules
from privacy.retention.due import EMPTY, Sort

REMOVED = "removed: older than the team keeps"  # the reason at an inbox item; its key stays known
PAGE = 1_000


Remove = Callable[[Session, Sequence[int], RetentionRun], None]


def locked(session: Session, tenant_id: int) -> tuple[Tenant, Rules]:
    """The tenant, whose rules and holds nobody changes until the transaction ends."""
    tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
    return tenant, Rules.of(tenant.settings)


def open_run(session: Session, tenant_id: int) -> RetentionRun | None:
    """The run that is not at its end."""
    query = select(RetentionRun).where(RetentionRun.tenant_id == tenant_id, RetentionRun.finished_at.is_(None))
    return session.scalar(query.order_by(RetentionRun.id).limit(1))


def remove(session: Session, run: RetentionRun, sort: Sort, ids: Sequence[int]) -> None:
    """Removes these rows in the caller's transaction, and notes it there."""
    way: Remove = _originals if sort.kind == ORIGINALS else _WAYS.get(sort.model, _rows_of(sort))
    way(session, ids, run)
    counted(run, sort.kind, len(ids))


def counted(run: RetentionRun, kind: str, count: int) -> None:
    run.counts = {**run.counts, kind: run.counts.get(kind, 0) + count}


def _interactions(session: Session, ids: Sequence[int], run: RetentionRun) -> None:
    """The rows, and with them what was read in them, their people's links, corrections and keywords.

    Tasks stay, without the row they came of; what was written into other systems stays there.
    """
    versions = [RowVersion.entity == "interaction", RowVersion.row_id.in_(ids)]
    session.execute(delete(RowVersion).where(*versions))
    came = {"state": InboxState.SKIPPED, "reason": REMOVED, "payload": EMPTY, "interaction_id": None}
    session.execute(update(InboxItem).where(InboxItem.interaction_id.in_(ids)).values(**came))
    taught = select(Correction.id).where(Correction.interaction_id.in_(ids), Correction.field == "mood")
    run.moods = run.moods or session.scalar(taught.limit(1)) is not None
    run.objects = [*run.objects, *_documents(session, ids)]
    session.execute(delete(Interaction).where(Interaction.id.in_(ids)))


def _originals(session: Session, ids: Sequence[int], run: RetentionRun) -> None:
    run.objects = [*run.objects, *_documents(session, ids)]
    table = Base.metadata.tables["interactions"]
    session.execute(update(table).where(table.c.id.in_(ids)).values(original=None, document=None))


def _payloads(session: Session, ids: Sequence[int], _run: RetentionRun) -> None:
    """The words of what came in go; its key stays, so that a source that tells it again is not heard."""
    gone = {"payload": EMPTY, "state": InboxState.SKIPPED, "reason": REMOVED}
    session.execute(update(InboxItem).where(InboxItem.id.in_(ids)).values(**gone))


def _entries(session: Session, ids: Sequence[int], run: RetentionRun) -> None:
    audit.cut(session, run.tenant_id, ids, at=run.begun_at)


def _rows_of(sort: Sort) -> Remove:
    def removed(session: Session, ids: Sequence[int], _run: RetentionRun) -> None:
        session.execute(delete(sort.table).where(sort.table.c.id.in_(ids)))

    return removed


_WAYS: dict[type[Any], Remove] = {Interaction: _interactions, InboxItem: _payloads, AuditEntry: _entries}


def _documents(session: Session, ids: Sequence[int]) -> list[str]:
    query = select(Interaction.document).where(Interaction.id.in_(ids), Interaction.document.is_not(None))
    return sorted(str(each) for each in session.scalars(query))


def orphans(session: Session, tenant_id: int) -> tuple[list[int], list[int], list[int]]:
    """Signals that were noticed in interactions that are gone, entries of the log that became them, and nudges that
    speak of any."""
    known = set(session.scalars(select(Interaction.id).where(Interaction.tenant_id == tenant_id)))
    signals = select(Signal.id, Signal.evidence).where(Signal.tenant_id == tenant_id).execution_options(yield_per=PAGE)
    lost = [row.id for row in session.execute(signals) if _lost(_evidence(row.evidence)[:1], known)]
    entries = (
        select(ProposedEntry.id, ProposedEntry.written)
        .where(ProposedEntry.tenant_id == tenant_id, ProposedEntry.state == ProposalState.CONFIRMED)
        .execution_options(yield_per=PAGE)
    )
    said = [row.id for row in session.execute(entries) if _lost((row.written or {}).get("interactions") or [], known)]
    nudges = select(Nudge.id, Nudge.evidence).where(Nudge.tenant_id == tenant_id).execution_options(yield_per=PAGE)
    speak = [row.id for row in session.execute(nudges) if not known.issuperset(_evidence(_refs(row.evidence)))]
    return lost, said, speak


def _refs(evidence: Sequence[Any]) -> list[str]:
    return [str(each.get("ref")) for each in evidence or () if isinstance(each, dict)]


def _lost(ids: Sequence[int], known: set[int]) -> bool:
    """Whether it was about interactions, and none of them is left."""
    return bool(ids) and not known.intersection(ids)


def _evidence(evidence: Sequence[Any]) -> list[int]:
    told = [str(each).partition(":") for each in evidence or ()]
    return [int(number) for kind, _, number in told if kind == "interaction" and number.isdecimal()]
