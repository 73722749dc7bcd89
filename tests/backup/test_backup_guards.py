"""What a backup and a restore refuse, what they leave behind when they fail, and who stays forgotten."""

from __future__ import annotations

import base64
import json
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from backup_world import NOW, PDF, ROOT, World
from sqlalchemy import select, text

from bot.backup.archive import Archive, ArchiveWriter
from bot.backup.restoring import Given, Restore
from bot.backup.taking import Made
from bot.settings import RESTORING
from crm.errors import FatalError, RapportError, RejectedError, RetryableError
from crm.migrations import HEAD, bring, current
from crm.model import AuditEntry, Contact, Forgotten, Replica, Role, Tenant, User
from crm.portable import parts, shapes
from crm.store import Store
from privacy.erasure.scan import Needles, Scanned, scan_files, scan_tables
from privacy.erasure.subject import Subject

KEY = base64.b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.b64encode(bytes(range(1, 33))).decode()
WHO = "kim3@c3.example"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("source") / "home").fill(talks=12)
    yield made
    made.close()


@pytest.fixture(scope="module")
def made(source: World) -> Made:
    return source.backup(source.home.with_name("kept"), keys=source.home.with_name("apart"))


@pytest.fixture
def target(tmp_path: Path) -> Iterator[World]:
    found = World(tmp_path / "target")
    yield found
    found.close()


def left(target: World) -> list[str]:
    """What lies in the data folder; an empty database counts as nothing."""
    return sorted(path.name for path in target.home.iterdir() if not path.name.startswith("rapport.db"))


