"""What stands under an answer: was it right, and may others see it."""

from __future__ import annotations

import json
from typing import Any

from bot.slack.views.kit import Block, button, context

GOOD, BAD, SHARE = "answer_good", "answer_bad", "answer_share"
CALLBACK = "answer_note"
LONGEST_NOTE = 1000


def buttons(answer_id: int, digest: str | None) -> list[Block]:
    """The thumbs; with a way to share where only the asker sees the answer.

    Args:
        answer_id: the remembered answer.
        digest: the digest of what was shown, where it may be shared.
    """
    row = [button("Share here", SHARE, f"{answer_id}:{digest}") | {"confirm": _sure()}] if digest else []
    row.append(_named(button("👍", GOOD, str(answer_id)), "This answer is right"))
    row.append(_named(button("👎", BAD, str(answer_id)), "Something is wrong with this answer"))
    return row


def missed(answer_id: int) -> list[Block]:
    """Under a question that was not answered: it should have been."""
    return [_named(button("👎", BAD, str(answer_id)), "This should have been answered")]


def _named(block: Block, label: str) -> Block:
    return block | {"accessibility_label": label}


def _sure() -> Block:
    return {
        "title": {"type": "plain_text", "text": "Share this answer?"},
        "text": {"type": "plain_text", "text": "Everybody in this channel will see it, guests included."},
        "confirm": {"type": "plain_text", "text": "Share"},
        "deny": {"type": "plain_text", "text": "Keep it to me"},
    }


def thanks() -> list[Block]:
    return [context("Noted, thank you.")]


def shared(answer: list[Block], asker: str) -> list[Block]:
    """An answer for everybody in a channel. Args: asker: a Slack id."""
    return [*answer, context(f"Asked and shared by <@{asker}>.")]


def modal(place: dict[str, Any]) -> Block:
    """Asks what was wrong. Args: place: what leads back here (travels as private metadata)."""
    element = {"type": "plain_text_input", "action_id": "note", "multiline": True, "max_length": LONGEST_NOTE}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(place),
        "title": {"type": "plain_text", "text": "What was wrong?"},
        "submit": {"type": "plain_text", "text": "Send"},
        "close": {"type": "plain_text", "text": "Skip"},
        "blocks": [
            {
                "type": "input",
                "block_id": "note",
                "optional": True,
                "label": {"type": "plain_text", "text": "What should the answer have been?"},
                "element": element,
            }
        ],
    }


def note(view: dict[str, Any]) -> str | None:
    """What somebody wrote into the modal."""
    values = (view.get("state") or {}).get("values") or {}
    value = ((values.get("note") or {}).get("note") or {}).get("value")
    return value.strip() or None if isinstance(value, str) else None
