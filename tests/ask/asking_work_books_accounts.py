"""What people ask about accounts: size, industry, country, tier, owner and how long they have been customers."""

from __future__ import annotations

from functools import partial
from typing import Any

from asking_gold import Question, between, top
from sample_frames import count, first, names

ask = partial(Question, "sample", "work_books")


def _one(n: Any, account: str, column: str) -> Any:
    return first(n.a[n.a.name == account], column)


def _customers(n: Any) -> Any:
    return n.a[n.a.status == "Customer"]


def _owning(n: Any, exactly: int) -> set[str]:
    sizes = n.a.groupby("owner").size()
    return set(sizes[sizes == exactly].index)


QUESTIONS = [
    ask(
        "look-up",
        "roughly what headcount does Vantoor Electric have",
        lambda n: int(_one(n, "Vantoor Electric", "employees")),
    ),
    ask(
        "count",
        "How many companies with customer status employ upwards of 500 people?",
        lambda n: int((_customers(n).employees > 500).sum()),
    ),
    ask(
        "ranking",
        "richest company in our books by annual revenue, customer or not",
        lambda n: top(n.a.set_index("name")["annual revenue"]),
    ),
    ask(
        "list",
        "am in Germany in two weeks & could drop by people. all accounts there incl. prospects?",
        lambda n: names(n.a[n.a.country == "Germany"]),
    ),
    ask("look-up", "What line of business is Moorfield Tiles in?", lambda n: _one(n, "Moorfield Tiles", "industry")),
    ask(
        "list",
        "Morning all, I'm doing the welcome-pack mailing and only want the newcomers: which customers came on board in 2026?",
        lambda n: names(n.a[n.a["customer since"] >= "2026"]),
    ),
    ask("group", "Geographic spread: accounts by country, counted", lambda n: count(n.a, "country")),
    ask(
        "look-up",
        "who is responsible for cobalt harbor shiping?",
        lambda n: {_one(n, "Cobalt Harbor Shipping", "owner")},
    ),
    ask(
        "list",
        "Show companies we haven't yet turned from prospect into customer",
        lambda n: names(n.a[n.a.status == "Prospect"]),
    ),
    ask("group", "average workforce size for each account tier", lambda n: dict(n.a.groupby("tier").employees.mean())),
    ask(
        "count",
        "2023 was a great year wasn't it, how many accounts became customers then",
        lambda n: len(between(n.a, "customer since", "2023-01-01", "2024-01-01")),
    ),
    ask(
        "list",
        "Subsidiaries of Tessaly Group that we have on file",
        lambda n: names(n.a[n.a["parent account"] == "Tessaly Group"]),
    ),
    ask(
        "sum",
        "if you sum up the employees of all British accounts you get…",
        lambda n: n.a[n.a.country == "United Kingdom"].employees.sum(),
    ),
    ask(
        "threshold",
        "growth tier accounts making less than 60 million a year",
        lambda n: names(n.a[(n.a.tier == "Growth") & (n.a["annual revenue"] < 60e6)]),
    ),
    ask("exactly", "which reps have a portfolio of precisely five accounts", lambda n: _owning(n, 5)),
    ask(
        "list",
        "Marcus covers which strategic-tier accounts?",
        lambda n: names(n.a[(n.a.owner == "Marcus Ferreira") & (n.a.tier == "Strategic")]),
    ),
    ask(
        "comparison",
        "Wexcombe Hospitals vs Tessaly Group: is the former the larger employer?",
        lambda n: bool(_one(n, "Wexcombe Hospitals", "employees") > _one(n, "Tessaly Group", "employees")),
    ),
    ask(
        "threshold",
        "loyalty gifts go to those who have been customers for over five years already. Which companies get one?",
        lambda n: names(n.a[n.a["customer since"] < "2021-11-20"]),
    ),
    ask(
        "ranking",
        "Which account has the highest annual revenue per employee?",
        lambda n: top(n.a.set_index("name")["annual revenue"] / n.a.set_index("name").employees),
    ),
]
