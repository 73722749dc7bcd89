"""The migrated schema is the model's, on every database."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from templates import bring_by_steps

import crm.migrations
from crm.errors import FatalError
from crm.keywords import create_keyword_index
from crm.migrations import HEAD, current, upgrade
from crm.model import Base
from crm.store import Store


@pytest.fixture(autouse=True)
def step_by_step(monkeypatch):
    monkeypatch.setattr(crm.migrations, "bring", bring_by_steps)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def bare(request, tmp_path):
    """A database with nothing in it."""
    if request.param == "sqlite":
        store = Store(f"sqlite:///{tmp_path / 'bare.db'}")
        yield store
        store.close()
        return
    store = request.getfixturevalue(f"{request.param}_store")
    clear(store)
    yield store
    clear(store)
    Base.metadata.create_all(store.engine)


def clear(store):
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    Base.metadata.drop_all(store.engine)


def ours(difference):
    """Keyword search has tables and columns of its own, which the model does not know."""
    return "interaction_words" not in str(difference) and "search_words" not in str(difference)


def test_from_nothing_to_the_model(bare):
    assert current(bare) is None
    assert upgrade(bare)
    assert current(bare) == HEAD
    assert not upgrade(bare)
    with bare.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = [each for each in compare_metadata(context, Base.metadata) if ours(each)]
    assert differences == []
    with bare.engine.begin() as connection:
        create_keyword_index(connection)


def test_a_record_of_a_newer_rapport_is_left_alone(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'new.db'}")
    upgrade(store)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(FatalError, match="newer"):
        upgrade(store)
    store.close()