def test_files_are_their_owners_alone(made: Made, target: World) -> None:
    assert made.keys is not None
    for path in (made.path, made.keys):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert [each.name for each in path.parent.iterdir()] == [path.name]
    target.restore(made.path, keys=made.keys)
    for path in target.home.rglob("*"):
        if path.name.endswith((".heads", ".jsonl", ".key", ".forgotten")) or path.parent.name == "moods":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_what_waited_goes_on(made: Made, target: World) -> None:
    """The queue is not in a backup: what it spoke of is found in the record."""
    target.restore(made.path, keys=made.keys)
    assert target.app.objects.get(target.tenant, "documents/b2") == PDF
    target.app.chain.run(target.tenant)
    with target.app.store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM inbox WHERE state = 'received'")) == 0
        assert session.scalar(text("SELECT count(*) FROM interactions WHERE document = 'documents/b2'")) == 1


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_changed_file_is_refused_wherever_it_was_changed(
    source: World, target: World, tmp_path: Path, encrypted: bool
) -> None:
    key = KEY if encrypted else ""
    taken = World(source.home, key=key).backup(tmp_path / "kept", vectors=False)
    whole = taken.path.read_bytes()
    places = [len(whole) * part // 23 for part in range(23)] + [len(whole) - 1200]
    target.app.settings.backup_key = taken_key(key)
    for place in places:
        if not encrypted and whole[place] == 0:
            continue  # what tar fills up with means nothing
        taken.path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :])
        with pytest.raises(RejectedError):
            target.restore(taken.path, without_keys=True)
    for size in (0, 7, 512, len(whole) // 2, len(whole) - 11_000):
        taken.path.write_bytes(whole[:size])
        with pytest.raises(RejectedError):
            target.restore(taken.path, without_keys=True)
    assert left(target) == []
    taken.path.write_bytes(whole)
    assert Restore(target.app).check(taken.path)["id"] == taken.id


def taken_key(key: str) -> Any:
    from pydantic import SecretStr

    return SecretStr(key)


def test_an_encrypted_one_opens_with_its_key_alone(source: World, target: World, tmp_path: Path) -> None:
    taken = World(source.home, key=KEY).backup(tmp_path / "kept", keys=tmp_path / "apart")
    assert b"Amber" not in taken.path.read_bytes()
    with pytest.raises(RejectedError, match="encrypted"):
        target.restore(taken.path, keys=taken.keys)
    target.app.settings.backup_key = taken_key(OTHER_KEY)
    with pytest.raises(RejectedError, match="another one"):
        target.restore(taken.path, keys=taken.keys)
    target.app.settings.backup_key = taken_key("short")
    with pytest.raises(FatalError, match="32 bytes"):
        target.restore(taken.path, keys=taken.keys)
    assert left(target) == []
    target.app.settings.backup_key = taken_key(KEY)
    assert target.restore(taken.path, keys=taken.keys).rows == taken.rows


def test_keys_are_asked_for_and_must_be_the_right_ones(
    source: World, made: Made, target: World, tmp_path: Path
) -> None:
    with pytest.raises(RejectedError, match="--keys"):
        target.restore(made.path)
    other = World(tmp_path / "other")
    other.app.vault.seal(other.tenant, "makes a key")
    with pytest.raises(RejectedError, match="not the keys of this backup"):
        target.restore(made.path, keys=other.home / "keys")
    with pytest.raises(RejectedError, match="no backup"):
        target.restore(made.keys or Path(), keys=made.keys)
    with pytest.raises(RejectedError, match="no file of keys"):
        target.restore(made.path, keys=made.path)
    assert left(target) == []
    told = target.restore(made.path, without_keys=True)
    assert any("open for nobody" in note for note in told.notes)
    with pytest.raises(FatalError):
        target.app.objects.get(target.tenant, "documents/a1")
    other.close()


def test_a_copy_of_the_folder_of_keys_will_do(source: World, made: Made, target: World) -> None:
    target.restore(made.path, keys=source.home / "keys")
    assert target.app.objects.get(target.tenant, "documents/a1") == PDF


def test_keys_never_lie_beside_what_they_open(source: World, tmp_path: Path) -> None:
    for place in (tmp_path / "kept", tmp_path / "kept" / "deeper", tmp_path):
        with pytest.raises(RejectedError, match="beside"):
            source.backup(tmp_path / "kept", keys=place)
    with pytest.raises(RejectedError, match="outside of the data folder"):
        source.backup(source.home / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_change_of_keys_amid_it_leaves_no_backup(source: World, tmp_path: Path) -> None:
    """What was read before is sealed with a key that is not there any more."""
    from bot.backup.taking import Backup, Wishes

    own = World(tmp_path / "own").fill(talks=1)
    ring = own.app.vault.keys

    def rotate(step: str) -> None:
        if step == "files":
            ring.add(own.tenant)
            ring.destroy(own.tenant, 1)

    with pytest.raises(RetryableError, match="keys"):
        Backup(own.app, rotate).make(tmp_path / "kept", Wishes())
    assert list((tmp_path / "kept").iterdir()) == []
    own.close()


def test_settings_go_with_the_keys_and_come_back_beside(source: World, target: World, tmp_path: Path) -> None:
    (source.home / "rapport.env").write_text("RAPPORT_TIMEZONE=Europe/Berlin\n")
    (source.home / "rapport.env").chmod(0o600)
    taken = source.backup(tmp_path / "kept", keys=tmp_path / "apart")
    (source.home / "rapport.env").unlink()
    assert not any("env" in name for name, _ in Archive(taken.path, None).members())
    told = target.restore(taken.path, keys=taken.keys)
    assert "Berlin" in (target.home / "rapport.env.restored").read_text()
    assert not (target.home / "rapport.env").exists()
    assert any("rapport.env.restored" in note for note in told.notes)


def test_a_place_that_is_not_empty_is_left_alone(made: Made, target: World) -> None:
    with target.app.store.write() as session:
        session.add(User(tenant_id=target.tenant, name="Dana", created_at=NOW, updated_at=NOW))
    with pytest.raises(RejectedError, match="already in the database"):
        target.restore(made.path, keys=made.keys)
    with target.app.store.read() as session:
        assert session.scalars(select(User.name)).all() == ["Dana"]


def test_a_folder_with_vectors_of_another_is_left_alone(made: Made, target: World) -> None:
    (target.home / "vectors").mkdir()
    with pytest.raises(RejectedError, match="already in the data folder"):
        target.restore(made.path, keys=made.keys)


def test_somebody_must_say_who_was_forgotten_since(made: Made, target: World) -> None:
    with pytest.raises(RejectedError, match="--ledger"):
        target.restore(made.path, keys=made.keys, ledger=None)
    with pytest.raises(RejectedError, match="no such ledger"):
        target.restore(made.path, keys=made.keys, ledger=str(target.home / "none.jsonl"))
    assert left(target) == []


def test_whoever_was_forgotten_since_stays_forgotten(target: World, tmp_path: Path) -> None:
    own = World(tmp_path / "own").fill(talks=6)
    taken = own.backup(tmp_path / "kept", keys=tmp_path / "apart")
    request = own.app.erasure.request(own.tenant, WHO)
    own.app.erasure.run(own.tenant, request.id)
    ledger = own.home / "forgotten.jsonl"
    with pytest.raises(RejectedError, match="--keys"):  # they were made before anybody was forgotten
        target.restore(taken.path, keys=taken.keys, ledger=str(ledger))
    told = target.restore(taken.path, keys=own.home / "keys", ledger=str(ledger))
    assert told.forgotten == 1
    with target.app.store.read() as session:
        assert session.scalar(select(Contact.id).where(Contact.email == WHO)) is None
        assert session.scalars(select(Forgotten.kind)).all()
    seen, needles = Scanned(), Needles.of(Subject((), ("Kim Delta3",), (WHO,), ()))
    scan_files(target.home, needles, seen)
    scan_tables(target.app.store, needles, seen)
    assert seen.found == []
    assert target.app.erasure.restored() == []
    assert target.app.trail.verify(target.tenant).problems == []
    own.close()


def test_a_backup_from_after_knows_it_by_itself(target: World, tmp_path: Path) -> None:
    own = World(tmp_path / "own").fill(talks=1)
    request = own.app.erasure.request(own.tenant, WHO)
    own.app.erasure.run(own.tenant, request.id)
    taken = own.backup(tmp_path / "kept", keys=tmp_path / "apart")
    told = target.restore(taken.path, keys=taken.keys)
    assert told.forgotten == 0
    assert (target.home / "forgotten.jsonl").read_text() == (own.home / "forgotten.jsonl").read_text()
    own.close()


def test_processes_of_the_former_installation_stay_there(target: World, tmp_path: Path) -> None:
    own = World(tmp_path / "own")
    with own.app.store.write() as session:
        session.add(Replica(name="former", started_at=NOW, seen_at=NOW, findings={}))
        session.add(Tenant(name="Acme", created_at=NOW))
    target.restore(own.backup(tmp_path / "kept").path)
    with target.app.store.read() as session:
        assert session.scalars(select(Replica)).all() == []
        assert session.scalars(select(Tenant.name)).all() == ["Acme"]
    own.close()


def test_only_admins_and_it_is_in_the_audit(source: World, made: Made, target: World, tmp_path: Path) -> None:
    from bot.backup.taking import Backup, Wishes

    rep = User(id=99, tenant_id=source.tenant, name="Rep", role=Role.REP, active=True)
    with pytest.raises(RejectedError):
        Backup(source.app).make(tmp_path, Wishes(), rep)
    assert list(tmp_path.glob("*.backup")) == []
    with source.app.store.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "backup.make")).first()
    assert entry is not None
    assert entry.detail["backup"] == made.id
    target.restore(made.path, keys=made.keys)
    with target.app.store.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "backup.restore")).one()
    assert entry.detail["backup"] == made.id
    assert target.app.trail.verify(target.tenant).problems == []


