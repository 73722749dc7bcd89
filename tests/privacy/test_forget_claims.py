"""Every column that can hold words is answered for by a place of forgetting: a new table cannot be overlooked."""

from __future__ import annotations

from sqlalchemy import JSON, Enum, LargeBinary, String

from crm.model import Base
from privacy.erasure.registry import OUTSIDE, PLACES


def can_hold_words(kind: object) -> bool:
    return isinstance(kind, JSON | String | LargeBinary) and not isinstance(kind, Enum)


def test_every_column_is_claimed() -> None:
    claimed: dict[str, set[str]] = {table: set(columns) for table, columns in OUTSIDE.items()}
    for place in PLACES:
        for table, columns in place.claims.items():
            claimed.setdefault(table, set()).update(columns)
    missing = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if can_hold_words(column.type) and column.name not in claimed.get(table.name, set())
    ]
    assert missing == [], "add them to privacy/erasure/registry.py: to clean, keys, or plain where nobody's words are"


def test_nothing_is_claimed_that_is_not_there() -> None:
    for place in PLACES:
        for table, columns in place.claims.items():
            assert columns <= set(Base.metadata.tables[table].columns.keys()), table


def test_names_of_places_are_their_own() -> None:
    names = [place.name for place in PLACES]
    assert len(names) == len(set(names))
