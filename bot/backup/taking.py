"""Makes a backup while everything goes on: the record as it stood at one moment, and what belongs to that moment."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select, text

from bot.backup import files, keys, meanings, originals
from bot.backup.archive import ArchiveWriter
from bot.upkeep_notes import LAST_BACKUP
from crm import audit
from crm.errors import RejectedError, RetryableError
from crm.model import AuditHead, Tenant, User
from crm.portable import parts, shapes
from crm.rights import unlimited
from crm.rights.office import require_admin

if TYPE_CHECKING:
    from bot.wiring import Rapport

TABLES, SUFFIX, KEYS_SUFFIX = "tables/", ".backup", ".keys"
PASSING = frozenset(
    {"replicas", "slack_states"}
)  # which processes run, who is amid installing: true of the moment alone
INSIDE = "A backup belongs outside of the data folder, best on another disk. Give another place."


@dataclass(frozen=True)
class Made:
    """A backup that is whole."""

    id: str
    made_at: str
    path: Path
    seconds: float
    bytes: int
    rows: int
    originals: int
    vectors: int | None  # None: they were left out
    encrypted: bool
    notes: tuple[str, ...]
    keys: Path | None = None
    removed: int = 0  # older backups


@dataclass(frozen=True)
class Wishes:
    """What a backup is to be like.

    Args:
        keys: where the keys go, a folder or a file; None leaves them out.
        vectors: whether they are carried, where this process may read them.
        keep: how many backups of this folder stay; 0 for all.
    """

    keys: Path | None = None
    vectors: bool = True
    keep: int = 0


class Backup:
    """Args: step: told before each step; for tests that kill it there."""

    def __init__(self, app: Rapport, step: Callable[[str], object] = lambda _: None) -> None:
        self._app, self._step = app, step

    def make(self, place: Path, wishes: Wishes, by: User | None = None) -> Made:
        """Writes a backup into a folder, or as a file whose name ends with `.backup`.

        Raises:
            RejectedError: it is not this user's to do, or the place is no good.
            RetryableError: the record, the storage of originals or the disk does not do its part; nothing is left.
        """
        if by is not None:
            require_admin(by.tenant_id, by)
        began, now, home = perf_counter(), self._app.clock.now(), self._app.settings.home
        key, ring = keys.backup_key(self._app.settings), self._app.vault.keys
        path = _file(place, now, SUFFIX, home)
        own = _file(wishes.keys, now, KEYS_SUFFIX, home) if wishes.keys else None
        if own is not None and (_within(own.parent, path.parent) or _within(path.parent, own.parent)):
            raise RejectedError(keys.BESIDE)
        before = keys.ids(ring)
        facts: dict[str, Any] = {"kind": "backup", "id": secrets.token_hex(8), "made_at": now.isoformat()}
        with unlimited(), ArchiveWriter(path, key) as archive:
            notes = self._fill(archive, facts, wishes)
            facts["keys"] = keys.ids(ring)
            keys.check_same(before, facts["keys"])
            self._step("closing")
            archive.close(facts)
        if own is not None:
            keys.save(home, own, {"id": facts["id"], "made_at": facts["made_at"]}, key)
            keys.check_same(facts["keys"], keys.ids(ring))
        removed = _prune(path, wishes.keep) if place.suffix != SUFFIX else 0
        if own is not None and wishes.keys is not None and wishes.keys.suffix != KEYS_SUFFIX:
            _prune(own, wishes.keep)
        made = _made(facts, path, own, began, notes, encrypted=key is not None, removed=removed)
        self._note(made, by)
        return made

    def _fill(self, archive: ArchiveWriter, facts: dict[str, Any], wishes: Wishes) -> list[str]:
        """Everything of one moment: the snapshot stays open until what is read beside it is compared with it."""
        notes = []
        with self._app.store.snapshot() as still:
            facts["dialect"] = self._app.store.dialect
            facts["schema"] = still.execute(text("SELECT version_num FROM alembic_version")).scalar()
            heads = {row.tenant_id: row.seq for row in still.execute(select(AuditHead.tenant_id, AuditHead.seq))}
            facts["tables"] = self._tables(archive, still)
            self._step("vectors")
            facts["vectors"] = None
            try:
                facts["vectors"] = meanings.save(self._app, archive, still) if wishes.vectors else None
            except RetryableError as error:
                notes.append(f"Vectors are {meanings.why_left_out(error)}.")
            self._step("originals")
            facts["originals"] = originals.save(self._app, archive, still)
        self._step("files")
        files.save(self._app.settings.home, archive, heads)
        return notes

    def _tables(self, archive: ArchiveWriter, still: Connection) -> dict[str, Any]:
        told = {}
        for place, shape in enumerate(shapes(still)):
            self._step(shape.name)
            count = 0
            for number, (content, rows) in enumerate(parts(still, shape) if shape.name not in PASSING else ()):
                archive.add(f"{TABLES}{place:03}-{shape.name}/{number:06}.jsonl.gz", content)
                count += rows
            told[shape.name] = {"rows": count, "columns": shape.columns}
        return told

    def _note(self, made: Made, by: User | None) -> None:
        """In the audit of every tenant, for all of them are in it; and for the doctor."""
        last = {"at": made.made_at, "bytes": made.bytes, "seconds": round(made.seconds, 1), "keys": bool(made.keys)}
        with unlimited(), self._app.store.write() as session:
            for tenant in session.scalars(select(Tenant).order_by(Tenant.id).with_for_update()):
                tenant.settings = {**tenant.settings, LAST_BACKUP: last}
                actor = by.id if by is not None and by.tenant_id == tenant.id else None
                audit.append(
                    session, tenant.id, at=self._app.clock.now(), actor_id=actor, action="backup.make",
                    detail={"backup": made.id, "rows": made.rows, "originals": made.originals},
                )  # fmt: skip


def told(made: Made) -> dict[str, Any]:
    """For a script."""
    return {**asdict(made), "path": str(made.path), "keys": str(made.keys) if made.keys else None}


def _made(
    facts: dict[str, Any],
    path: Path,
    own: Path | None,
    began: float,
    notes: list[str],
    *,
    encrypted: bool,
    removed: int,
) -> Made:
    if facts["keys"] and own is None:
        notes.append("Keys are not in it: without them nobody opens its originals. Keep them apart: --keys FOLDER.")
    if not encrypted:
        notes.append("It is not encrypted, and full of personal data: set RAPPORT_BACKUP_KEY, or guard it well.")
    return Made(
        facts["id"],
        facts["made_at"],
        path,
        perf_counter() - began,
        path.stat().st_size,
        sum(each["rows"] for each in facts["tables"].values()),
        facts["originals"]["count"],
        facts["vectors"]["count"] if facts["vectors"] else None,
        encrypted,
        tuple(notes),
        own,
        removed,
    )


def _file(place: Path, now: datetime, suffix: str, home: Path) -> Path:
    """The file within a folder that is named by the moment, or the file itself."""
    place = place.expanduser().absolute()
    path = place if place.suffix == suffix else place / f"rapport-{now:%Y%m%dT%H%M%SZ}{suffix}"
    if _within(path, home):
        raise RejectedError(INSIDE)
    return path


def _within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _prune(newest: Path, keep: int) -> int:
    """Removes all but the newest of a folder; by their names, which tell their moments."""
    older = sorted(newest.parent.glob(f"rapport-*{newest.suffix}"))[:-keep] if keep else []
    for path in older:
        path.unlink(missing_ok=True)
    return len(older)
