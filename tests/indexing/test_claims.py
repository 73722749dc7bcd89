"""Rows of a backlog that two processes share: none is taken twice, and whoever dies holds nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hashing import HashingEmbedder
from sqlalchemy import insert, select, text

from crm.clock import FixedClock
from crm.model import Interaction, Kind, Tenant
from crm.store import Store
from indexing.claims import FAMILY, LEAST, Alone, PostgresClaims
from indexing.indexer import Indexer
from indexing.vectors import ChromaVectors


def test_two_share_and_give_back(postgresql_store: Store) -> None:
    one, two = PostgresClaims(postgresql_store), PostgresClaims(postgresql_store)
    ids = [9, 8, 7, 6, 5]
    with one.some(ids, 3) as first:
        with two.some(ids, 3) as second:
            assert (sorted(first), sorted(second)) == ([7, 8, 9], [5, 6])
            with one.some(ids, 3) as third:
                assert third == []
        with two.some(ids, 3) as again:
            assert sorted(again) == [5, 6]
    with two.some(ids, 9) as all_of_them:
        assert sorted(all_of_them) == sorted(ids)


def test_a_backlog_is_taken_in_shares(postgresql_store: Store) -> None:
    claims, ids = PostgresClaims(postgresql_store), list(range(1, 601))
    with claims.some(ids, 256) as first, claims.some(ids, 256) as second:
        assert (len(first), len(second)) == (150, 150)
        assert not set(first) & set(second)
        with claims.some(ids[-100:], 256) as last:
            assert len(last) == LEAST


def test_a_broken_connection_holds_nothing(postgresql_store: Store) -> None:
    claims = PostgresClaims(postgresql_store)
    query = """SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' AND classid = :high
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    with claims.some([1, 2], 2):
        with postgresql_store.engine.connect() as connection:
            connection.execute(text(query), {"high": FAMILY >> 32}).all()
        with claims.some([1, 2], 2) as taken:
            assert sorted(taken) == [1, 2]


def test_alone_takes_the_first() -> None:
    with Alone().some([3, 2, 1], 2) as taken:
        assert taken == [3, 2]


@pytest.mark.parametrize("held", [0, 3])
def test_an_indexer_leaves_what_another_is_at(
    postgresql_store: Store, clock: FixedClock, tmp_path: Path, held: int
) -> None:
    now = clock.now()
    with postgresql_store.write() as session:
        tenant = Tenant(name=f"claims {held}", created_at=now)
        session.add(tenant)
        session.flush()
        shared = {"tenant_id": tenant.id, "kind": Kind.NOTE, "source": "t", "created_at": now, "updated_at": now}
        rows = [shared | {"text": f"{n}", "occurred_at": now, "attributes": {}, "version": 1} for n in range(4)]
        session.execute(insert(Interaction), rows)
        ids = list(session.scalars(select(Interaction.id).where(Interaction.tenant_id == tenant.id)))
    vectors = ChromaVectors(tmp_path / "vectors")
    claims = PostgresClaims(postgresql_store)
    indexer = Indexer(postgresql_store, clock, HashingEmbedder(), None, vectors, claims=claims)
    try:
        with PostgresClaims(postgresql_store).some(ids, held):
            assert indexer.run_once(tenant.id) == 4 - held
            assert indexer.run_once(tenant.id) == 0
            assert indexer.lag(tenant.id).count == held
        assert indexer.run_once(tenant.id) == held
    finally:
        vectors.close()
