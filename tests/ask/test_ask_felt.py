"""Clients in a mood, counted by who has them: the same clients that `unhappy clients` names."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from asking_gold import Unredacted
from sqlalchemy import select
from synthetic_company import NOW, found

from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.model import Account, Interaction, User
from crm.store import Store

DAYS = {"Globex": (3, 18), "Hooli": (12, 17), "Umbrella Health": (14,)}  # of November, on which they were upset


@pytest.fixture
def ask(store: Store, tenant_id: int):
    found(store, tenant_id)
    with store.write() as session:
        for name, days in DAYS.items():
            account = session.scalars(select(Account).where(Account.name == name, Account.tenant_id == tenant_id)).one()
            for day in days:
                session.add(
                    Interaction(
                        tenant_id=tenant_id, source="test", kind="call", direction="in", account_id=account.id,
                        occurred_at=datetime(2026, 11, day, 9, tzinfo=UTC), subject="Call", mood="negative",
                        mood_score=-0.9, text="This is a disgrace.", created_at=NOW, updated_at=NOW,
                    )
                )  # fmt: skip
    asker = Asker(store, FixedClock(NOW), None, Unredacted())
    return lambda text: asker.ask(tenant_id, text, user=None)


@pytest.fixture
def owned(ask, store: Store, tenant_id: int) -> Counter[str]:
    """How many of those whom the plain question names each rep has."""
    named = {row[0] for row in ask("unhappy clients in November 2026").rows}
    query = select(User.name).join(Account, Account.owner_id == User.id)
    with store.read() as session:
        owners = session.scalars(query.where(Account.name.in_(named), Account.tenant_id == tenant_id))
        return Counter(owners)


@pytest.mark.parametrize(
    "text",
    [
        "which reps have the most unhappy clients in November 2026?",
        "unhappy clients by rep in November 2026",
        "who has the unhappiest customers in november 2026",
        "number of angry clients per rep in November 2026",
        "rank reps by number of unhappy clients in November 2026",
    ],
)
def test_each_rep_has_so_many(ask, owned, text):
    answer = ask(text)
    assert dict(answer.rows) == dict(owned)
    assert [row[1] for row in answer.rows] == sorted(owned.values(), reverse=True)
    assert answer.citations
    assert not answer.abstained


def test_the_fewest_come_first(ask, owned):
    assert [row[1] for row in ask("reps with the fewest unhappy clients in November 2026").rows] == sorted(
        owned.values()
    )


def test_they_are_counted_by_what_the_record_says_of_them(ask):
    industries = {row[0] for row in ask("which industry has the most unhappy customers in November 2026").rows}
    assert industries
    assert ask("unhappy clients by industry in November 2026").columns[-1] == "unhappy clients"


def test_nobody_is_told_as_nobody(ask):
    assert "No client was unhappy" in ask("unhappy clients by rep in March 2020").answer


@pytest.mark.parametrize("text", ["which colour has the most unhappy clients", "reps with the most purple clients"])
def test_what_is_not_in_the_record_is_declined(ask, text):
    assert ask(text).abstained
