"""How long deals stand in their stage, on every database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.model import Account, Deal, Stage, StageChange
from crm.ports import Redacted
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
MOVED = {"Fresh": 3, "Stuck": 75, "Never moved": None}  # days since the last change of stage
OPENED = date(2026, 7, 1)


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


@pytest.fixture
def filled(any_store: Store, any_tenant_id: int) -> tuple[Store, int]:
    base: dict[str, Any] = {"tenant_id": any_tenant_id, "created_at": NOW, "updated_at": NOW}
    with any_store.write() as session:
        account = Account(name="Globex", **base)
        stage = Stage(tenant_id=any_tenant_id, name="Negotiation", outcome="open", position=1)
        session.add_all([account, stage])
        session.flush()
        for name, days in MOVED.items():
            deal = Deal(
                name=name,
                account_id=account.id,
                amount=10,
                stage="Negotiation",
                outcome="open",
                opened_on=OPENED,
                **base,
            )
            session.add(deal)
            session.flush()
            for ago in (days, days + 30) if days is not None else ():
                session.add(
                    StageChange(
                        tenant_id=any_tenant_id, deal_id=deal.id, to_stage="Negotiation",
                        changed_at=NOW - timedelta(days=ago),
                    )
                )  # fmt: skip
    return any_store, any_tenant_id


def ask(filled: tuple[Store, int], text: str) -> Answer:
    store, tenant_id = filled
    return Asker(store, FixedClock(NOW), None, Unredacted()).ask(tenant_id, text, user=None, now=NOW)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("deals stuck in negotiation for more than 60 days", {"Stuck", "Never moved"}),
        ("open deals sitting in the same stage for over 100 days", {"Never moved"}),
        ("deals in negotiation for less than 10 days", {"Fresh"}),
        ("which open deal has been in its current stage the longest?", {"Never moved"}),
    ],
)
def test_days_in_a_stage(filled: tuple[Store, int], text: str, names: set[str]) -> None:
    assert {row[0] for row in ask(filled, text).rows} == names


def test_a_deal_that_never_moved_counts_from_its_opening(filled: tuple[Store, int]) -> None:
    answer = ask(filled, "average time in stage of open deals")
    assert answer.rows[0][0] == pytest.approx((3 + 75 + (NOW.date() - OPENED).days) / 3, abs=0.01)