def test_the_newest_are_kept(source: World, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for day in ("01", "02", "03"):
        (kept / f"rapport-202610{day}T000000Z.backup").write_bytes(b"older")
    (kept / "mine.txt").write_text("stays")
    taken = source.backup(kept, keep=2, vectors=False)
    assert taken.removed == 2
    assert sorted(each.name for each in kept.iterdir()) == sorted(
        ["mine.txt", "rapport-20261003T000000Z.backup", taken.path.name]
    )
    with pytest.raises(RejectedError, match="file of this name"):
        source.backup(taken.path)


def test_an_older_schema_is_brought_up_and_a_newer_refused(target: World, tmp_path: Path) -> None:
    """Consents were kept before digests were."""
    old, path = Store(f"sqlite:///{tmp_path / 'old.db'}"), tmp_path / "old.backup"
    bring(old, "0010")
    with old.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO tenants (id, name, currency, timezone, fiscal_year_start, settings, created_at) VALUES (3, 'Old', 'EUR', 'UTC', 1, '{}', '2026-01-01 00:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO contacts (id, tenant_id, name, attributes, version, created_at, updated_at) VALUES (8, 3, 'Jane', '{}', 1, '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
            )
        )
    facts: dict[str, Any] = {
        "kind": "backup", "id": "old", "made_at": NOW.isoformat(), "dialect": "sqlite", "schema": "0010", "keys": {},
        "vectors": None, "originals": {"count": 0, "bytes": 0, "gone": 0}, "tables": {},
    }  # fmt: skip
    with ArchiveWriter(path, None) as archive, old.snapshot() as still:
        for place, shape in enumerate(shapes(still)):
            rows = list(parts(still, shape))
            for content, _ in rows:
                archive.add(f"tables/{place:03}-{shape.name}/000000.jsonl.gz", content)
            facts["tables"][shape.name] = {"rows": sum(count for _, count in rows), "columns": shape.columns}
        archive.close(facts)
    assert target.restore(path).rows == 2
    assert current(target.app.store) == HEAD
    with target.app.store.read() as session:
        assert session.get_one(Contact, 8).sealed is None
    for name, told in (("newer", {"schema": "9999"}), ("newest", {"format": 2})):
        with ArchiveWriter(tmp_path / f"{name}.backup", None) as archive:
            archive.close({**facts, "tables": {}, **told})
        with pytest.raises(RejectedError, match="newer Rapport"):
            target.restore(tmp_path / f"{name}.backup")
    old.close()


