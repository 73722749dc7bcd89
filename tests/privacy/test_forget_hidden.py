"""Places where somebody could be overlooked: archives, documents nobody points at, jobs of other shapes, sealed values."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from erasure_search import found
from erasure_world import EMAIL, NAME, PDF, PHONE, WHEN, World
from sqlalchemy import JSON, Column, MetaData, String, Table, insert, select

from crm import history
from crm.errors import FatalError, RejectedError
from crm.intake.event import Event, Page, Party
from crm.model import Account, Base, Contact, Field, Interaction, Kind, SourceRow
from crm.sealed.fields import entity_of
from crm.sealed.sealing import Sealing, is_token, laid_open
from privacy.access.access import keep

ZOE = ("Zoë Brückner", "zoe.brueckner@vexmoor.example")


@pytest.fixture
def world(tmp_path: Path, own_database: str) -> Iterator[World]:
    made = World(tmp_path / "home", own_database)
    at = {"tenant_id": made.tenant, "created_at": WHEN, "updated_at": WHEN}
    with made.app.store.write() as session:
        vexmoor = Account(name="Vexmoor", domain="vexmoor.example", **at)
        session.add(vexmoor)
        session.flush()
        session.add(Contact(name=NAME, email=EMAIL, phone=PHONE, account_id=vexmoor.id, **at))
    yield made
    made.app.close()


def forgotten(world: World, who: str = EMAIL) -> dict[str, Any]:
    return world.app.erasure.run(world.tenant, world.app.erasure.request(world.tenant, who).id)


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


sqlite = pytest.mark.parametrize("own_database", ["sqlite"], indirect=True)


@sqlite
def test_archives_go(world: World) -> None:
    """What was handed over at an access request, a document of Word's in an archive, a name of a file."""
    made = world.app.access.export(world.tenant, EMAIL)
    keep(made, world.home / made.filename)
    papers = world.home / "exports"
    papers.mkdir()
    inner = zipped(**{"word/document.xml": f"<w:t>{NAME}</w:t>".encode() * 50})
    for name, content in {
        "nested.zip": zipped(letter=inner),
        "named.zip": zipped(**{f"{NAME}.txt": b"nothing"}),
        "packed.json.gz": gzip.compress(json.dumps([NAME]).encode()),
        "others.zip": zipped(note=b"Omar Haddad"),
        "broken.zip": inner[: len(inner) // 2],
    }.items():
        (papers / name).write_bytes(content)
    assert len(found(world)) >= 5
    assert forgotten(world)["scan"]["found"] == []
    assert found(world) == []
    assert sorted(path.name for path in papers.iterdir()) == ["broken.zip", "others.zip"]
    assert not (world.home / made.filename).exists()


@sqlite
def test_documents_that_nothing_points_at_go(world: World) -> None:
    """A source died between storing one and telling of it; another's event still waits in the inbox."""
    objects, tenant = world.app.objects, world.tenant
    plain = {"documents/lost": PDF, "documents/word": zipped(page=NAME.encode()), "documents/omar": b"%PDF by Omar"}
    for key, content in {**plain, "documents/waits": b"%PDF nothing to read"}.items():
        objects.put(tenant, key, content)
    source = world.app.sources.add(tenant, "vex", "webhook", {}, timedelta(hours=1))
    told = Event(
        key="n1", kind=Kind.NOTE, occurred_at=WHEN, text="minutes", document="documents/waits",
        parties=(Party(role="from", name=NAME, address=EMAIL),),
    )  # fmt: skip
    world.app.sync.hear(source, Page.of([told], {}))
    assert forgotten(world)["scan"]["found"] == []
    assert sorted(objects.names(tenant)) == ["documents/omar"]
    world.app.chain.run(tenant)
    with world.app.store.read() as session:
        row = session.scalars(select(Interaction)).one()
        if row.document:
            with pytest.raises(RejectedError):
                objects.get(tenant, row.document)
    assert found(world) == []


@pytest.mark.parametrize("own_database", ["sqlite", "postgresql"], indirect=True)
def test_jobs_of_every_shape_lose_them(world: World) -> None:
    """Letters escaped in JSON, and columns of JSON, as the queue has them."""
    jobs = Table("workflow_status", MetaData(), Column("id", String(9)), Column("inputs", String), Column("tags", JSON))
    at = {"tenant_id": world.tenant, "created_at": WHEN, "updated_at": WHEN}
    with world.app.store.write() as session:
        session.add(Contact(name=ZOE[0], email=ZOE[1], **at))
        jobs.create(session.connection())
        said = [
            {"id": "1", "inputs": json.dumps([ZOE[0], 7]), "tags": {"who": ZOE[0], "n": [1]}},
            {"id": "2", "inputs": json.dumps(["Omar"]), "tags": None},
        ]
        session.execute(insert(jobs), said)
    assert forgotten(world, ZOE[1])["scan"]["found"] == []
    with world.app.store.read() as session:
        rows = session.execute(select(jobs).order_by(jobs.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("1", '["[forgotten]", 7]', {"who": "[forgotten]", "n": [1]}),
        ("2", '["Omar"]', None),
    ]


@sqlite
def test_nothing_sealed_tells_of_them(world: World) -> None:
    """Every sealed value of every table opened: of rows, of their history, of what sources told."""
    tenant = world.tenant
    with world.app.store.write() as session:
        session.add(Field(tenant_id=tenant, entity="account", key="note", label="note", type="text", core=False))
    world.app.rights.tag(tenant, "account.note", "encrypt", on=True, by=None)
    world.app.settling.settle(tenant)
    source = world.app.sources.add(tenant, "vex", "webhook", {}, timedelta(hours=1))
    with world.app.store.write() as session:
        account = session.scalars(select(Account)).one()
        account.attributes = {"note": f"{NAME} signs alone"}
        session.flush()
        told = {"note": f"ask {NAME}"}
        session.add(
            SourceRow(tenant_id=tenant, source_id=source.id, key="a1", entity="account", row_id=account.id, told=told)
        )
        with laid_open(session, account):
            history.change(session, account, {"attributes": {"note": "nobody"}}, by=None, at=WHEN)
        with laid_open(session, account):
            history.change(session, account, {"attributes": {"note": f"{NAME} again"}}, by=None, at=WHEN)
    assert any(NAME in value for value in opened(world))
    forgotten(world)
    values = opened(world)
    assert values
    assert not any(NAME in value for value in values), values


def opened(world: World) -> list[str]:
    """All that is sealed in columns of JSON, and all that is not."""
    sealing, found = Sealing(world.app.vault), []

    def walk(value: Any, ref: str, entity: str) -> None:
        if isinstance(value, dict):
            for name, each in value.items():
                walk(each, f"{entity}.{name}", entity)
        elif is_token(value):
            try:
                found.append(str(sealing.open(world.tenant, ref, value)))
            except FatalError:
                found.append(f"{ref} opens with no key")
        elif isinstance(value, str):
            found.append(value)

    with world.app.store.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                for column in table.columns:
                    if isinstance(row[column.name], dict):
                        walk(row[column.name], "", entity_of(table.name) or str(row.get("entity", "")))
    return found
