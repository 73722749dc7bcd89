"""Rows in a form of their own: out of each database and into each other, cell by cell the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, insert, null, select, text
from sqlalchemy.orm import Session

from crm.errors import FatalError
from crm.migrations import bring
from crm.model import Account, Contact, Deal, Interaction, Kind, Product, Tenant, User
from crm.portable import Loader, Row, Shape, parts, rows_of, shapes
from crm.store import Store

WHEN = datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC)
ODD = "naïve “quotes” \\u0000 \\ \n\t 🐙 日本"


def fill(session: Session) -> None:
    at = {"created_at": WHEN, "updated_at": WHEN}
    session.add(Tenant(id=7, name="Acme", created_at=WHEN, settings={"deep": [1, 2.5, None, {"x": ODD}]}))
    session.flush()
    session.add_all([User(id=one, tenant_id=7, name=f"U{one}", manager_id=None, **at) for one in (1, 2, 3)])
    session.flush()
    session.get_one(User, 1).manager_id = 3  # one that comes later
    session.get_one(User, 2).manager_id = 1
    session.add(Account(id=5, tenant_id=7, name=ODD, attributes={}, annual_revenue=99_999_999_999.99, **at))
    session.flush()
    session.add(Contact(id=4, tenant_id=7, account_id=5, name="Jane", sealed={"phone": "sealed:abc"}, **at))
    session.add(
        Deal(id=9, tenant_id=7, account_id=5, name="Big", amount=0.1, close_date=date(2026, 12, 31), stage="x", **at)
    )
    session.add(Product(id=2, tenant_id=7, name="Pump", attributes={"n": 12345678901234567890, "f": 1e-300}, **at))
    session.flush()
    row: dict[str, Any] = {"tenant_id": 7, "kind": Kind.NOTE, "source": "x", "occurred_at": WHEN, "text": ODD, **at}
    session.add(Interaction(id=11, original=bytes(range(256)), mood_score=-0.125, account_id=5, **row))
    session.add(Interaction(id=12, original=None, attributes={}, **row))
    session.flush()
    nothing = {"attributes": JSON.NULL}
    session.execute(insert(Interaction), [{"id": 13, **row, **nothing}])


def taken(store: Store) -> dict[str, tuple[Shape, list[Row]]]:
    with store.snapshot() as still:
        return {
            shape.name: (shape, [row for content, _ in parts(still, shape) for row in rows_of(shape, content)])
            for shape in shapes(still)
        }


def load(store: Store, told: dict[str, tuple[Shape, list[Row]]], more: int = 0) -> None:
    with store.write() as session:
        loader = Loader(session.connection())
        for shape, rows in told.values():
            loader.add(shape, [dict(row) for row in rows])
        loader.finish({name: len(rows) + more for name, (_, rows) in told.items()})


@pytest.fixture
def source(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'source.db'}")
    bring(made, "head")
    with made.write() as session:
        fill(session)
    return made


def test_into_each_database_and_out_again(source: Store, any_store: Store) -> None:
    told = taken(source)
    assert sum(len(rows) for _, rows in told.values()) == 11
    load(any_store, told)
    again = taken(any_store)
    for name, (_, rows) in told.items():
        assert [_plain(row) for row in again[name][1]] == [_plain(row) for row in rows], name
    with any_store.write() as session:
        assert session.get_one(User, 1).manager_id == 3
        session.add(User(tenant_id=7, name="next", created_at=WHEN, updated_at=WHEN))
        session.flush()
        assert (session.scalar(select(User.id).where(User.name == "next")) or 0) > 3  # where numbers began is its own
        assert session.scalar(select(Interaction.id).where(Interaction.attributes == null())) is None
    source.close()


def _plain(row: Row) -> dict[str, Any]:
    """PostgreSQL writes the same JSON with its keys in another order, and numbers in another form."""
    import json

    found = dict(row)
    for name, value in row.items():
        if isinstance(value, str) and value[:1] in "{[":
            found[name] = json.loads(value, parse_float=float)
    return found


def test_what_postgresql_takes_no_nul_of(source: Store, postgresql_store: Store) -> None:
    with source.write() as session:
        session.execute(
            text("UPDATE contacts SET name = 'Ja' || char(0) || 'ne', attributes = '{\"x\":\"a\\u0000b\"}'")
        )
    load(postgresql_store, taken(source))
    with postgresql_store.read() as session:
        jane = session.scalars(select(Contact)).one()
        assert (jane.name, jane.attributes) == ("Jane", {"x": "ab"})
    source.close()


def test_rows_that_are_missing_are_noticed(source: Store, store: Store) -> None:
    with pytest.raises(FatalError, match="holds"):
        load(store, taken(source), more=1)
    with store.read() as session:
        assert session.scalars(select(Tenant)).all() == []
    source.close()


def test_a_row_that_does_not_fit_is_told_by_its_table(source: Store, store: Store) -> None:
    told = taken(source)
    for row in told["contacts"][1]:
        row["account_id"] = 4711
    with pytest.raises(FatalError, match="contacts"):
        load(store, told)
    source.close()


def test_the_record_stands_still_for_a_snapshot(any_store: Store) -> None:
    with any_store.snapshot() as still:
        before = still.execute(select(Tenant.__table__.c.id)).all()
        with any_store.write() as session:
            session.add(Tenant(name="later", created_at=WHEN))
        assert still.execute(select(Tenant.__table__.c.id)).all() == before == []
