"""No text makes asking raise, and none of it is ever more than a question."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from sqlalchemy import func, select
from synthetic_company import NOW, found

from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.display import display
from crm.model import Base, Deal
from crm.naming import word_set
from crm.ports import Redacted
from crm.store import Store

HARD = [
    "", "   ", "?" * 500, "'; DROP TABLE deals; --", "deals named ' OR 1=1 --", "\x00\x01\x02", "😀" * 100, "a" * 20_000,
    "how many " * 3_000, "SELECT * FROM users", "{{7*7}}", "deals over " + "9" * 400, "deals over 1e999",
    "top 99999999999 deals", "between and", "by by by", "no no no", "$", "%", "1/0", "deals in 99999-99-99",
    "\u202e\u200b", "%s %d {0}", "top 0 deals", "top -5 deals", "last 99999999999 years", "my", "who", "Globex Globex Globex",
]  # fmt: skip
WORDS = word_set(
    "how many deals accounts reps won lost open by rep per month over 50k with no contact in 30 days Globex Tom best top 5 "
    "revenue win rate average total share of percentage which who when where last quarter unhappy about pricing tasks "
    "more than between and or vs without never emails calls stage Negotiation industry Software employees manager my team"
)


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


@pytest.fixture
def asker(store: Store, tenant_id: int) -> Asker:
    found(store, tenant_id)
    return Asker(store, FixedClock(NOW), None, Unredacted())


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_hard_texts_are_answered_or_declined(asker: Asker, tenant_id: int, text: str) -> None:
    answer = asker.ask(tenant_id, text, user=None)
    assert answer.question == text
    assert answer.abstained is (answer.reason is not None)
    answer.model_dump_json()


def test_word_salad_never_raises(asker: Asker, tenant_id: int) -> None:
    chance = random.Random(4)
    for _ in range(300):
        text = " ".join(chance.choice(sorted(WORDS)) for _ in range(chance.randint(1, 12)))
        asker.ask(tenant_id, text, user=None).model_dump_json()


def test_asking_writes_nothing(asker: Asker, tenant_id: int, store: Store) -> None:
    def sizes() -> dict[str, int]:
        with store.read() as session:
            return {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0
                for table in Base.metadata.sorted_tables
            }

    before = sizes()
    for text in (
        "delete all deals",
        "set the amount of the Globex renewal to 1",
        "best rep",
        "'; DELETE FROM deals; --",
    ):
        asker.ask(tenant_id, text, user=None)
    assert sizes() == before
    with store.read() as session:
        assert session.scalar(select(Deal.amount).where(Deal.name == "Globex renewal")) == 60000


def test_unknown_names_are_never_answered(asker: Asker, tenant_id: int) -> None:
    for text in (
        "How many deals does Zorblax have?", "Who owns Wayne Enterprises?", "revenue from Cyberdyne", "What is Microsoft's stock price?",
        "average discount by rep", "profit margin by account", "forecast revenue for next quarter", "why did we lose Hooli expansion?",
        "what's the weather", "tell me a joke", "how do I bake bread",
    ):  # fmt: skip
        answer = asker.ask(tenant_id, text, user=None)
        assert answer.abstained, text
        assert answer.reason


def test_the_reason_names_the_words_not_understood(asker: Asker, tenant_id: int) -> None:
    answer = asker.ask(tenant_id, "average discount by rep", user=None)
    assert "discount" in (answer.reason or "")


def test_display_resolves_only_known_people_of_the_tenant(store: Store, tenant_id: int) -> None:
    company = found(store, tenant_id)
    with store.read() as session:
        text = f"[user:{company.tom.id}] wrote to <PHONE_NUMBER>, <US_SSN> and [person:999999]; [person:{'9' * 30}] <b>"
        shown = display(session, tenant_id, text)
        assert shown.startswith(
            "Tom Berg wrote to (phone number hidden), (social security number hidden) and (someone)"
        )
        assert "Tom Berg" not in display(session, tenant_id + 1, f"[user:{company.tom.id}]")
