"""The modal in which a proposed entry is mended before it is written."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any

from bot.slack.views.kit import Block, cut

CALLBACK = "log_editor"
KINDS = ("call", "email", "meeting", "message", "note")
MOODS = ("negative", "neutral", "positive", "mixed")
STEPS = 3


def view(place: dict[str, Any], proposal: dict[str, Any]) -> Block:
    """Args: place: what leads back here: entry id, channel and message (travels as private metadata)."""
    deal = proposal.get("deal") or {}
    inputs = [
        _select("kind", "Kind", KINDS, proposal["kind"], optional=False),
        _text("account", "Account", proposal["account"]),
        _text("contacts", "Contacts (separated by commas)", ", ".join(proposal["contacts"])),
        _date("occurred_at", "When", proposal["occurred_at"]),
        _text("summary", "Summary", proposal["summary"], multiline=True, optional=False),
        _select("mood", "Mood", MOODS, proposal["mood"]),
    ]
    for i in range(STEPS):
        step = proposal["next_steps"][i] if i < len(proposal["next_steps"]) else {}
        inputs.append(_text(f"what_{i}", f"Next step {i + 1}", step.get("what")))
        inputs.append(_date(f"due_{i}", "Due", step.get("due")))
    if deal:
        amount = deal.get("amount")
        inputs.append(_text("amount", "Deal amount", "" if amount is None else f"{amount:g}"))
        inputs.append(_text("stage", "Deal stage", deal.get("stage")))
        inputs.append(_date("close_date", "Closes", deal.get("close_date")))
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(place),
        "title": {"type": "plain_text", "text": "Edit the entry"},
        "submit": {"type": "plain_text", "text": "Log it"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": inputs,
    }


def mistakes(state: dict[str, Any]) -> dict[str, str]:
    """What is wrong with a submission, by block; empty where nothing is.

    Args:
        state: `view.state.values` of the submission.
    """
    errors: dict[str, str] = {}
    if "summary" in state and not _value(state, "summary"):
        errors["summary"] = "Say in a few words what happened."
    if "amount" in state and _number(_value(state, "amount")) is None and _value(state, "amount"):
        errors["amount"] = "Write the amount as a number, such as 12500."
    return errors


def edited(proposal: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """The proposal as the person left it.

    Args:
        proposal: the one that was shown.
        state: `view.state.values` of the submission, without mistakes.
    """
    said = {name: _value(state, name) for name in state}
    changed = proposal | {
        "kind": said.get("kind") or proposal["kind"],
        "account": said.get("account"),
        "contacts": [name.strip() for name in (said.get("contacts") or "").split(",") if name.strip()],
        "occurred_at": _moved(proposal["occurred_at"], said.get("occurred_at")),
        "summary": said.get("summary") or proposal["summary"],
        "mood": said.get("mood"),
        "next_steps": _steps(proposal, said),
    }
    if proposal.get("deal") and "stage" in state:
        terms = {
            "stage": said.get("stage"),
            "close_date": said.get("close_date"),
            "amount": _number(said.get("amount")),
        }
        changed["deal"] = proposal["deal"] | terms
    return changed


def _steps(proposal: dict[str, Any], said: dict[str, str | None]) -> list[dict[str, Any]]:
    before = proposal["next_steps"]
    steps: list[dict[str, Any]] = []
    for i in range(STEPS):
        if said.get(f"what_{i}"):
            owner = before[i].get("owner") if i < len(before) else None
            steps.append({"what": said[f"what_{i}"], "due": said.get(f"due_{i}"), "owner": owner})
    return [*steps, *before[STEPS:]]


def _number(written: str | None) -> float | None:
    try:
        return float((written or "").replace(",", "").replace(" ", ""))
    except ValueError:
        return None


def _moved(occurred_at: str | None, day: str | None) -> str | None:
    """The same time of day on another day."""
    if not day or (occurred_at or "").startswith(day):
        return occurred_at
    return day + (occurred_at or "")[10:]


def _value(state: dict[str, Any], name: str) -> str | None:
    element: Block = next(iter(state[name].values()), {})
    chosen = element.get("selected_option") or {}
    value = element.get("value") or element.get("selected_date") or chosen.get("value")
    return value.strip() or None if isinstance(value, str) else None


def _input(name: str, label: str, element: Block, *, optional: bool) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": {"type": "plain_text", "text": label},
        "element": element | {"action_id": name},
    }


def _text(name: str, label: str, value: str | None, *, multiline: bool = False, optional: bool = True) -> Block:
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": 3000}
    return _input(name, label, element | ({"initial_value": cut(value, 3000)} if value else {}), optional=optional)


def _select(name: str, label: str, choices: tuple[str, ...], value: str | None, *, optional: bool = True) -> Block:
    options = [{"text": {"type": "plain_text", "text": choice}, "value": choice} for choice in choices]
    element: Block = {"type": "static_select", "options": options}
    initial = next((option for option in options if option["value"] == value), None)
    return _input(name, label, element | ({"initial_option": initial} if initial else {}), optional=optional)


def _date(name: str, label: str, value: str | None) -> Block:
    element: Block = {"type": "datepicker"}
    with suppress(ValueError):
        element["initial_date"] = date.fromisoformat((value or "")[:10]).isoformat()
    return _input(name, label, element, optional=True)
