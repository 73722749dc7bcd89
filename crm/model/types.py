"""Column types that behave alike on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

import enum
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Integer, Numeric, String, Text
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

Id = BigInteger().with_variant(Integer, "sqlite")
Amount = Numeric(18, 2, asdecimal=False)
Exact = String(191).with_variant(mysql.VARCHAR(191, collation="utf8mb4_bin"), "mysql", "mariadb")  # ids keep their case
LongText = Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
Attributes = JSON().with_variant(postgresql.JSONB(), "postgresql")
Sealed = JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime in, an aware UTC datetime out; stored without zone, with microseconds."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name in {"mysql", "mariadb"}:
            return dialect.type_descriptor(mysql.DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a zone reached the record")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


def choice(of: type[enum.StrEnum]) -> Enum:
    """A column of one of an enumeration's values, stored as text on every dialect."""
    return Enum(
        of, native_enum=False, length=16, create_constraint=False, values_callable=lambda e: [m.value for m in e]
    )
