"""Schema drift: what a source's rows are made of now, against what they were made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from crm.model import Source, SourceDrift

Columns = Mapping[str, Mapping[str, str]]  # per kind of row: field and type


def note_drift(session: Session, source: Source, columns: Columns, now: datetime) -> list[str]:
    """Notes what differs from the last time, in sentences; the first time everything is new and nothing differs."""
    drifts: list[SourceDrift] = []
    for row_kind, fields in columns.items():
        known = source.columns.get(row_kind)
        if known is not None:
            drifts += _differences(source, row_kind, known, fields, now)
    if columns and {**source.columns, **columns} != source.columns:
        source.columns = {**source.columns, **{kind: dict(fields) for kind, fields in columns.items()}}
    session.add_all(drifts)
    return [sentence(each) for each in drifts]


def sentence(drift: SourceDrift) -> str:
    """A drift in words for an admin."""
    where = f"{drift.row_kind}: “{drift.column}”"
    if drift.before is None:
        return f"{where} is new ({drift.after}); it is kept as an attribute."
    if drift.after is None:
        return f"{where} is gone; what it held before stays."
    return f"{where} was {drift.before} and is {drift.after} now; values are kept as they come."


def _differences(
    source: Source, row_kind: str, known: Mapping[str, str], fields: Mapping[str, str], now: datetime
) -> Iterator[SourceDrift]:
    for column in sorted({*known, *fields}):
        before, after = known.get(column), fields.get(column)
        if before != after:
            yield SourceDrift(
                tenant_id=source.tenant_id,
                source_id=source.id,
                row_kind=row_kind,
                column=column,
                before=before,
                after=after,
                noticed_at=now,
            )
