"""PostgreSQL with pgvector: a table and an HNSW index for each collection.

A deleted row stays in its table's file until the table is written anew: `purge` has PostgreSQL do that (VACUUM FULL).
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from math import ceil
from select import select
from threading import Lock, Timer
from typing import Any

import numpy as np

from crm.errors import FatalError, RapportError, RetryableError
from indexing.shelved import Pairs
from indexing.stores.faults import REFUSED, SILENT, UNFIT, MissingError
from indexing.stores.limits import Limits

CONNECT = 5  # seconds a connection may take
SEARCHING = "SET hnsw.ef_search = 200; SET hnsw.iterative_scan = strict_order; SET maintenance_work_mem = '256MB'"
WITHOUT = "The PostgreSQL of the vector store lacks pgvector 0.8 or newer. Install it there (postgresql-…-pgvector)."
DRIVER = 'Vectors in PostgreSQL need a part that is not installed here. Run: pip install "rapport[pgvector]"'
KEPT_OUT = ("authentication failed", "no pg_hba.conf entry", "no password supplied", "does not exist")


class PgVectors:
    """Implements `Collections`.

    Args:
        target: libpq's parameters: host, port, user, dbname, sslmode and their like.
        schema: where the tables are; made where it is not there, and Rapport's alone.
    """

    remedy = "Start that PostgreSQL, and check RAPPORT_VECTORS and RAPPORT_VECTORS_KEY."

    def __init__(self, target: Mapping[str, str], schema: str, key: str = "", limits: Limits | None = None) -> None:
        self._target: dict[str, Any] = dict(target) | ({"password": key} if key else {})
        self._schema = schema
        self._limits = limits or Limits()
        self._idle: list[Any] = []
        self._lock = Lock()

    def names(self) -> list[str]:
        query = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
        return [name for (name,) in self._rows(query, [self._schema])]

    def make(self, name: str, dimensions: int) -> None:
        with self._connected(self._limits.writing) as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('rapport vectors'))")  # one maker at a time
            connection.execute(_of("CREATE SCHEMA IF NOT EXISTS {}", self._schema))
            table = f"CREATE TABLE IF NOT EXISTS {{}}.{{}} (id text PRIMARY KEY, embedding vector({int(dimensions)}))"
            connection.execute(_of(table, self._schema, name))
            index = "CREATE INDEX IF NOT EXISTS {} ON {}.{} USING hnsw (embedding vector_ip_ops)"
            connection.execute(_of(index, f"{name}_near", self._schema, name))

    def put(self, name: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        query = (
            "INSERT INTO {}.{} (id, embedding) VALUES (%s, %b)"
            " ON CONFLICT (id) DO UPDATE SET embedding = EXCLUDED.embedding"
        )
        rows = list(zip(ids, _packed(vectors), strict=True))
        with (
            self._connected(self._limits.writing) as connection,
            connection.transaction(),
            connection.cursor() as cursor,
        ):
            cursor.execute(_of("SELECT FROM {}.{} LIMIT 0", self._schema, name))  # a pipeline says so less clearly
            cursor.executemany(_of(query, self._schema, name), rows)

    def near(self, name: str, queries: np.ndarray, limit: int) -> list[Pairs]:
        query = _of("SELECT id, -(embedding <#> %b) FROM {}.{} ORDER BY embedding <#> %b LIMIT %s", self._schema, name)
        with self._connected(self._limits.asking) as connection:
            return [
                [(one, float(cosine)) for one, cosine in connection.execute(query, [vector, vector, limit])]
                for vector in _packed(queries)
            ]

    def read(self, name: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        query = "SELECT id, embedding FROM {}.{} WHERE id = ANY(%s)"
        found = self._rows(_of(query, self._schema, name), [list(ids)], binary=True)
        if not found:
            return [], np.empty((0, 0), np.float32)
        return [one for one, _ in found], np.stack([vector.to_numpy() for _, vector in found])

    def ids(self, name: str) -> list[str]:
        found = self._rows(_of("SELECT id FROM {}.{}", self._schema, name), [], self._limits.writing)
        return [one for (one,) in found]

    def count(self, name: str) -> int:
        [(found,)] = self._rows(_of("SELECT count(*) FROM {}.{}", self._schema, name), [])
        return int(found)

    def remove(self, name: str, ids: Sequence[str]) -> int:
        query = _of("DELETE FROM {}.{} WHERE id = ANY(%s)", self._schema, name)
        with self._connected(self._limits.writing) as connection:
            return int(connection.execute(query, [list(ids)]).rowcount)

    def purge(self, name: str) -> None:
        with self._connected(self._limits.tidying) as connection:
            connection.execute(_of("VACUUM FULL {}.{}", self._schema, name))

    def drop(self, name: str) -> None:
        with self._connected(self._limits.writing) as connection:
            connection.execute(_of("DROP TABLE IF EXISTS {}.{}", self._schema, name))

    def close(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _rows(
        self, query: Any, parameters: Sequence[Any], budget: timedelta | None = None, *, binary: bool = False
    ) -> list[Any]:
        with self._connected(budget or self._limits.asking) as connection:
            return list(connection.execute(query, parameters, binary=binary).fetchall())

    @contextmanager
    def _connected(self, budget: timedelta) -> Iterator[Any]:
        """A connection for one piece of work, cut at the end of its time: a server that hangs says nothing."""
        with _translated():
            connection = self._taken() or self._opened(budget)
            end = Timer(budget.total_seconds(), _cut, [connection.pgconn.socket])
            end.daemon = True
            end.start()
            try:
                yield connection
            except BaseException:
                end.cancel()
                connection.close()
                raise
            end.cancel()
            with self._lock:
                self._idle.append(connection)

    def _taken(self) -> Any:
        """One that is open already: of those that the server has closed there is something to read, their end."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection = self._idle.pop()
            if not connection.closed and not select([connection.fileno()], [], [], 0)[0]:
                return connection
            connection.close()

    def _opened(self, budget: timedelta) -> Any:
        try:
            import psycopg  # noqa: PLC0415
            from pgvector.psycopg import register_vector  # noqa: PLC0415
        except ImportError as error:
            raise FatalError(DRIVER) from error
        connection = psycopg.connect(
            **self._target, autocommit=True, connect_timeout=min(CONNECT, ceil(budget.total_seconds()))
        )
        try:
            _extended(connection)
            register_vector(connection)
            connection.execute(SEARCHING)
        except BaseException:
            connection.close()
            raise
        return connection


