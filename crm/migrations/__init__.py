"""The record's schema, step by step (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from crm.errors import FatalError
from crm.store import Store

HEAD = "0015"
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
    from alembic import command  # noqa: PLC0415 - half a second that an up-to-date record need not pay
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with store.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
