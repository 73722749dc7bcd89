from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.model import Account, Contact
from crm.ports import Mood
from crm.reading import Reader
from crm.store import Store
from privacy.redactor import PresidioRedactor

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Europe/Berlin"))


class Moods:
    def __init__(self) -> None:
        self.seen: list[str] = []

    def moods(self, texts: Sequence[str]) -> list[Mood]:
        self.seen += texts
        return [Mood("positive", 0.7) for _ in texts]


class NoMoods:
    def moods(self, texts: Sequence[str]) -> list[Mood]:
        raise RetryableError("The model is not to be had.")


@pytest.fixture
def jane(store: Store, tenant_id: int, clock: FixedClock) -> int:
    now = {"created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        account = Account(tenant_id=tenant_id, name="Blue Ridge Foods", **now)
        session.add(account)
        session.flush()
        contact = Contact(
            tenant_id=tenant_id, name="Jane Dorrance", email="jane@blueridge.com", account_id=account.id, **now
        )
        session.add(contact)
        session.flush()
        return contact.id


def test_a_note_is_read_whole(store: Store, tenant_id: int, clock: FixedClock, jane: int) -> None:
    moods = Moods()
    reader = Reader(store, clock, PresidioRedactor(store), moods)
    text = "Jane at Blue Ridge Foods asked for a discount by Tuesday. I'll call her on 415-555-0132 with Peter Kowalski of Zenith Labs Inc."
    reading = reader.read(tenant_id, text, NOW)
    assert reading.people == ["Jane Dorrance", "Peter Kowalski"]
    assert reading.organizations == ["Blue Ridge Foods", "Zenith Labs Inc."]
    assert [(one.owner, one.due) for one in reading.asks] == [("we", date(2026, 11, 24))]
    assert [one.owner for one in reading.commitments] == ["I"]
    assert "pricing" in reading.topics
    assert [(text[one.start : one.end], one.type) for one in reading.pii] == [
        ("Jane", "PERSON"),
        ("415-555-0132", "PHONE_NUMBER"),
        ("Peter Kowalski", "PERSON"),
    ]
    assert reading.redacted.startswith(f"[person:{jane}] at Blue Ridge Foods asked")
    assert moods.seen == [reading.redacted]
    assert reading.mood is not None
    assert reading.mood.label == "positive"
    assert "Tuesday" in reading.periods[0].text
    assert reading.periods[0].end == datetime(2026, 11, 25, tzinfo=NOW.tzinfo)


def test_it_is_plain_json(store: Store, tenant_id: int, clock: FixedClock, jane: int) -> None:
    found = (
        Reader(store, clock, PresidioRedactor(store), None)
        .read(tenant_id, "Call Jane tomorrow", NOW)
        .model_dump(mode="json")
    )
    assert list(found) == [
        "mood",
        "periods",
        "people",
        "organizations",
        "asks",
        "commitments",
        "topics",
        "pii",
        "redacted",
        "themes",
        "intents",
    ]
    assert found["mood"] is None
    assert found["periods"][0]["start"] == "2026-11-21T00:00:00+01:00"


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "?" * 20_000, "a " * 10_000, "Can you? " * 2_000])
def test_any_text_is_read(store: Store, tenant_id: int, clock: FixedClock, text: str) -> None:
    reading = Reader(store, clock, PresidioRedactor(store), NoMoods()).read(tenant_id, text)
    assert reading.mood is None


def test_names_of_other_tenants_stay_unknown(store: Store, tenant_id: int, clock: FixedClock, jane: int) -> None:
    reading = Reader(store, clock, PresidioRedactor(store), None).read(
        tenant_id + 1, "Call Dorrance", datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert reading.people == []