FULL = """
import resource, sys
from pathlib import Path
sys.path[:0] = ["tests/backup", "tests"]
from backup_world import World
world = World(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
try:
    world.backup(Path(sys.argv[3])) if sys.argv[2] == "backup" else world.restore(Path(sys.argv[3]), keys=Path(sys.argv[5]))
except Exception as error:
    print(type(error).__name__, error)
"""


def full(*words: str) -> str:
    """In a process whose files may grow no further than that."""
    done = subprocess.run([sys.executable, "-c", FULL, *words], capture_output=True, text=True, cwd=ROOT, timeout=110)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_full_disk_leaves_nothing_behind(source: World, made: Made, target: World, tmp_path: Path) -> None:
    source.app.close()
    assert "There is no room" in full(str(source.home), "backup", str(tmp_path / "kept"), "40000")
    assert list((tmp_path / "kept").iterdir()) == []
    shutil.rmtree(target.home)
    assert "RetryableError" in full(str(target.home), "restore", str(made.path), "400000", str(made.keys))
    assert target.restore(made.path, keys=made.keys).rows == made.rows
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_nobody_gets_in_before_it_is_at_its_end(made: Made, target: World) -> None:
    class CutError(Exception):
        pass

    def cut(step: str) -> None:
        if step == "originals":
            raise CutError

    with pytest.raises(CutError):
        Restore(target.app, cut).run(made.path, Given(keys=made.keys, ledger="backup"))
    target.close()
    again = World(target.home)
    with pytest.raises(FatalError, match="rapport restore again"):
        _ = again.app.store
    assert (again.home / RESTORING).exists()
    with pytest.raises(RejectedError, match="Another backup"):
        note = json.loads((again.home / RESTORING).read_text())
        (again.home / RESTORING).write_text(json.dumps({**note, "id": "other"}))
        again.restore(made.path, keys=made.keys)
    (again.home / RESTORING).write_text(json.dumps(note))
    assert again.restore(made.path, keys=made.keys).rows == made.rows
    assert again.app.objects.get(again.tenant, "documents/a1") == PDF
    again.close()


def test_what_a_killed_process_left_goes_with_the_next(source: World, tmp_path: Path) -> None:
    (tmp_path / ".rapport-20260101T000000Z.backup.part").write_bytes(b"half")
    source.backup(tmp_path / "x.backup", vectors=False)
    assert [each.name for each in tmp_path.iterdir()] == ["x.backup"]


def test_a_place_that_cannot_be_written_says_so(source: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RapportError, match="cannot be written"):
        source.backup(tmp_path / "file" / "kept")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
