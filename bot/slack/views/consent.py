"""What a contact agreed to, as a message."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.views.kit import Block, context, cut, escape, section
from crm.governance.consent import Sheet, Standing
from crm.governance.person import Candidate

MOST = 5  # entries of a purpose that are shown
LONGEST = 200  # characters of a ground
USAGE = (
    "`/rapport consent jane@acme.example` · `/rapport consent withdraw jane@acme.example for models: her mail of 12 "
    "November` · `/rapport consent give jane@acme.example for nudges`"
)


def usage() -> list[Block]:
    return [section(f"Use it like this: {USAGE}")]


def candidates(message: str, found: Sequence[Candidate], before: str = "", rest: str = "") -> list[Block]:
    """Who may be meant, each with what to type instead; `before` and `rest` are what stood around the name."""
    rows = [", ".join(escape(part) for part in (each.name, each.email, each.account) if part) for each in found]
    around = [escape(cut(part.replace("`", "'"), LONGEST)) for part in (before, rest)]
    typed = [f"`/rapport consent {around[0]}#{each.id}{around[1]}`" for each in found]
    lines = [f"• {said} – {row}" for said, row in zip(typed, rows, strict=True)]
    return [section(escape(message)), section("\n".join(lines))]


def blocks(sheet: Sheet) -> list[Block]:
    who = ", ".join(escape(each) for each in (sheet.name, sheet.email) if each)
    return [section(f"*{who}*"), *(section("\n".join(_lines(each))) for each in sheet.standings), context(USAGE)]


def _lines(standing: Standing) -> list[str]:
    state = "given" if standing.given else "withheld"
    head = (
        f"*{escape(standing.purpose)}*: {state}{'' if standing.history else ' (no entry)'} – {escape(standing.means)}"
    )
    entries = [
        f"• {entry.at:%Y-%m-%d} {'given' if entry.given else 'withdrawn'}, noted by "
        f"{escape(entry.by or 'the administrator')}, {escape(entry.source)}"
        + (f": {escape(cut(entry.basis, LONGEST))}" if entry.basis else "")
        for entry in standing.history[:MOST]
    ]
    more = len(standing.history) - MOST
    return [head, *entries, *([f"• {more} earlier: `rapport consent` at the command line"] if more > 0 else [])]
