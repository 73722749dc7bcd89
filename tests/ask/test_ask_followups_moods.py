"""Remarks on answers that are made of what clients said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.ask.plan import QueryPlan
from crm.ask.remarks.turn import Turn
from crm.clock import FixedClock
from crm.model import Account, Deal, Interaction, User
from crm.ports import Redacted
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


@pytest.fixture
def people(store: Store, tenant_id: int) -> dict[str, User]:
    """Two angry clients of two reps with a manager, one glad one, a deal each."""
    stamp = {"tenant_id": tenant_id, "created_at": NOW, "updated_at": NOW}
    with store.write() as session:
        boss = User(name="Morgan Hale", external_id="u0", **stamp)
        session.add(boss)
        session.flush()
        reps = [User(name=name, external_id=name, manager_id=boss.id, **stamp) for name in ("Dana Reyes", "Lee Park")]
        session.add_all(reps)
        session.flush()
        told = [
            ("Acme", reps[0], "negative", 40_000.0),
            ("Globex", reps[1], "negative", 9_000.0),
            ("Initech", reps[1], "positive", 5_000.0),
        ]
        for name, rep, mood, amount in told:
            account = Account(name=name, external_id=name, owner_id=rep.id, annual_revenue=amount, **stamp)
            session.add(account)
            session.flush()
            session.add(
                Deal(
                    name=f"{name} renewal",
                    external_id=name,
                    account_id=account.id,
                    owner_id=rep.id,
                    stage="Open",
                    amount=amount,
                    **stamp,
                )
            )
            for kind, day in (("ticket", 3), ("email", 5)):
                session.add(Interaction(
                    source="test", external_id=f"{name}-{kind}", kind=kind, direction="in", account_id=account.id, mood=mood,
                    mood_score=-0.9 if mood == "negative" else 0.9, text=f"{name} says: this {kind} is about the invoice.",
                    subject=f"{kind} of {name}", occurred_at=datetime(2026, 11, day, tzinfo=UTC), **stamp,
                ))  # fmt: skip
        session.flush()
        session.expunge_all()
    return {"boss": boss, "dana": reps[0], "lee": reps[1]}


def talk(store: Store, tenant_id: int, user: User | None, *messages: str) -> list[Answer]:
    asker = Asker(store, FixedClock(NOW), None, Unredacted())
    before: Turn | None = None
    answers = []
    for message in messages:
        answers.append(asker.ask(tenant_id, message, user=user, before=before))
        if not answers[-1].abstained:
            before = Turn(message, QueryPlan.model_validate(answers[-1].plan))
    return answers


def column(answer: Answer, place: int = 0) -> set[str]:
    assert not answer.abstained, answer.answer
    return {str(row[place]) for row in answer.rows}


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("remark", "place", "gold"),
    [
        ("who owns them?", 1, {"Dana Reyes", "Lee Park"}),
        ("how many is that?", 0, {"2"}),
        ("and the happy ones?", 0, {"Initech"}),
        ("only Acme", 0, {"Acme"}),
        ("only the big ones", 0, {"Acme"}),
        ("by rep", 0, {"Dana Reyes"}),
        ("show the deals", 0, {"Acme renewal", "Globex renewal"}),
        ("show me the tickets", 2, {"Acme", "Globex"}),
        ("the top 1", 0, {"Acme"}),
        ("why?", 2, {"Acme", "Globex"}),
    ],
)
def test_a_list_of_unhappy_clients(store: Store, tenant_id: int, remark: str, place: int, gold: set[str]) -> None:
    first, answer = talk(store, tenant_id, None, "unhappy clients this month", remark)
    assert column(first) == {"Acme", "Globex"}
    assert column(answer, place) == gold


@pytest.mark.usefixtures("people")
def test_why_one_of_them_quotes_that_one(store: Store, tenant_id: int) -> None:
    answer = talk(store, tenant_id, None, "unhappy clients this month", "why Acme?")[-1]
    assert column(answer, 2) == {"Acme"}
    assert answer.citations
    assert all("Acme says" in each.quote for each in answer.citations)


@pytest.mark.usefixtures("people")
def test_tickets_are_tickets(store: Store, tenant_id: int) -> None:
    answer = talk(store, tenant_id, None, "unhappy clients this month", "show me the tickets")[-1]
    assert column(answer, 1) == {"ticket"}


def test_whose_rows_are_meant_is_settled_anew_for_each_remark(
    store: Store, tenant_id: int, people: dict[str, User]
) -> None:
    answers = talk(store, tenant_id, people["boss"], "my open deals", "and for my team", "for everyone", "only mine")
    assert [len(each.rows) for each in answers] == [0, 3, 3, 0]
    mine = talk(store, tenant_id, people["lee"], "open deals", "only mine", "only Globex")
    assert [len(each.rows) for each in mine] == [3, 2, 1]
    stranger = User(id=10**6, tenant_id=tenant_id, name="Nobody", active=False)
    assert talk(store, tenant_id, stranger, "open deals", "only mine")[-1].rows == []


def test_a_theme_is_replaced_by_a_theme(store: Store, tenant_id: int, people: dict[str, User]) -> None:
    assert people
    answers = talk(store, tenant_id, None, "what did Acme say about the invoice?", "and Globex?")
    assert column(answers[0], 2) == {"Acme"}
    assert column(answers[1], 2) == {"Globex"}
