from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, text

from crm.store import Store


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[Callable[[str], str]]:
    """Makes empty databases, each nobody else's, and gives their addresses; "" is the file in a data folder."""
    made: list[tuple[Store, str, str]] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            return ""
        server: Store = request.getfixturevalue(f"{kind}_store")
        name = f"rapport_backup_{uuid.uuid4().hex[:8]}"
        _run(server, f"CREATE DATABASE {name}")
        made.append((server, kind, name))
        return str(server.url.set(database=name).render_as_string(hide_password=False))

    yield make
    for server, kind, name in made:
        _run(server, f"DROP DATABASE {name}{' WITH (FORCE)' if kind == 'postgresql' else ''}")


def _run(server: Store, statement: str) -> None:
    admin = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()
