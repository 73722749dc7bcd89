from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from crm.keywords import create_keyword_index, find, scrub_keyword_index, terms
from crm.model import Account, Contact, Interaction, Kind, Tenant
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def add(store: Store, tenant_id: int, text: str, **fields: Any) -> int:
    with store.write() as session:
        contacts = fields.pop("contacts", [])
        row = Interaction(
            **{"kind": Kind.NOTE, "source": "test", "occurred_at": NOW, "created_at": NOW, "updated_at": NOW}
            | {"tenant_id": tenant_id, "text": text}
            | fields
        )
        row.contacts = [session.get_one(Contact, contact) for contact in contacts]
        session.add(row)
        session.flush()
        return row.id


def ids(store: Store, tenant_id: int, query: str, **filters: Any) -> list[int]:
    with store.read() as session:
        return [found for found, _ in find(session, tenant_id, query, **filters)]


def test_any_word_finds_and_more_and_rarer_words_rank_first(any_store: Store, any_tenant_id: int) -> None:
    for _ in range(6):
        add(any_store, any_tenant_id, "A talk about the contract and the weather.")
    rare = add(any_store, any_tenant_id, "A talk about the penalty clause of the contract.")
    found = ids(any_store, any_tenant_id, "contract penalty")
    assert found[0] == rare
    assert len(found) == 7


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Their renewals are at risk.", "renewal"),
        ("They want to renew early.", "renewals"),
        ("Pricing worries them.", "price"),
        ("We met at the café in Zürich.", "cafe zurich"),
        ("We met at the cafe.", "Café"),
        ("Numbers for Q3 look thin.", "q3"),
        ("The O'Neill account/acme.com escalated.", "acme"),
        ("Spoke with [person:17] about terms.", "[person:17]"),
        ("Spoke with [user:3] about terms.", "what did [user:3] say?"),
    ],
)
def test_endings_accents_short_words_and_placeholders(
    any_store: Store, any_tenant_id: int, text: str, query: str
) -> None:
    wanted = add(any_store, any_tenant_id, text)
    add(any_store, any_tenant_id, "Spoke with [person:18] and [user:33], 17 times, 3 calls; nothing else.")
    assert ids(any_store, any_tenant_id, query) == [wanted]


def test_the_subject_is_searched_and_counts_more(any_store: Store, any_tenant_id: int) -> None:
    body = add(any_store, any_tenant_id, "The migration stalls.", subject="Hello there")
    subject = add(any_store, any_tenant_id, "Hello there, friends.", subject="Migration stalls")
    assert set(ids(any_store, any_tenant_id, "migration")) == {body, subject}


def test_changed_and_deleted_rows_are_found_as_they_are_now(any_store: Store, any_tenant_id: int) -> None:
    row_id = add(any_store, any_tenant_id, "about pumps")
    with any_store.write() as session:
        session.get_one(Interaction, row_id).text = "about turbines"
    assert ids(any_store, any_tenant_id, "pumps") == []
    assert ids(any_store, any_tenant_id, "turbines") == [row_id]
    with any_store.write() as session:
        session.delete(session.get_one(Interaction, row_id))
    assert ids(any_store, any_tenant_id, "turbines") == []
    with any_store.engine.begin() as connection:
        scrub_keyword_index(connection)


def test_a_rolled_back_row_is_never_found(any_store: Store, any_tenant_id: int) -> None:
    def fail() -> None:
        add(any_store, any_tenant_id, "phantom", account_id=999_999)  # no such account: the transaction rolls back

    with pytest.raises(IntegrityError):
        fail()
    assert ids(any_store, any_tenant_id, "phantom") == []


