"""Custom columns live in JSON; questions over them give the same in every database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.model import Account, Field, RelatedRecord
from crm.ports import Redacted
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


def fill(store: Store, tenant_id: int) -> None:
    with store.write() as session:
        rows = [
            ("Alpha", {"tier": "Gold", "score": 4.5, "churned": True, "signup_date": "2024-02-03", "seats": 10}),
            ("Beta", {"tier": "Silver", "score": 3.5, "churned": False, "signup_date": "2024-05-01", "seats": 20}),
            ("Gamma", {"tier": "Gold", "score": 2.0, "churned": False, "signup_date": "2025-01-01", "seats": 30}),
        ]
        accounts = [
            Account(name=name, attributes=held, tenant_id=tenant_id, created_at=NOW, updated_at=NOW)
            for name, held in rows
        ]
        session.add_all(accounts)
        session.flush()
        fields: list[tuple[str, str, str, list[str] | None]] = [
            ("account", "tier", "category", ["Gold", "Silver"]), ("account", "score", "number", None),
            ("account", "churned", "boolean", None), ("account", "signup_date", "date", None), ("account", "seats", "integer", None),
            ("invoice", "amount_due", "money", None), ("invoice", "paid", "boolean", None), ("invoice", "status", "category", ["sent", "overdue"]),
        ]  # fmt: skip
        session.add_all(
            Field(
                tenant_id=tenant_id,
                entity=entity,
                key=key,
                label=key,
                type=kind,
                values=json.dumps(values) if values else None,
            )
            for entity, key, kind, values in fields
        )
        for place, (account, amount, paid) in enumerate([(0, 100.5, True), (0, 200, False), (1, 50, False)]):
            session.add(
                RelatedRecord(
                    tenant_id=tenant_id,
                    kind="invoice",
                    external_id=str(place),
                    account_id=accounts[account].id,
                    occurred_at=datetime(2026, 3 + place, 1, tzinfo=UTC),
                    attributes={"amount_due": amount, "paid": paid, "status": "sent"},
                )
            )


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("how many gold accounts", [[2]]),
        ("average score by tier", [["Silver", 3.5], ["Gold", 3.25]]),
        ("accounts that churned", ["Alpha"]),
        ("How many accounts have not churned?", [[2]]),
        ("how many accounts signed up in 2024", [[2]]),
        ("signups by quarter", [["2024 Q1", 1], ["2024 Q2", 1], ["2025 Q1", 1]]),
        ("accounts with more than 15 seats", ["Beta", "Gamma"]),
        ("median seats", [[20]]),
        ("total amount due by account", [["Alpha", 300.5], ["Beta", 50]]),
        ("how many unpaid invoices", None),
        ("accounts without invoices", ["Gamma"]),
        ("invoices in March 2026", ["Alpha"]),
        ("number of invoices per month", [["2026-03", 1], ["2026-04", 1], ["2026-05", 1]]),
        ("churn rate by tier", [["Gold", 0.5], ["Silver", 0]]),
        ("average score per seat", None),
        ("accounts with a score below 4", ["Beta", "Gamma"]),
    ],
)
def test_custom_columns(any_store: Store, any_tenant_id: int, text: str, rows: list[Any] | None) -> None:
    fill(any_store, any_tenant_id)
    answer = Asker(any_store, FixedClock(NOW), None, Unredacted()).ask(any_tenant_id, text, user=None)
    if rows is None:
        return  # only has to survive
    assert not answer.abstained, answer.reason
    found = answer.rows if isinstance(rows[0], list) else [row[0] for row in answer.rows]
    assert found == rows
