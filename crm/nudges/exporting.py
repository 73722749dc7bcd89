"""What became of nudges, as rows to train on: JSON lines or Parquet, redacted, without what is never exported."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import RejectedError
from crm.governance.purposes import MODELS, NUDGES
from crm.model import Happening, Nudge, NudgeEvent, Tenant
from crm.nudges.answering import FINAL
from crm.nudges.consenting import About, agreed
from crm.nudges.facts import ATTRIBUTE
from crm.nudges.learning import decision
from crm.nudges.nudge import Draft, Evidence
from crm.reactions.reactions import zone_of
from crm.rights.policy import NEVER_EXPORTED, Policy

FORMAT = "rapport-nudges-1"
FORMS = ("jsonl", "parquet")
PAGE = 500
MODE = 0o600
COMPARED = 2_000  # characters of draft and edit
WORDS = "interaction.text"  # the column that quotes come from
AMOUNT = "deal.amount"  # the column that a client's size comes from
Row = dict[str, Any]


def rows(session: Session, tenant_id: int) -> Iterator[list[Row]]:
    """Pages of rows, one for each nudge that was shown, the oldest first."""
    settings = session.get_one(Tenant, tenant_id).settings
    tagged, last = Policy.of(settings).tagged(NEVER_EXPORTED), 0
    while True:
        query = select(Nudge).where(Nudge.tenant_id == tenant_id, Nudge.id > last, Nudge.sent_at.is_not(None))
        page = list(session.scalars(query.order_by(Nudge.id).limit(PAGE)))
        if not page:
            return
        about = [About.nudge(row) for row in page]
        spoken = [
            one and other
            for one, other in zip(
                *(agreed(session, tenant_id, about, purpose) for purpose in (NUDGES, MODELS)), strict=True
            )
        ]
        events = _events(session, [row.id for row in page])
        yield [
            _row(session, row, events.get(row.id, []), tagged, spoken=may)
            for row, may in zip(page, spoken, strict=True)
        ]
        last = page[-1].id


def _events(session: Session, ids: list[int]) -> dict[int, list[NudgeEvent]]:
    found: dict[int, list[NudgeEvent]] = {}
    query = select(NudgeEvent).where(NudgeEvent.nudge_id.in_(ids)).order_by(NudgeEvent.at, NudgeEvent.id)
    for each in session.scalars(query):
        found.setdefault(each.nudge_id, []).append(each)
    return found


def _row(session: Session, row: Nudge, events: list[NudgeEvent], tagged: frozenset[str], *, spoken: bool) -> Row:
    assert row.sent_at is not None  # noqa: S101 - the query asks for it
    lines = [Evidence.of(each) for each in row.evidence]
    open_lines = [line for line in lines if not _tagged(line, tagged)]
    whole = spoken and all(line in open_lines for line in lines if line.must)
    local = row.sent_at.astimezone(zone_of(session, row.user_id, row.tenant_id))
    sized = AMOUNT not in tagged
    draft = Draft.of(row.draft)
    return {
        "nudge_id": row.id,
        "user_id": row.user_id,
        "account_id": row.account_id,
        "kind": row.kind,
        "severity": row.severity,
        "made_at": row.made_at,
        "sent_at": row.sent_at,
        "local_hour": local.hour,
        "local_weekday": local.weekday(),
        "value": row.value if sized else None,
        "size": row.features.get("size") if sized else None,
        "urgency": row.urgency,
        "taste": row.taste,
        "says": row.says if whole else None,
        "evidence": [{"ref": line.ref, "says": line.says} for line in open_lines if spoken and line.says],
        "draft_form": draft.form,
        "draft_text": draft.text if whole and draft.text else None,
        **_answer(row, events, draft.text, whole=whole),
        "events": [{"what": each.what.value, "at": each.at, "outcome": each.detail.get("outcome")} for each in events],
    }


def _tagged(line: Evidence, tagged: frozenset[str]) -> bool:
    """Whether a line tells of a column that never leaves; of other tables' rows the column's name decides."""
    columns = {ref.partition(".")[2] for ref in tagged}
    told = {"quote": WORDS, "titled_gone": "contact.title", "moved": "deal.close_date"}
    for name in line.shows:
        if told.get(name) in tagged:
            return True
        bare = name.removeprefix(ATTRIBUTE)
        if name == "usage" and line.shows[name].get("field") in columns:
            return True
        if f"{line.table}.{bare}" in tagged or (line.table == "related" and bare in columns):
            return True
    return False


def _answer(row: Nudge, events: list[NudgeEvent], draft: str, *, whole: bool) -> Row:
    final = next((each for each in reversed(events) if each.what in {*FINAL, Happening.IGNORED}), None)
    told = decision(row.kind, final.what, final.detail) if final is not None else None
    after = [each for each in events if each.what is Happening.OUTCOME]
    edit = str(final.detail.get("text") or "") if final is not None and final.what is Happening.EDITED else ""
    likeness = SequenceMatcher(None, draft[:COMPARED], edit[:COMPARED], autojunk=False).ratio() if edit else None
    first = row.sent_at
    return {
        "answer": final.what.value if final is not None else None,
        "answered_after_s": round((final.at - first).total_seconds(), 1) if final is not None and first else None,
        "reward": told.good if told is not None else None,
        "opened": any(each.what is Happening.OPENED for each in events),
        "later": sum(each.what is Happening.LATER for each in events),
        "edit_text": edit if whole and edit else None,
        "edit_likeness": round(likeness, 4) if likeness is not None else None,
        "outcomes": [str(each.detail.get("outcome")) for each in after],
        "outcome_after_h": min((float(each.detail.get("after_hours", 0)) for each in after), default=None),
    }


def write(pages: Iterator[list[Row]], path: Path, form: str) -> int:
    """Writes all rows to a new file that its owner alone can read; returns how many.

    Raises:
        RejectedError: there is no such form, or the file cannot be written there.
    """
    if form not in FORMS:
        raise RejectedError(f"An export is one of: {', '.join(FORMS)}. Name the file so, or say --format.")
    writer = {"jsonl": _lines, "parquet": _parquet}[form]
    with _fresh(path) as draft:
        return writer(pages, draft)


@contextmanager
def _fresh(path: Path) -> Iterator[Path]:
    """A file beside the one that is wanted, which takes its place when it is whole."""
    if path.exists():
        raise RejectedError(f"{path} is there already. Name another file.")
    draft = path.with_name(f".{path.name}.part")
    try:
        descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, MODE)
    except OSError:
        raise RejectedError(f"{path} cannot be written. Name a file in a folder that is there.") from None
    os.close(descriptor)
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _lines(pages: Iterator[list[Row]], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for page in pages:
            for row in page:
                file.write(json.dumps(row, default=_iso, ensure_ascii=False) + "\n")
                count += 1
    return count


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _parquet(pages: Iterator[list[Row]], path: Path) -> int:
    import pyarrow as pa  # noqa: PLC0415 - 40 MB that nothing else needs
    from pyarrow import parquet  # noqa: PLC0415

    schema = _schema(pa)
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for page in pages:
            writer.write_table(pa.Table.from_pylist(page, schema=schema))
            count += len(page)
    return count


def _schema(pa: Any) -> Any:
    text, number, whole, at = pa.string(), pa.float64(), pa.int64(), pa.timestamp("us", tz="UTC")
    small, flag, words = pa.int8(), pa.bool_(), pa.list_(pa.string())
    evidence = pa.list_(pa.struct([("ref", text), ("says", text)]))
    events = pa.list_(pa.struct([("what", text), ("at", at), ("outcome", text)]))
    columns: Mapping[str, Any] = {
        "nudge_id": whole, "user_id": whole, "account_id": whole, "kind": text, "severity": small, "made_at": at,
        "sent_at": at, "local_hour": small, "local_weekday": small, "value": number, "size": number,
        "urgency": number, "taste": number, "says": text, "evidence": evidence, "draft_form": text,
        "draft_text": text, "answer": text, "answered_after_s": number, "reward": number, "opened": flag,
        "later": small, "edit_text": text, "edit_likeness": number, "outcomes": words, "outcome_after_h": number,
        "events": events,
    }  # fmt: skip
    return pa.schema(list(columns.items()), metadata={"format": FORMAT})
