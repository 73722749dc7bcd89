"""“Wrong mood or client…”: the button under evidence, and the form it opens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.slack.views.kit import Block, button, cut
from crm.reading.corrections import MOODS

OPEN = "correct_open"  # action id
CALLBACK = "correct_form"
MOST = 5  # pieces of evidence to choose from
LABEL = 75


def button_for(interaction_ids: Sequence[int]) -> Block:
    return button("Wrong mood or client…", OPEN, ",".join(map(str, interaction_ids[:MOST])))


def modal(place: dict[str, Any], choices: Sequence[tuple[int, str]]) -> Block:
    """Args: place: what leads back (private metadata); choices: interactions by id with a title each."""
    which = _select("which", "Which one?", [(str(row_id), title) for row_id, title in choices], optional=False)
    which["element"]["initial_option"] = which["element"]["options"][0]
    client = {"type": "plain_text_input", "action_id": "account", "max_length": 191}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(place),
        "title": {"type": "plain_text", "text": "What is wrong?"},
        "submit": {"type": "plain_text", "text": "Correct it"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            which,
            _select("mood", "The client's mood is really", [(mood, mood) for mood in MOODS], optional=True),
            {
                "type": "input",
                "block_id": "account",
                "optional": True,
                "label": {"type": "plain_text", "text": "It is about this client"},
                "element": client,
            },
        ],
    }


def said(view: dict[str, Any]) -> tuple[int, dict[str, str]]:
    """The interaction, and what was said of it by field."""
    values = (view.get("state") or {}).get("values") or {}
    which = _option(values, "which")
    account = ((values.get("account") or {}).get("account") or {}).get("value") or ""
    found = {"mood": _option(values, "mood"), "account": account.strip() if isinstance(account, str) else ""}
    return int(which) if which.isdecimal() else 0, {name: value for name, value in found.items() if value}


def _select(name: str, label: str, options: Sequence[tuple[str, str]], *, optional: bool) -> dict[str, Any]:
    shown = [{"text": {"type": "plain_text", "text": cut(text, LABEL)}, "value": value} for value, text in options]
    return {
        "type": "input",
        "block_id": name,
        "optional": optional,
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "static_select", "action_id": name, "options": shown},
    }


def _option(values: dict[str, Any], name: str) -> str:
    chosen = ((values.get(name) or {}).get(name) or {}).get("selected_option") or {}
    return str(chosen.get("value") or "")
