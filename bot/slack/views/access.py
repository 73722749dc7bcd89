"""Access requests as messages: they name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.views.kit import Block, context, escape, section
from crm.governance.person import Candidate

MOST = 20


def usage() -> list[Block]:
    return [section("Use it like this: `/rapport access jane@acme.example`")]


def candidates(message: str, found: Sequence[Candidate]) -> list[Block]:
    rows = [", ".join(escape(part) for part in (each.name, each.email, each.account) if part) for each in found[:MOST]]
    told = "\n".join(f"• `/rapport access #{each.id}` – {row}" for each, row in zip(found, rows, strict=False))
    return [section(escape(message)), section(told)]


def sent(counts: Mapping[str, int], left: Sequence[Mapping[str, Any]]) -> list[Block]:
    told = ", ".join(f"{escape(name.replace('_', ' '))} {count}" for name, count in counts.items() if count)
    missing = f"{len(left)} things are not in it: its last page says which, and why." if left else "Nothing is missing."
    return [
        section("The file is in our direct messages, where you alone see it."),
        context(f"{told}. {missing} Delete the file there once it is handed over."),
    ]
