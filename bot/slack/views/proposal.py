"""A proposed entry as a card: confirm, edit, discard; once written, undo."""

from __future__ import annotations

from typing import Any

from bot.slack.views.kit import Block, actions, button, context, day, escape, fields, section, written

CONFIRM, EDIT, DISCARD, UNDO = "log_confirm", "log_edit", "log_discard", "log_undo"


def card(entry_id: int, proposal: dict[str, Any]) -> list[Block]:
    """What would be written, waiting for a word; a message about several accounts is one card with a part for each."""
    parts = [proposal, *proposal.get("others", [])]
    drawn = [section(f"*Log {'these' if len(parts) > 1 else 'this ' + escape(proposal['kind'])}?*")]
    for part in parts:
        drawn += _part(part)
    entry = str(entry_id)
    drawn.append(
        actions(
            button("Log it", CONFIRM, entry, "primary"), button("Edit", EDIT, entry), button("Discard", DISCARD, entry)
        )
    )
    return drawn


def _part(part: dict[str, Any]) -> list[Block]:
    """One account's share of the message: who and when, what was said, what follows, what is missing."""
    drawn = [fields(_pairs(part)), section(escape(part["summary"] or "–"))]
    drawn += [context(f"Next: {escape(_step(step))}") for step in part["next_steps"][:5]]
    if part.get("new"):
        drawn.append(context(f"Not in the record yet, will be added: {escape(', '.join(part['new']))}."))
    if part.get("missing"):
        drawn.append(context(f"I could not tell: {escape(', '.join(part['missing']))}."))
    return drawn


def logged(entry_id: int, proposal: dict[str, Any]) -> list[Block]:
    parts = [proposal, *proposal.get("others", [])]
    steps = [step for part in parts for step in part["next_steps"]]
    return [
        *[section(f"*Logged.* {escape(_line(part))}") for part in parts],
        *[context(f"Next: {escape(_step(step))}") for step in steps[:5]],
        actions(button("Undo", UNDO, str(entry_id))),
    ]


def discarded() -> list[Block]:
    return [context("Discarded. Nothing was written.")]


def undone(proposal: dict[str, Any]) -> list[Block]:
    return [context(f"Undone: {escape(_line(proposal))} Nothing of it is left in the record.")]


def _line(proposal: dict[str, Any]) -> str:
    who = ", ".join(proposal["contacts"])
    whom = " at ".join(part for part in (who, proposal["account"] or "") if part)
    return f"{proposal['kind'].capitalize()}{f' with {whom}' if whom else ''}, {day(proposal['occurred_at'])}."


def _pairs(proposal: dict[str, Any]) -> list[tuple[str, str]]:
    pairs = [
        ("Account", proposal["account"] or "–"),
        ("Contacts", ", ".join(proposal["contacts"]) or "–"),
        ("When", day(proposal["occurred_at"]) or "–"),
        ("Mood", proposal["mood"] or "–"),
    ]
    deal = proposal.get("deal")
    if deal:
        amount = " ".join(
            part for part in (written(deal["amount"]) if deal["amount"] else "", deal["currency"] or "") if part
        )
        parts = [
            deal["name"],
            amount,
            deal["stage"],
            f"closes {day(deal['close_date'])}" if deal["close_date"] else None,
        ]
        pairs.append(("Deal", ", ".join(part for part in parts if part) or "–"))
    return pairs


def _step(step: dict[str, Any]) -> str:
    owner = f" ({step['owner']})" if step.get("owner") else ""
    due = f", {day(step['due'])}" if step.get("due") else ""
    return f"{step['what']}{due}{owner}"
