"""Forgetting where the record is on a server of its own: killed again and again, and a backup of the database restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from erasure_search import found, killed
from erasure_world import EMAIL, OTHER, World
from kills import KILLS
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import make_url

from crm.model import Contact, ErasureRequest, Forgotten
from crm.store import Store

pytestmark = pytest.mark.parametrize("own_database", ["postgresql"], indirect=True)


@pytest.fixture
def world(own_database: str, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "home", own_database)
    made.fill()
    yield made
    made.app.close()


def copied(url: str, source: str, target: str) -> None:
    """The whole of a database under another name, which is what a backup and its restoration come to."""
    admin = create_engine(Store(url).url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {target} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {target} TEMPLATE {source}"))
    admin.dispose()


@pytest.mark.timeout(600)
def test_kills_leave_nothing_half_done(world: World, own_database: str) -> None:
    request = world.app.erasure.request(world.tenant, EMAIL)
    told = killed(world, request.id, KILLS)
    assert told["kills"] == KILLS
    assert told["certificate"]["scan"]["found"] == []
    again = World(world.home, own_database)
    assert found(again) == []
    with again.app.store.read() as session:
        assert [each.name for each in session.scalars(select(Contact))] == [OTHER]
        assert session.get_one(ErasureRequest, request.id).subject is None
    again.app.close()


def test_a_restored_backup_is_forgotten_anew(world: World, own_database: str) -> None:
    name = str(make_url(own_database).database)
    world.app.close()
    copied(own_database, name, f"{name}_kept")
    world.app.erasure.run(world.tenant, world.app.erasure.request(world.tenant, EMAIL).id)
    assert world.app.erasure.again(world.tenant) == []
    world.app.close()
    copied(own_database, f"{name}_kept", name)
    restored = World(world.home, own_database)
    assert "contacts.name" in found(restored)
    assert restored.app.erasure.restored() == [restored.tenant]
    (number,) = restored.app.erasure.again(restored.tenant)
    assert restored.app.erasure.run(restored.tenant, number)["scan"]["found"] == []
    assert found(restored) == []
    assert restored.app.erasure.restored() == []
    with restored.app.store.read() as session:
        assert session.scalars(select(Forgotten)).first() is not None
    restored.app.close()
    admin = create_engine(Store(own_database).url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}_kept WITH (FORCE)"))
    admin.dispose()
