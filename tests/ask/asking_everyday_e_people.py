"""Questions of the eight on the sample company's to-dos, contacts, accounts and colleagues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asking_gold import top
from sample_frames import first, names

Row = tuple[str, str, Callable[[Any], Any]]


def _finance(s: Any, account: str) -> set[str]:
    return names(s.c[(s.c.account == account) & (s.c["job title"] == "Finance Manager")])


PEOPLE: list[Row] = [
    (
        "tasks",
        "whats still on noah's plate for monday",
        lambda s: names(s.t[s.t.open & (s.t.owner == "Noah Adeyemi") & (s.t["due date"] == "2026-11-23")], "task"),
    ),
    (
        "tasks",
        "How many of Marcus's to-dos has he let slip past the date without ticking them off?",
        lambda s: int(s.t[s.t.owner == "Marcus Ferreira"].overdue.sum()),
    ),
    (
        "accounts",
        "Moorfield Tiles is whose account, please?",
        lambda s: first(s.a[s.a.name == "Moorfield Tiles"], "owner"),
    ),
    (
        "contacts",
        "I need to chase Nettlebed about a bill, what's the name of their finance manager? cheers",
        lambda s: _finance(s, "Nettlebed Cosmetics"),
    ),
    (
        "accounts",
        "mean headcount of our accounts per tier, i need for a slide",
        lambda s: dict(s.a.groupby("tier").employees.mean()),
    ),
    (
        "accounts",
        "Which accounts in Germany are not with Lena?",
        lambda s: names(s.a[(s.a.country == "Germany") & (s.a.owner != "Lena Brandt")]),
    ),
    (
        "contacts",
        "At which company do we have the largest number of contact persons on file?",
        lambda s: top(s.c.groupby("account").size()),
    ),
]
