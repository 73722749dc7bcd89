"""The database notes by itself which rows changed, within the transaction that changes them, whoever writes.

Triggers are made when the first source is set up that tells of changes: who has none pays nothing for it. They are made
again after a change of the schema, for SQLite drops those of a table that is rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from crm.errors import FatalError
from crm.model import Source
from crm.store import Store

TABLES = {
    "account": "accounts",
    "contact": "contacts",
    "deal": "deals",
    "interaction": "interactions",
    "task": "tasks",
}
NOTE = """
INSERT INTO announcements (tenant_id, source_id, entity, row_id, version, gone)
SELECT {row}.tenant_id, sources.id, '{entity}', {row}.id, {row}.version, {gone} FROM sources
WHERE sources.tenant_id = {row}.tenant_id AND sources.announces
AND EXISTS (SELECT 1 FROM tenants WHERE tenants.id = {row}.tenant_id){more}
"""
CHANGED = " AND NEW.version <> OLD.version"
EVENTS = (("insert", "NEW", "false", ""), ("update", "NEW", "false", CHANGED), ("delete", "OLD", "true", ""))


def install(store: Store) -> None:
    """Makes the triggers where they are missing.

    Raises:
        FatalError: the database does not let its user make triggers.
    """
    try:
        with store.engine.begin() as connection:
            for statement in _statements(store.dialect):
                connection.exec_driver_sql(statement)
    except DBAPIError as error:
        raise FatalError(
            "The database does not let Rapport make triggers, which tell what changed. Give its user that right "
            "(MariaDB with a binary log: set log_bin_trust_function_creators=1)."
        ) from error


def installed(store: Store) -> bool:
    """Whether all of them are there."""
    with store.engine.connect() as connection:
        return len(_names(connection, store.dialect)) >= len(TABLES) * (1 if store.dialect == "postgresql" else 3)


def restore(store: Store) -> None:
    """Makes those that are missing, after the schema changed or a backup came back, where a source tells of changes."""
    with store.read() as session:
        wanted = session.scalar(select(Source.id).where(Source.announces).limit(1)) is not None
    if wanted and not installed(store):
        install(store)


def _statements(dialect: str) -> Iterator[str]:
    if dialect == "postgresql":
        yield from _postgresql()
        return
    for entity, table in TABLES.items():
        for event, row, gone, more in EVENTS:
            note = NOTE.format(row=row, entity=entity, gone=gone, more=more).strip()
            name = f"CREATE TRIGGER IF NOT EXISTS announce_{table}_{event}"
            if dialect == "sqlite":
                of = " OF version" if event == "update" else ""
                yield f"{name} AFTER {event.upper()}{of} ON {table} BEGIN {note}; END"
            else:
                yield f"{name} AFTER {event.upper()} ON {table} FOR EACH ROW {note}"


def _postgresql() -> Iterator[str]:
    branches = "".join(
        f"IF TG_OP = '{event.upper()}' THEN {_of_argument(row, gone, more)}; END IF; "
        for event, row, gone, more in EVENTS
    )
    yield (
        "CREATE OR REPLACE FUNCTION rapport_announce() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {branches} RETURN NULL; END $$"
    )
    for table, entity in ((table, entity) for entity, table in TABLES.items()):
        yield f"DROP TRIGGER IF EXISTS announce_{table} ON {table}"
        yield (
            f"CREATE TRIGGER announce_{table} AFTER INSERT OR DELETE OR UPDATE OF version ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION rapport_announce('{entity}')"
        )


def _of_argument(row: str, gone: str, more: str) -> str:
    return NOTE.format(row=row, entity="?", gone=gone, more=more).replace("'?'", "TG_ARGV[0]").strip()


NAMED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'announce!_%' ESCAPE '!'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'announce!_%' ESCAPE '!' AND tgrelid IN "
    "(SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)",
    "mysql": "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE() "
    "AND trigger_name LIKE 'announce!_%' ESCAPE '!'",
}


def _names(connection: Connection, dialect: str) -> list[str]:
    return list(connection.scalars(text(NAMED[dialect])))
