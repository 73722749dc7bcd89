"""Moods, themes, tasks, look-ups and `my`, over a small made-up company, in every database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import text
from synthetic_company import NOW, Company, found

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.model import Account, Tenant, User
from crm.ports import Hit, Redacted, SearchResult
from crm.store import Store


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


class Asking:
    def __init__(self, store: Store, tenant_id: int, searcher: Any = None) -> None:
        self.company: Company = found(store, tenant_id)
        self.tenant_id = tenant_id
        self.asker = Asker(store, FixedClock(NOW), searcher, Unredacted())

    def __call__(self, text: str, user: User | None = None) -> Answer:
        return self.asker.ask(self.tenant_id, text, user=user or self.company.tom)

    def names(self, text: str, user: User | None = None) -> list[Any]:
        answer = self(text, user)
        assert not answer.abstained, answer.reason
        return [row[0] for row in answer.rows]


@pytest.fixture
def ask(store: Store, tenant_id: int) -> Asking:
    return Asking(store, tenant_id)


@pytest.fixture
def ask_any(any_store: Store, any_tenant_id: int) -> Asking:
    return Asking(any_store, any_tenant_id)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("unhappy clients last quarter", ["Globex", "Initrode"]),
        ("who complained about onboarding", ["Globex"]),
        ("unhappy software companies", ["Initrode"]),
        ("deals over 50k with no contact in 30 days", ["Initrode rollout"]),
        ("which clients haven't we talked to in 60 days?", ["Initrode", "Umbrella Health"]),
        ("stalled deals", ["Initrode rollout"]),
        ("deals in negotiation", ["Globex renewal"]),
        ("deals closing next month", ["Initrode rollout"]),
        ("Which deals are expected to close this month?", ["Globex renewal"]),
        ("overdue tasks", ["Send quote to Globex"]),
        ("tasks due this week", ["Send quote to Globex", "Book demo"]),
        ("my open deals", ["Globex renewal"]),
        ("my accounts", ["Globex", "Umbrella Health"]),
        ("my open follow-ups", ["Send quote to Globex", "Book demo"]),
        ("best rep this year", ["Tom Berg"]),
        ("win rate by rep", ["Tom Berg", "Jane Doe"]),
        ("revenue by quarter in 2026", ["2026 Q3", "2026 Q4"]),
        ("who works at Hooli", ["Gavin Belson"]),
        ("Who is the CTO of Globex?", ["Peter Gibbons"]),
        ("average sales cycle by rep", ["Jane Doe", "Tom Berg"]),
    ],
)
def test_rows_are_the_same_in_every_database(ask_any: Asking, text: str, rows: list[str]) -> None:
    assert ask_any.names(text) == rows


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("who owns Globex?", "Tom Berg"),
        ("Peter's email", "peter@client.example"),
        ("what's the phone of Bill Lumbergh", "+1 555 0101"),
        ("What stage is the Globex renewal in?", "Negotiation"),
        ("pipeline value", 115000),
        ("closed won revenue last quarter", 20000),
        ("how many calls did Tom log in Q3?", 1),
        ("how many tickets did Initrode raise this year", 1),
        ("How many customers are unhappy?", 2),
    ],
)
def test_one_figure_or_fact(ask: Asking, text: str, cell: Any) -> None:
    answer = ask(text)
    assert not answer.abstained, answer.reason
    assert len(answer.rows) == 1
    assert cell in answer.rows[0]


def test_mood_is_cited_with_names_and_hidden_addresses(ask: Asking) -> None:
    answer = ask("unhappy clients last quarter")
    assert answer.understood == (
        "Accounts by negative interactions, where negative outweighs positive, from 1 July to 30 September 2026"
    )
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "Peter Gibbons" in quotes
    assert "(e-mail hidden)" in quotes
    assert "[person:" not in quotes
    assert "<EMAIL" not in quotes


def test_a_manager_sees_the_team(ask: Asking) -> None:
    assert ask("my team's pipeline", ask.company.manager).rows == [[115000]]
    assert len(ask("my team's open tasks", ask.company.manager).rows) == 3


def test_my_needs_somebody(ask: Asking) -> None:
    answer = ask.asker.ask(ask.tenant_id, "my open deals", user=None)
    assert answer.abstained
    assert "who you are" in (answer.reason or "")


def test_inactive_users_see_nothing(ask: Asking) -> None:
    ask.company.tom.active = False
    answer = ask("best rep")
    assert answer.abstained
    assert answer.rows == []


def test_yes_and_no(ask: Asking) -> None:
    assert ask("did we win any deals last quarter?").answer.startswith("Yes")
    assert ask("any angry customers this quarter?").answer.startswith("No")


def test_nothing_found_says_what_the_record_covers(ask: Asking) -> None:
    answer = ask("revenue in 2019")
    assert not answer.abstained
    assert "The record covers" in answer.answer


class OneHit:
    """Knows one passage and what it was asked."""

    def __init__(self, interaction_id: int, degraded: str | None = None) -> None:
        self.interaction_id = interaction_id
        self.degraded = degraded
        self.asked: dict[str, Any] = {}

    def search(self, tenant_id: int, text: str, **limits: Any) -> SearchResult:
        self.asked = {"text": text, **limits}
        return SearchResult([Hit(self.interaction_id, "a passage", 0.9, 0.8)], self.degraded)


def test_themes_go_to_the_searcher_and_degradation_is_said(store: Store, tenant_id: int) -> None:
    searcher = OneHit(1, "meaning search is down, keywords only")
    ask = Asking(store, tenant_id, searcher)
    answer = ask("What did Globex say about the onboarding since July?")
    assert searcher.asked["text"] == "onboarding"
    assert searcher.asked["start"] is not None
    assert answer.citations[0].quote == "a passage"
    assert answer.left_out == ["meaning search is down, keywords only"]


def test_another_tenant_is_never_read(store: Store, tenant_id: int) -> None:
    Asking(store, tenant_id)
    with store.write() as session:
        other = Tenant(name="Other", created_at=NOW)
        session.add(other)
        session.flush()
        other_id = other.id
    asker = Asker(store, FixedClock(NOW), None, Unredacted())
    assert asker.ask(other_id, "how many accounts", user=None).rows == [[0]]
    assert asker.ask(other_id, "what happened with Globex", user=None).abstained


def test_the_vocabulary_notices_new_rows(ask: Asking, store: Store) -> None:
    assert ask("how many deals does Wonka have").abstained
    with store.write() as session:
        session.add(Account(name="Wonka", tenant_id=ask.tenant_id, created_at=NOW, updated_at=NOW))
    assert ask("how many deals does Wonka have").rows == [[0]]


def test_a_record_without_its_index_of_words_is_not_an_empty_one(store: Store, tenant_id: int) -> None:
    ask = Asking(store, tenant_id)
    assert ask("who mentioned onboarding?").rows
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE interaction_words"))
    answer = ask("who mentioned onboarding?")
    assert answer.abstained
    assert answer.rows == []
