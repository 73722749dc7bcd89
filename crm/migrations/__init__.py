"""The record's schema, step by step (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from crm.errors import FatalError, RetryableError
from crm.store import Store

HEAD = "0019"
FOLDER = Path(__file__).parent


def current(store: Store) -> str | None:
    """The revision the record is at; None where nothing stands yet."""
    with store.read() as session:
        if not inspect(session.connection()).has_table("alembic_version"):
            return None
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(store: Store) -> bool:
    """Brings the record to the newest schema; tells whether anything was to do.

    Raises:
        FatalError: the record was written by a newer Rapport.
    """
    at = current(store)
    if at == HEAD:
        return False
    if at is not None and at > HEAD:
        raise FatalError("This record was written by a newer Rapport. Please update Rapport before using it.")
    bring(store, "head")
    from crm.intake.triggers import restore  # noqa: PLC0415 - they know the tables, which know no step

    restore(store)
    return True


def bring(store: Store, revision: str) -> None:
    """Runs the steps up to a revision.

    Raises:
        RetryableError: the database does not do its part.
    """
    from alembic import command  # noqa: PLC0415 - half a second that an up-to-date record need not pay
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    try:
        with store.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    except OperationalError as error:
        raise RetryableError("The database could not be prepared. Please check it and its disk.") from error