def _extended(connection: Any) -> None:
    """Sees to the extension: who may, makes it; where it is there, anybody will do."""
    import psycopg  # noqa: PLC0415

    find = "SELECT string_to_array(extversion, '.')::int[] >= ARRAY[0, 8] FROM pg_extension WHERE extname = 'vector'"
    if connection.execute(find).fetchone() is None:
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        except psycopg.errors.UniqueViolation:  # another process was quicker
            pass
        except psycopg.Error as error:
            raise FatalError(WITHOUT) from error
    if connection.execute(find).fetchone() != (True,):
        raise FatalError(WITHOUT)


def _packed(rows: np.ndarray) -> list[Any]:
    try:
        from pgvector import Vector  # noqa: PLC0415
    except ImportError as error:
        raise FatalError(DRIVER) from error
    return [Vector(row) for row in rows]


def _of(query: str, *names: str) -> Any:
    from psycopg import sql  # noqa: PLC0415

    return sql.SQL(query).format(*map(sql.Identifier, names))


@contextmanager
def _translated() -> Iterator[None]:
    try:
        import psycopg  # noqa: PLC0415
    except ImportError as error:
        raise FatalError(DRIVER) from error
    try:
        yield
    except RapportError:
        raise
    except (psycopg.errors.UndefinedTable, psycopg.errors.InvalidSchemaName) as error:
        raise MissingError from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise FatalError(REFUSED) from error
    except psycopg.errors.DataException as error:
        raise FatalError(UNFIT) from error
    except psycopg.OperationalError as error:
        out = error.sqlstate is None and any(said in str(error) for said in KEPT_OUT)
        raise (FatalError(REFUSED) if out else RetryableError(SILENT)) from error
    except (psycopg.Error, OSError, ValueError) as error:
        raise RetryableError(SILENT) from error


def _cut(descriptor: int) -> None:
    with suppress(OSError), socket.socket(fileno=socket.dup(descriptor)) as connection:
        connection.shutdown(socket.SHUT_RDWR)
