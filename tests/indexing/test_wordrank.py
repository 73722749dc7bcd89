from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import insert

from crm.keywords import create_keyword_index, find
from crm.model import Interaction, Tenant
from crm.store import Store
from crm.wordrank import WordRank

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
COMMON = ("please", "invoice", "price", "meeting", "thanks", "team", "order")
RARE = ("goodbye", "renewal", "competitor")


@pytest.fixture
def spoken(store: Store, tenant_id: int) -> Store:
    """Two thousand texts; common words are in most of them, rare ones in a few."""
    random = Random(7)
    rows = []
    for n in range(2_000):
        words = random.choices(COMMON, k=random.randint(3, 20))
        words += [word for word in RARE if random.random() < 0.05]
        subject = " ".join(random.choices(COMMON, k=2)) if n % 3 else None
        rows.append(_row(tenant_id, n, subject, f"{' '.join(words)} {n}"))
    with store.write() as session:
        create_keyword_index(session.connection())
        session.execute(insert(Interaction), rows)
    return store


def _row(tenant_id: int, n: int, subject: str | None, text: str) -> dict[str, object]:
    at = NOW - timedelta(hours=(n * 37) % 5_000)
    return {
        "tenant_id": tenant_id, "source": "test", "external_id": f"x{n}", "kind": "note", "occurred_at": at,
        "created_at": NOW, "updated_at": NOW, "version": 1, "attributes": {}, "subject": subject, "text": text,
    }  # fmt: skip


QUERIES = (
    "price", "goodbye", "price goodbye", "thanks goodbye", "price invoice", "please thanks team", "goodbye renewal",
    "renewal competitor goodbye", "please renewal price order", "please invoice price meeting thanks team order",
    "please invoice price meeting thanks team order goodbye renewal competitor", "price unheard",
)  # fmt: skip


def test_the_best_rows_are_those_of_a_ranking_of_all(
    spoken: Store, tenant_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        (query, limit, since)
        for query in QUERIES
        for limit in (1, 20, 150)
        for since in (None, NOW - timedelta(days=60))
    ]
    with spoken.read() as session:
        ahead = [find(session, tenant_id, query, start=since, limit=limit) for query, limit, since in asked]
        monkeypatch.setattr(WordRank, "best", lambda _: None)
        whole = [find(session, tenant_id, query, start=since, limit=limit) for query, limit, since in asked]
    assert ahead == whole


def test_a_common_word_is_not_ranked_by_itself(spoken: Store, tenant_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked: list[str] = []
    plain = WordRank._ranked
    monkeypatch.setattr(
        WordRank, "_ranked", lambda self, only=(): ranked.append(" OR ".join(only)) or plain(self, only)
    )
    with spoken.read() as session:
        find(session, tenant_id, "price goodbye", limit=20)
    assert ranked == ['("price" AND "goodbye")', '("price" AND "goodbye") OR "goodbye"']


def test_of_a_record_of_several_teams_each_finds_its_own(spoken: Store, tenant_id: int) -> None:
    with spoken.write() as session:
        other = Tenant(name="other", created_at=NOW)
        session.add(other)
        session.flush()
        session.execute(insert(Interaction), [_row(other.id, 3_000, None, "price price goodbye")])
        other_id = other.id
    with spoken.read() as session:
        assert len(find(session, other_id, "price goodbye")) == 1
        ours = find(session, tenant_id, "price goodbye", limit=50)
    assert len(ours) == 50
    assert 2_001 not in dict(ours)