def test_filters_and_tenants(any_store: Store, any_tenant_id: int) -> None:
    with any_store.write() as session:
        other = Tenant(name="Other", created_at=NOW)
        account = Account(tenant_id=any_tenant_id, name="Initech", created_at=NOW, updated_at=NOW)
        session.add_all([other, account])
        session.flush()
        contact = Contact(tenant_id=any_tenant_id, account_id=account.id, name="Ann", created_at=NOW, updated_at=NOW)
        session.add(contact)
        session.flush()
        other_id, account_id, contact_id = other.id, account.id, contact.id
    plain = add(any_store, any_tenant_id, "budget talk")
    linked = add(any_store, any_tenant_id, "budget talk", account_id=account_id, contacts=[contact_id])
    old = add(any_store, any_tenant_id, "budget talk", occurred_at=NOW - timedelta(days=90), kind=Kind.EMAIL)
    foreign = add(any_store, other_id, "budget talk")
    assert set(ids(any_store, any_tenant_id, "budget")) == {plain, linked, old}
    assert ids(any_store, other_id, "budget") == [foreign]
    assert ids(any_store, any_tenant_id, "budget", account_ids=[account_id]) == [linked]
    assert ids(any_store, any_tenant_id, "budget", contact_ids=[contact_id]) == [linked]
    assert ids(any_store, any_tenant_id, "budget", kinds=["email"]) == [old]
    assert ids(any_store, any_tenant_id, "budget", end=NOW) == [old]
    assert set(ids(any_store, any_tenant_id, "budget", start=NOW)) == {plain, linked}
    assert ids(any_store, any_tenant_id, "budget", account_ids=[]) == []
    assert len(ids(any_store, any_tenant_id, "budget", limit=2)) == 2


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", '"', "'", "\x00\x01", "AND OR NOT", "NEAR(", "a*", "-pumps", "+", "((((", "pumps:*", "text : pumps", "%", "\\",
        "@@", "<EMAIL_ADDRESS>", "[person:]", "[person:99999999999999999999999999999]", "x" * 20_000, "pumps " * 4_000, "🙂", "' OR 1=1 --",
        "the of and", "\ud800", "²½ﬁ", "é" * 5000, " ".join(f"w{n}" for n in range(3_000)), "xyzzy <> !& | ()",
    ],
)  # fmt: skip
def test_any_text_is_a_safe_query(any_store: Store, any_tenant_id: int, query: str) -> None:
    wanted = add(any_store, any_tenant_id, "pumps")
    assert ids(any_store, any_tenant_id, query) in ([], [wanted])


def test_a_long_transcript_is_taken(any_store: Store, any_tenant_id: int) -> None:
    row_id = add(any_store, any_tenant_id, "turbine " + " ".join(f"word{n} Q{n % 9}" for n in range(60_000)))
    until = time.monotonic() + 10  # MariaDB writes a text of this size to its index in the background
    while not (found := ids(any_store, any_tenant_id, "turbines")) and time.monotonic() < until:
        time.sleep(0.05)
    assert found == [row_id]


def test_making_the_index_twice_changes_nothing_and_fills_it(any_store: Store, any_tenant_id: int) -> None:
    row_id = add(any_store, any_tenant_id, "about pumps")
    for _ in range(2):
        with any_store.engine.begin() as connection:
            create_keyword_index(connection)
    assert ids(any_store, any_tenant_id, "pumps") == [row_id]


def test_dropping_a_tenant_takes_its_words_along(store: Store, tenant_id: int) -> None:
    add(store, tenant_id, "about pumps")
    with store.write() as session:
        session.delete(session.get_one(Tenant, tenant_id))
    with store.read() as session:
        assert session.execute(select(Interaction)).all() == []
        found = session.connection().exec_driver_sql(
            "SELECT rowid FROM interaction_words WHERE interaction_words MATCH 'pumps'"
        )
        assert found.all() == []


def test_terms_leave_out_what_says_nothing() -> None:
    assert terms("What did the [Person:17] say about PRICING?").words == ("say", "pricing")
    assert terms("what did [person:17]").placeholders == (("person", "17"),)
    assert terms("who is it").words == ("who", "is", "it")
