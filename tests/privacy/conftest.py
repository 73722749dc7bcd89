from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from crm.store import Store


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def own_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database that is nobody else's; "" for the file in a data folder."""
    if request.param == "sqlite":
        yield ""
        return
    server: Store = request.getfixturevalue(f"{request.param}_store")
    name = f"rapport_privacy_{uuid.uuid4().hex[:8]}"
    admin = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}{' WITH (FORCE)' if request.param == 'postgresql' else ''}"))
    admin.dispose()
