"""What every table of the record shares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from crm.model.types import Attributes, Exact, Id, Sealed, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Owned:
    """A row of one tenant."""

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=True)

    @declared_attr
    def tenant_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(Id, ForeignKey("tenants.id", ondelete="CASCADE"), index=True)


class Versioned:
    """A row that people and imports change: `version` counts its changes and guards against lost updates."""

    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


class Imported:
    """A row that may have come from elsewhere.

    `external_id` is the source's own id (or the normalised name where it has none), unique in a tenant and table;
    `digest` is a hash of the source row as last seen, so that a second import changes nothing.
    """

    external_id: Mapped[str | None] = mapped_column(Exact)
    digest: Mapped[str | None] = mapped_column(String(32))
    attributes: Mapped[dict[str, Any]] = mapped_column(Attributes, default=dict)


class Sealable:
    """A row some of whose fields may be kept sealed: tokens of the vault by the fields' names (`crm.sealed`)."""

    sealed: Mapped[dict[str, str] | None] = mapped_column(Sealed)
