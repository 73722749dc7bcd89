"""The relational store: one engine, short transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker

from crm.errors import FatalError, RetryableError
from crm.right_of_way import RightOfWay
from crm.rights.narrowing import narrow
from crm.sealed.sealing import PLACE, Sealing, Tokens, settle
from crm.turns import Turns

BUSY_TIMEOUT = 30.0  # seconds a SQLite writer waits for another
DRIVERS = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
}
PATIENCE = {  # of libpq, for whoever uses the URL: a server that is gone without a word is noticed in time
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 120_000,  # a server that is merely slow to read is cut off by it too
}
OUTAGE = "The database did not answer. Nothing was changed; please try again."
HEADS = "audit_heads"  # what `crm.audit` leaves in a session's info
READ_ONLY: dict[str, dict[str, bool]] = {"postgresql": {"postgresql_readonly": True}}  # said with BEGIN, at no cost


class Store:
    """Opens transactions on the record. Nothing is connected to until the first one.

    Args:
        url: an SQLAlchemy URL; SQLite, PostgreSQL and MariaDB are supported.
        told: hears the heads of the audit's chains once a transaction that moved them is committed.

    Raises:
        FatalError: the URL is not one of these.
    """

    def __init__(self, url: str, told: Callable[[list[Any]], None] | None = None) -> None:
        self._told = told
        self.url = _with_driver(url)
        self.engine = _engine(self.url)
        self.way = RightOfWay()
        event.listen(self.engine, "before_cursor_execute", self._between)
        self._turns = Turns() if self.engine.dialect.name == "sqlite" else None
        self._writers = sessionmaker(self.engine, expire_on_commit=False)
        reading = self.engine.execution_options(reading=True, **READ_ONLY.get(self.engine.dialect.name, {}))
        self._readers = sessionmaker(reading, expire_on_commit=False)
        for sessions in (self._writers, self._readers):
            event.listen(sessions, "do_orm_execute", narrow)
        event.listen(self._writers, "before_flush", settle)

    def seal_with(self, vault: Tokens) -> None:
        """Has fields that are tagged `encrypt` sealed by this vault, in whatever is written from now on."""
        for sessions in (self._writers, self._readers):
            sessions.configure(info={PLACE: Sealing(vault)})

    @property
    def dialect(self) -> str:
        """sqlite, postgresql or mysql (MariaDB speaks as mysql)."""
        return "mysql" if self.engine.dialect.name == "mariadb" else self.engine.dialect.name

    @contextmanager
    def write(self, *, urgent: bool = False) -> Iterator[Session]:
        """A session whose transaction commits at the end and rolls back on any error; one that is urgent goes first."""
        if not urgent:
            self.way.give()
        turn = nullcontext() if self._turns is None else self._turns.turn(urgent=urgent)
        with _outages(), turn, self._writers.begin() as session:
            yield session
        if self._told is not None and session.info.get(HEADS):
            self._told(session.info[HEADS])

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for questions; the database itself refuses to change anything in it."""
        with _outages(), self._readers() as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for which the record stands still as it was at its first question, whoever writes meanwhile."""
        options: dict[str, Any] = {"reading": True, **READ_ONLY.get(self.engine.dialect.name, {})}
        if self.dialect != "sqlite":
            options["isolation_level"] = "REPEATABLE READ"
        with _outages(), self.engine.connect() as connection:
            still = connection.execution_options(**options)
            with still.begin():
                yield still

    def close(self) -> None:
        self.engine.dispose()

    def _between(self, connection: Connection, *_: Any) -> None:
        """Before each statement of a question: a writer would only hold up whoever is waiting to write."""
        if _reads(connection):
            self.way.give()


@contextmanager
def held(session: Session) -> Iterator[None]:
    """Keeps what the session loads loaded: by itself it forgets rows that nobody holds, and asks for them again."""
    rows: list[object] = []

    def keep(_session: Session, row: object) -> None:
        rows.append(row)

    event.listen(session, "loaded_as_persistent", keep)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", keep)


@contextmanager
def _outages() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error, OperationalError) and not error.connection_invalidated:
            raise
        raise RetryableError(OUTAGE) from error
    except PoolTimeoutError as error:
        raise RetryableError(OUTAGE) from error


def _with_driver(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise FatalError("RAPPORT_DATABASE_URL is not a database URL, such as sqlite:///rapport.db.") from error
    if parsed.drivername not in {"sqlite", *DRIVERS, *DRIVERS.values()}:
        raise FatalError("RAPPORT_DATABASE_URL must begin with sqlite, postgresql or mariadb.")
    found = parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))
    if found.get_backend_name() != "postgresql":
        return found
    return found.update_query_dict({name: str(value) for name, value in PATIENCE.items() if name not in found.query})


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        options: dict[str, Any] = {"pool_pre_ping": True, "pool_recycle": 1800}
        if url.get_backend_name() == "mysql":
            url = url.update_query_dict({"charset": "utf8mb4"})
            options["isolation_level"] = "READ COMMITTED"
        engine = create_engine(url, **options)
        if url.get_backend_name() == "mysql":
            event.listen(engine, "begin", _begin_mysql)
        return engine
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at once: a transaction that upgrades later fails where it should have waited."""
    reading = _reads(connection)
    if connection.info.get("query_only", False) != reading:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.info["query_only"] = reading
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_mysql(connection: Connection) -> None:
    if _reads(connection):
        connection.exec_driver_sql("START TRANSACTION READ ONLY")


def _reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))
