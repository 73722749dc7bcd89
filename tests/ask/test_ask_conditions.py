"""States, absence, numbers of rows, columns set against each other: asked of the sample company."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from asking_gold import asker_over, right
from sample_frames import names, sample

from crm.ask.asker import Asker

QUESTIONS: list[tuple[str, Callable[[Any], Any]]] = [
    ("how many closed tasks are there", lambda f: int((~f.t.open).sum())),
    ("clients with outstanding invoices", lambda f: names(f.due, "account")),
    ("how many overdue tasks does Marcus Ferreira have", lambda f: int((f.t.overdue & (f.t.owner == "Marcus Ferreira")).sum())),
    ("how many subscriptions are not active", lambda f: len(f.s) - len(f.act)),
    ("accounts with no active subscription", lambda f: names(f.a) - names(f.act, "account")),
    ("seats of current subscriptions by plan", lambda f: dict(f.act.groupby("plan").seats.sum())),
    ("how many invoices were paid before their due date", lambda f: int((f.v["paid on"] < f.v["due date"]).sum())),
    ("who owns deal D-1096", lambda f: f.d[f.d.id == "D-1096"].owner.iloc[0]),
    ("what stage is d-1062 in", lambda f: f.d[f.d.id == "D-1062"].stage.iloc[0]),
    ("which accounts belong to Tessaly Group", lambda f: names(f.a[f.a["parent account"] == "Tessaly Group"])),
    (
        "how many outbound calls were there in September 2026",
        lambda f: len(f.i[(f.i.kind == "call") & (f.i.direction == "out") & (f.i.date.dt.strftime("%Y-%m") == "2026-09")]),
    ),
    (
        "how many days ago was our last contact with Umber Ceramics",
        lambda f: (pd.Timestamp("2026-11-20") - f.i[f.i.account == "Umber Ceramics"].date.max().normalize()).days,
    ),
    (
        "which customers did we win deals with in June 2026",
        lambda f: names(f.w[f.w["close date"].dt.strftime("%Y-%m") == "2026-06"], "account"),
    ),
    ("how many active subscriptions renew in January 2027", lambda f: int((f.act["renewal date"].astype(str).str[:7] == "2027-01").sum())),
    ("which customers have Quayside in an active subscription", lambda f: names(f.act[f.act["product"] == "Quayside"], "account")),
    (
        "which invoices are due by 15 December 2026",
        lambda f: names(f.v[(f.v["due date"] >= "2026-11-20") & (f.v["due date"] <= "2026-12-15")], "invoice number"),
    ),
    ("$ in open invoices at acme", lambda f: f.due[f.due.account == "Acme"].amount.sum()),
    (
        "how many open tasks must be finished by the end of November, from tomorrow on",
        lambda f: int((f.t.open & (f.t["due date"] >= "2026-11-21") & (f.t["due date"] <= "2026-11-30")).sum()),
    ),
    ("who became a customer in 2023", lambda f: names(f.a[f.a["customer since"].astype(str).str[:4] == "2023"])),
    (
        "how many emails did we receive from Acme",
        lambda f: len(f.i[(f.i.kind == "email") & (f.i.direction == "in") & (f.i.account == "Acme")]),
    ),
    (
        "how many tasks must be finished by 30 November 2026",
        lambda f: int((f.t.open & (f.t["due date"] >= "2026-11-20") & (f.t["due date"] < "2026-12-01")).sum()),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home: Path = tmp_path_factory.mktemp("conditions")
    return asker_over(sample().folder, home)


@pytest.mark.parametrize(("text", "gold"), QUESTIONS, ids=[text for text, _ in QUESTIONS])
def test_conditions_agree_with_pandas(asked: tuple[Asker, int], text: str, gold: Callable[[Any], Any]) -> None:
    asker, tenant_id = asked
    answer = asker.ask(tenant_id, text, user=None)
    assert right(gold(sample()), answer), (answer.answer, answer.understood, answer.rows[:3])
