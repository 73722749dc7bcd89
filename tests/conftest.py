"""What every test may ask for: a record, a tenant, a clock; and no way out of this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from browser import browser  # noqa: F401  (a fixture)
from database_servers import SERVERS
from ollama_server import OllamaServer
from sqlalchemy import create_engine, exists, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from templates import bring, create_tables

import crm.migrations
from crm.clock import FixedClock
from crm.model import Base, Tenant
from crm.store import Store

WITHOUT_SERVERS = "RAPPORT_TEST_WITHOUT_SERVERS"
LIVE = ("RAPPORT_LIVE_OLLAMA", "RAPPORT_LIVE_MODEL", "RAPPORT_LIVE_EMBED_MODEL")
LONGEST = frozenset(  # files: a minute each and more
    {
        "test_ask_exports.py",
        "test_ask_fuzz.py",
        "test_backup_drill.py",
        "test_forget.py",
        "test_forget_everywhere.py",
        "test_forget_servers.py",
        "test_keyboard.py",
        "test_reader.py",
        "test_rows.py",
    }
)
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file goes to one worker, which makes what its tests share once; those that take longest begin first."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(autouse=True, scope="session")
def no_way_out() -> Iterator[None]:
    """Sockets reach this machine only: a test that needs the internet is a test of the internet."""
    plain, plain_ex = socket.socket.connect, socket.socket.connect_ex
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", lambda self, address: plain(self, _local(self, address)))
        patch.setattr(socket.socket, "connect_ex", lambda self, address: plain_ex(self, _local(self, address)))
        look_up = socket.getaddrinfo
        patch.setattr(socket, "getaddrinfo", lambda host, *rest, **options: look_up(_ours(host), *rest, **options))
        yield


def _local(sock: socket.socket, address: Any) -> Any:
    if sock.family in {socket.AF_INET, socket.AF_INET6} and not _is_loopback(str(address[0])):
        raise PermissionError(f"a test tried to reach {address[0]}: only this machine is open to tests")
    return address


def _ours(host: Any) -> Any:
    name = host.decode() if isinstance(host, bytes) else host
    if name and not _is_loopback(name) and name != socket.gethostname():
        raise PermissionError(f"a test looked {name} up: only this machine is open to tests")
    return host


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def records_from_a_template() -> Iterator[None]:
    """A record's file takes its tables from a copy; `tests/test_migrations.py` takes every step."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crm.migrations, "bring", bring)
        yield


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    """A server on this machine that speaks Ollama's API."""
    server = OllamaServer()
    yield server
    server.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="session")
def live() -> dict[str, str]:
    """A real Ollama on this machine, for `make live` alone: its address, a chat model and an embedding model."""
    found = {name.removeprefix("RAPPORT_LIVE_").lower(): os.environ.get(name, "") for name in LIVE}
    if not all(found.values()):
        pytest.fail(f"a live run needs {', '.join(LIVE)}; see docs/developers.md", pytrace=False)
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty record in a SQLite file."""
    made = Store(f"sqlite:///{tmp_path / 'rapport.db'}")
    create_tables(made)
    yield made
    made.close()


@pytest.fixture
def tenant_id(store: Store, clock: FixedClock) -> int:
    return add_tenant(store, clock)


@pytest.fixture
def any_tenant_id(any_store: Store, clock: FixedClock) -> int:
    return add_tenant(any_store, clock)


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty record in each of the databases that Rapport supports, in turn."""
    if request.param == "sqlite":
        made = Store(f"sqlite:///{tmp_path / 'any.db'}")
        create_tables(made)
        yield made
        made.close()
        return
    yield request.getfixturevalue(f"{request.param}_store")


@pytest.fixture
def postgresql_store(postgresql: Store) -> Iterator[Store]:
    """An empty record on PostgreSQL."""
    yield postgresql
    _empty(postgresql)


@pytest.fixture
def mariadb_store(mariadb: Store) -> Iterator[Store]:
    """An empty record on MariaDB."""
    yield mariadb
    _empty(mariadb)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Store]:
    yield from _scratch("postgresql")


@pytest.fixture(scope="session")
def mariadb() -> Iterator[Store]:
    yield from _scratch("mariadb")


def add_tenant(made: Store, clock: FixedClock, name: str = "Acme Sales") -> int:
    with made.write() as session:
        tenant = Tenant(name=name, created_at=clock.now())
        session.add(tenant)
        session.flush()
        return tenant.id


def _scratch(server: str) -> Iterator[Store]:
    """A database of this run's own on the server, dropped at the end."""
    url = Store(SERVERS[server]).url
    name = f"rapport_test_{os.getpid()}_{uuid.uuid4().hex[:8]}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        admin.dispose()
        if os.environ.get(WITHOUT_SERVERS) == "1":
            pytest.skip(f"no {server} server here, and {WITHOUT_SERVERS}=1 allows that")
        pytest.fail(f"no {server} server answers; start one, or set {WITHOUT_SERVERS}=1 to test without", pytrace=False)
    made = Store(make_url(url).set(database=name).render_as_string(hide_password=False))
    try:
        create_tables(made)
        yield made
    finally:
        made.close()
        with admin.connect() as connection:
            force = " WITH (FORCE)" if server == "postgresql" else ""
            connection.execute(text(f"DROP DATABASE {name}{force}"))
        admin.dispose()


def _empty(made: Store) -> None:
    tables = list(reversed(Base.metadata.sorted_tables))
    with made.write() as session:
        filled = session.execute(select(*(exists(select(table.c[0])) for table in tables))).one()
        for table in (each for each, any_rows in zip(tables, filled, strict=True) if any_rows):
            session.execute(table.delete())
