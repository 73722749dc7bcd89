"""Who is unhappy or happy: by what clients said, not by what we wrote; and what is quoted for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from synthetic_company import NOW, found

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.ask.telling.quotes import by_mood, by_words, quote, sentences, shortened
from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.model import Account, Interaction
from crm.ports import Hit, Mood, Redacted, SearchResult
from crm.store import Store


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


class Reader:
    """Hears anger in sentences that hold a word."""

    def __init__(self, word: str, *, down: bool = False) -> None:
        self.word, self.down = word, down

    def moods(self, texts: Sequence[str]) -> list[Mood]:
        if self.down:
            raise RetryableError("down")
        return [Mood("negative", -0.9) if self.word in text else Mood("neutral", 0.0) for text in texts]


def add(store: Store, tenant_id: int, account: str, *rows: tuple[str, str | None, str, float, str]) -> None:
    """Interactions of an account: kind, direction, mood, score, text; one a day, the newest last."""
    with store.write() as session:
        owner = session.scalars(select(Account).where(Account.name == account)).first()
        if owner is None:
            owner = Account(name=account, tenant_id=tenant_id, created_at=NOW, updated_at=NOW)
            session.add(owner)
            session.flush()
        for place, (kind, direction, mood, score, text) in enumerate(rows):
            session.add(
                Interaction(
                    tenant_id=tenant_id, source="test", kind=kind, direction=direction, account_id=owner.id, mood=mood,
                    mood_score=score, text=text, occurred_at=datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=place),
                    created_at=NOW, updated_at=NOW, external_id=f"{account}-{place}",
                )
            )  # fmt: skip


@pytest.fixture
def filled(store: Store, tenant_id: int) -> Store:
    found(store, tenant_id)
    add(store, tenant_id, "Ours Only", *[("email", "out", "negative", -0.9, "We are sorry, it broke again.")] * 3)
    add(store, tenant_id, "Mostly Glad", ("email", "in", "negative", -0.6, "One thing is wrong."),
        ("email", "in", "positive", 0.8, "We love it."), ("call", None, "positive", 0.7, "Great call."))  # fmt: skip
    add(
        store,
        tenant_id,
        "Furious Ltd",
        *[("ticket", "in", "negative", -0.9, "Hello,\nThe screen is blue. This is useless!")] * 4,
    )
    add(store, tenant_id, "Grumbling Inc", ("email", "in", "negative", -0.3, "Too slow."),
        ("email", "in", "negative", -0.3, "Still slow."), ("email", "in", "neutral", 0.0, "See you Monday."))  # fmt: skip
    add(
        store,
        tenant_id,
        "Once Grumpy",
        ("email", "in", "negative", -0.2, "Hm."),
        *[("email", "in", "neutral", 0.0, "Fine.")] * 4,
    )
    return store


def ask(store: Store, tenant_id: int, text: str, **parts: Any) -> Answer:
    return Asker(store, FixedClock(NOW), parts.pop("searcher", None), Unredacted(), **parts).ask(
        tenant_id, text, user=None
    )


def test_clients_are_unhappy_by_their_own_words_the_worst_first(filled: Store, tenant_id: int) -> None:
    answer = ask(filled, tenant_id, "unhappy clients this quarter")
    assert [row[0] for row in answer.rows] == ["Furious Ltd", "Grumbling Inc"]
    assert answer.columns == ["client", "negative interactions", "of total", "last one", "owner"]
    assert answer.rows[0][1:4] == [4, 4, "2026-11-04"]
    assert answer.answer == "2 clients were unhappy: Furious Ltd and Grumbling Inc."


def test_glad_words_make_a_client_happy(filled: Store, tenant_id: int) -> None:
    answer = ask(filled, tenant_id, "happy clients this quarter")
    assert [row[0] for row in answer.rows] == ["Hooli", "Mostly Glad"] or [row[0] for row in answer.rows] == [
        "Mostly Glad",
        "Hooli",
    ]


def test_several_clients_are_quoted_with_the_sentence_that_says_it(filled: Store, tenant_id: int) -> None:
    answer = ask(filled, tenant_id, "unhappy clients this quarter")
    assert {citation.title for citation in answer.citations} == {"Furious Ltd", "Grumbling Inc"}
    assert answer.citations[0].quote.startswith("This is useless!")
    assert answer.citations[0].source == "test"


def test_a_reader_of_moods_picks_the_sentence(filled: Store, tenant_id: int) -> None:
    answer = ask(filled, tenant_id, "unhappy clients this quarter", moods=Reader("blue"))
    assert answer.citations[0].quote.startswith("The screen is blue.")
    answer = ask(filled, tenant_id, "unhappy clients this quarter", moods=Reader("blue", down=True))
    assert answer.citations[0].quote.startswith("This is useless!")


def test_without_a_period_the_last_months_count(filled: Store, tenant_id: int) -> None:
    answer = ask(filled, tenant_id, "angry customers")
    assert "since 18 July 2026" in answer.understood
    assert "are unhappy" in answer.answer


class Nearest:
    """Finds the interactions of one account near to any sentence."""

    def __init__(self, store: Store, account: str) -> None:
        with store.read() as session:
            rows = (
                select(Interaction.id)
                .join(Account, Account.id == Interaction.account_id)
                .where(Account.name == account)
            )
            self.ids = list(session.scalars(rows))

    def search(self, tenant_id: int, text: str, **limits: Any) -> SearchResult:
        return SearchResult([Hit(each, "We shall not renew.", 0.9, 0.6) for each in self.ids])


def test_who_sounds_like_leaving(filled: Store, tenant_id: int) -> None:
    for text in (
        "which clients sound like they are leaving us?",
        "any customers thinking of leaving?",
        "who might walk away",
    ):
        answer = ask(filled, tenant_id, text, searcher=Nearest(filled, "Grumbling Inc"))
        assert [row[0] for row in answer.rows] == ["Grumbling Inc"], text
        assert answer.citations[0].quote == "We shall not renew."


def test_a_reference_is_not_asked_of_the_upset(filled: Store, tenant_id: int) -> None:
    text = "which clients would give us a reference?"
    assert ask(filled, tenant_id, text, searcher=Nearest(filled, "Furious Ltd")).rows == []


def test_our_own_words_alone_are_no_sign_of_leaving(filled: Store, tenant_id: int) -> None:
    text = "which clients sound like they are leaving us?"
    assert ask(filled, tenant_id, text, searcher=Nearest(filled, "Ours Only")).rows == []


def test_greetings_are_not_quoted() -> None:
    text = "Dear [person:4],\n\nThe export is broken again. Could you look?\n\nBest regards,\n[person:9]"
    assert sentences(text) == ["The export is broken again.", "Could you look?"]
    assert quote(text, by_mood("negative")) == "The export is broken again. Could you look?"
    assert quote("Hi. The weather is nice today in the harbour, as ever it was. The price worries us a lot this year.",
                 by_words("price")) == "The price worries us a lot this year."  # fmt: skip


def test_quotes_end_with_a_sentence_or_an_ellipsis() -> None:
    long = "word " * 100
    assert shortened(long).endswith("word…")
    assert len(shortened(long)) <= 281
    two = "A" * 200 + ". " + "b" * 200
    assert shortened(two) == "A" * 200 + "."
    assert quote("", by_words("")) == ""


def test_where_nobody_is_plainly_unhappy_those_who_sounded_so_are_shown(store: Store, tenant_id: int) -> None:
    found(store, tenant_id)
    add(store, tenant_id, "Once Grumpy", ("email", "in", "negative", -0.4, "We are not happy with the price."))
    add(
        store,
        tenant_id,
        "Balanced AG",
        ("email", "in", "negative", -0.4, "Hm."),
        ("email", "in", "positive", 0.4, "Nice."),
    )
    asker = Asker(store, FixedClock(NOW), None, Unredacted())
    assert [row[0] for row in asker.ask(tenant_id, "unhappy clients in november", user=None).rows] == ["Once Grumpy"]
    add(store, tenant_id, "Furious Ltd", ("ticket", "in", "negative", -0.9, "This is useless!"))
    assert [row[0] for row in asker.ask(tenant_id, "unhappy clients in november", user=None).rows] == ["Furious Ltd"]
