"""How somebody came to be known, as a message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.views.kit import Block, context, cut, escape, section
from crm.governance.person import Candidate
from crm.governance.why import Why, said

MOST = 30


def usage() -> list[Block]:
    return [section("Use it like this: `/rapport why jane@acme.example`")]


def candidates(message: str, found: Sequence[Candidate]) -> list[Block]:
    rows = [", ".join(escape(part) for part in (each.name, each.email, each.account) if part) for each in found]
    told = "\n".join(f"• `/rapport why #{each.id}` – {row}" for each, row in zip(found, rows, strict=True))
    return [section(escape(message)), section(told)]


def blocks(why: Why, field: str = "") -> list[Block]:
    """The value that was asked about; all where it is none of those that can be shown."""
    meant = [each for each in why.values if each.field == field]
    values = (meant or why.values)[:MOST]
    lines = [f"• {escape(each.field)} {escape(cut(each.value, 80))}: {escape(said(each))}" for each in values]
    none = [f"There is no {field} of theirs that I can show you. This is what there is:"] if field and not meant else []
    kept = ", ".join(f"{escape(name)} {count}" for name, count in why.kept.items()) or "nothing else"
    return [section("\n".join([f"*{escape(why.name)}*", *none, *lines])), context(f"Kept about them: {kept}")]
