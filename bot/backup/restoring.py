"""The way back: a backup into an empty data folder and an empty database, whichever of the three it is.

It can be cut off anywhere and run again. As long as it is not at its end a note in the data folder keeps everybody out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, inspect, select, text

from bot.backup import files, keys, meanings, originals
from bot.backup.archive import Archive
from bot.backup.taking import TABLES
from bot.settings import ENV_FILE, RESTORING
from crm import audit
from crm.errors import RejectedError
from crm.intake.triggers import restore
from crm.migrations import HEAD, bring
from crm.model import Base, Tenant
from crm.portable import Loader, Shape, rows_of
from crm.rights import unlimited
from crm.store import Store
from privacy.custody import guards_of
from privacy.erasure.digests import LEDGER
from privacy.erasure.tenant import TENANT

if TYPE_CHECKING:
    from bot.wiring import Rapport

OWN = frozenset(
    {ENV_FILE, LEDGER, "keys", keys.TRIAL, RESTORING, keys.ENV_COPY}
)  # what may lie in a data folder before
OWN_LEDGER = "backup"
NOT_EMPTY = "There is a record already in {place}. Restore into an empty one: --home FOLDER, or RAPPORT_DATABASE_URL."
NEWER = "This backup was made by a newer Rapport (schema {at}). Update Rapport before restoring it."
LEDGER_WANTED = (
    "Say who was forgotten since this backup: --ledger FILE with the newest forgotten.jsonl that is left of the former "
    "installation, or --ledger backup where nobody was."
)
NO_LEDGER = "There is no such ledger. It is the file forgotten.jsonl of the former installation's data folder."
ANOTHER = "Another backup was being restored here. Restore that one, or empty the data folder and the database."
NO_BACKUP = "This file holds keys, no backup. Give the one that ends with .backup."
NO_DIGESTS = "Nobody who was forgotten can be known again, for the keys are not there: forget them again by hand."


@dataclass(frozen=True)
class Restored:
    """What came back."""

    id: str
    made_at: str
    seconds: float
    rows: int
    originals: int
    vectors: int
    waiting: int  # interactions to be indexed
    forgotten: int  # people who were forgotten anew
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """What an operator says beside the backup.

    Args:
        keys: the file of keys, or a folder of them; None where the data folder has them.
        without_keys: to go on where there are none.
        ledger: the newest `forgotten.jsonl`, or "backup"; None where it lies in the data folder.
    """

    keys: Path | None = None
    without_keys: bool = False
    ledger: str | None = None


@dataclass(frozen=True)
class Work:
    """A restore on its way: the backup with its manifest, what was said beside it, and who was forgotten since."""

    archive: Archive
    facts: dict[str, Any]
    given: Given
    ledger: str
    key: bytes | None


class Restore:
    """Args: step: told before each step; for tests that kill it there."""

    def __init__(self, app: Rapport, step: Callable[[str], object] = lambda _: None) -> None:
        app.restoring = True
        self._app, self._step, self._home = app, step, app.settings.home

    def check(self, path: Path) -> dict[str, Any]:
        """Reads a backup from end to end, changes nothing, and returns its manifest.

        Raises:
            RejectedError: it is not whole, is of a newer Rapport, or does not open.
        """
        return _verified(Archive(path, keys.backup_key(self._app.settings)))

    def run(self, path: Path, given: Given) -> Restored:
        """Brings all of a backup back.

        Raises:
            RejectedError: it is not whole, what it needs is not given, or the place is not empty.
            RetryableError: a part does not answer, or the disk is full; run it again.
        """
        began, key = perf_counter(), keys.backup_key(self._app.settings)
        archive = Archive(path, key)
        work = Work(archive, _verified(archive), given, self._ledger(archive, given), key)
        store = Store(self._app.settings.record_url)
        try:
            self._check_place(store, work.facts)
            self._keys(work)
            files.put(self._home, RESTORING, json.dumps({"id": work.facts["id"]}).encode())
            self._step("rows")
            marks = self._rows(store, work)
        finally:
            store.close()
        with unlimited():
            return self._rest(work, marks, began)

    def _rest(self, work: Work, marks: meanings.Marks, began: float) -> Restored:
        """What lies beside the record; then whoever was forgotten is forgotten anew, before anybody is let in."""
        app, facts = self._app, work.facts
        self._step("files")
        for name, content in work.archive.members(files.FOLDER):
            if name != f"{files.FOLDER}{LEDGER}":
                files.put(self._home, name.removeprefix(files.FOLDER), content)
        files.put(self._home, LEDGER, work.ledger.encode())
        self._step("originals")
        came, there = originals.bring_back(app, work.archive)
        self._step("vectors")
        vectors = marks.bring_back(app, work.archive) if facts["vectors"] else 0
        self._step("forgetting")
        restore(app.store)
        forgotten = 0 if work.given.without_keys else self._forget_again()
        self._note(facts)
        lag = app.indexer.lag().count
        self._step("closing")
        (self._home / RESTORING).unlink()
        rows = sum(each["rows"] for each in facts["tables"].values())
        took, notes = perf_counter() - began, tuple(self._notes(work, there, lag))
        return Restored(facts["id"], facts["made_at"], took, rows, came, vectors, lag, forgotten, notes)

    def _check_place(self, store: Store, facts: dict[str, Any]) -> None:
        """Empty, or begun with this very backup."""
        note = self._home / RESTORING
        if note.exists():
            if json.loads(note.read_text("utf-8")).get("id") != facts["id"]:
                raise RejectedError(ANOTHER)
            return
        if {path.name for path in self._home.iterdir()} - OWN - _database_names(store):
            raise RejectedError(NOT_EMPTY.format(place=f"the data folder {self._home}"))
        if _rows_there(store):
            raise RejectedError(NOT_EMPTY.format(place="the database"))

    def _ledger(self, archive: Archive, given: Given) -> str:
        """Who was forgotten: what the backup knows of it, and what was noted since."""
        own = self._home / LEDGER
        known = [content.decode() for _, content in archive.members(f"{files.FOLDER}{LEDGER}")]
        older = known[0] if known else ""
        if given.ledger == OWN_LEDGER:
            newer = ""
        elif given.ledger is not None:
            try:
                newer = Path(given.ledger).read_text("utf-8")
            except (OSError, ValueError) as error:
                raise RejectedError(NO_LEDGER) from error
        elif own.exists():
            newer = own.read_text("utf-8")
        else:
            raise RejectedError(LEDGER_WANTED)
        here = own.read_text("utf-8") if own.exists() else ""
        return files.merged(older, files.merged(here, newer))

    def _keys(self, work: Work) -> None:
        """In their place, and known to be the right ones, before anything else is written."""
        settings, given = self._app.settings, work.given
        found = keys.read(given.keys, work.key) if given.keys is not None else keys.own(self._home)
        if not given.without_keys:
            missing = bool(work.facts["keys"]) and not found
            if missing or _digests_of(work.ledger) - set(found):
                raise RejectedError(keys.MISSING)
            guards = guards_of(settings.vault_key.get_secret_value(), settings.vault_command)
            keys.check(self._home, found, guards, work.facts["keys"])
        if given.keys is not None:
            keys.bring_back(self._home, found)

    def _rows(self, store: Store, work: Work) -> meanings.Marks:
        """All tables in one transaction: they are there as a whole, or not at all."""
        marks = meanings.Marks(work.facts["vectors"])
        if _rows_there(store):  # a former try came that far
            for _ in _taken(work, marks):
                pass
            return marks
        if store.dialect == "mysql":  # its steps are not undone where one breaks off
            with store.engine.begin() as connection:
                connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
                Base.metadata.drop_all(connection)
        bring(store, work.facts["schema"])
        with store.write() as session:
            loader = Loader(session.connection())
            for shape, rows in _taken(work, marks):
                self._step(shape.name)
                loader.add(shape, rows)
            loader.finish({name: each["rows"] for name, each in work.facts["tables"].items()})
            self._step("commit")
        return marks

    def _forget_again(self) -> int:
        """Whoever was forgotten and came back with the backup."""
        erasure, count = self._app.erasure, 0
        for tenant_id in erasure.restored():
            for number in erasure.again(tenant_id):
                erasure.run(tenant_id, number)
                count += 1
        return count

    def _note(self, facts: dict[str, Any]) -> None:
        with self._app.store.write() as session:
            for tenant_id in session.scalars(select(Tenant.id).order_by(Tenant.id)):
                audit.append(
                    session, tenant_id, at=self._app.clock.now(), actor_id=None, action="backup.restore",
                    detail={"backup": facts["id"]},
                )  # fmt: skip

    def _notes(self, work: Work, there: int, lag: int) -> Iterator[str]:
        if lag:
            yield f"{lag:,} interactions are to be indexed: rapport index, or rapport run by itself."
        if there:
            yield f"{there:,} originals were in their place already and stayed as they are."
        if work.given.without_keys and work.facts["keys"]:
            yield "Originals and encrypted fields open for nobody, for their keys are not there."
        if work.given.without_keys and work.ledger:
            yield NO_DIGESTS
        if (self._home / keys.ENV_COPY).exists():
            yield f"The former settings are in {keys.ENV_COPY}: take over what still holds. Then remove it."
        yield "Stop the former installation for good before this one runs: two of them would answer in Slack."


def _verified(archive: Archive) -> dict[str, Any]:
    facts = archive.verify()
    if facts.get("kind") != "backup":
        raise RejectedError(NO_BACKUP)
    if facts["schema"] > HEAD:
        raise RejectedError(NEWER.format(at=facts["schema"]))
    return facts


def _digests_of(ledger: str) -> set[str]:
    """The files without which a ledger's digests fit nobody."""
    lines = (json.loads(line) for line in ledger.splitlines() if line.startswith("{") and line.endswith("}"))
    people = {each["tenant"] for each in lines if any(kind != TENANT for kind, _ in each["marks"])}
    return {f"tenant-{tenant}.forgotten" for tenant in people}


def _taken(work: Work, marks: meanings.Marks) -> Iterator[tuple[Shape, list[Any]]]:
    """The rows of the backup, part by part; interactions without the mark that they are indexed."""
    shapes = {
        name: Shape(name, tuple((column, kind) for column, kind in each["columns"]))
        for name, each in work.facts["tables"].items()
    }
    for name, content in work.archive.members(TABLES):
        shape = shapes[name.removeprefix(TABLES).partition("/")[0].partition("-")[2]]
        rows = rows_of(shape, content)
        if shape.name == "interactions":
            marks.take(rows)
        yield shape, rows


def _rows_there(store: Store) -> bool:
    """Whether any of our tables has a row."""
    with store.read() as session:
        there = set(inspect(session.connection()).get_table_names())
        return any(
            session.scalar(select(func.count()).select_from(select(text("1")).select_from(table).limit(1).subquery()))
            for table in Base.metadata.sorted_tables
            if table.name in there
        )


def _database_names(store: Store) -> set[str]:
    """Files that a database of SQLite is made of, where the record is one."""
    if store.dialect != "sqlite":
        return set()
    name = Path(str(store.url.database)).name
    return {name, f"{name}-wal", f"{name}-shm"}
