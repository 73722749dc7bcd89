"""The model planner helps where rules are unsure, and can do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from synthetic_company import NOW, found

from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.ports import Redacted
from crm.store import Store

PUZZLE = "gimme the dough from the Software crowd"
GOOD = {
    "subject": "deal", "shape": "value",
    "filters": [{"field": "account.industry", "op": "in", "values": ["Software"]}, {"field": "deal.outcome", "op": "eq", "values": ["won"]}],
    "measures": [{"kind": "sum", "field": "deal.amount", "label": "won revenue"}],
}  # fmt: skip


class Hiding:
    def redact(self, tenant_id: int, texts: Sequence[str]) -> list[Redacted]:
        return [Redacted(text.replace("Peter Gibbons", "[person:1]")) for text in texts]


class Model:
    name = "told"

    def __init__(self, filled: dict[str, Any] | Exception) -> None:
        self.filled = filled
        self.seen: list[str] = []

    def fill(self, instructions: str, data: str, schema: dict[str, Any]) -> dict[str, Any]:
        self.seen.append(data)
        if isinstance(self.filled, Exception):
            raise self.filled
        return self.filled


def asked(store: Store, tenant_id: int, model: Model, text: str = PUZZLE) -> Any:
    found(store, tenant_id)
    return Asker(store, FixedClock(NOW), None, Hiding(), model).ask(tenant_id, text, user=None)


def test_a_sound_plan_is_run_by_sql(store: Store, tenant_id: int) -> None:
    answer = asked(store, tenant_id, Model(GOOD))
    assert answer.planner == "model"
    assert answer.rows == [[12000]]


def test_a_confident_reading_needs_no_model(store: Store, tenant_id: int) -> None:
    model = Model(GOOD)
    assert asked(store, tenant_id, model, "best rep").planner == "rules"
    assert model.seen == []


def test_the_model_sees_redacted_text_only(store: Store, tenant_id: int) -> None:
    model = Model(GOOD)
    asked(store, tenant_id, model, "frobnicate the quux of Peter Gibbons")
    assert "Peter Gibbons" not in model.seen[0]
    assert "tom@rep.example" not in model.seen[0]


@pytest.mark.parametrize(
    "filled",
    [
        RetryableError("down"),
        {},
        {"subject": "deal"},
        {"subject": "nothing", "measures": [{"kind": "count"}]},
        {"subject": "deal", "sql": "DROP TABLE deals"},
        {"subject": "deal", "filters": [{"field": "deal.secret", "op": "eq", "values": [1]}]},
        {"subject": "deal", "filters": [{"field": "account.industry", "op": "in", "values": ["Mining"]}]},
        {"subject": "deal", "filters": [{"field": "deal.amount", "op": "between", "values": [1]}]},
        {"subject": "deal", "measures": [{"kind": "count"}], "having": [{"measure": 3, "op": "gt", "values": [1]}]},
        {"subject": "product", "measures": [{"kind": "count"}], "group_by": [{"field": "task.what"}]},
    ],
    ids=range(10),
)
def test_anything_else_leaves_the_abstention(store: Store, tenant_id: int, filled: Any) -> None:
    answer = asked(store, tenant_id, Model(filled))
    assert answer.abstained
    assert answer.planner == "rules"
