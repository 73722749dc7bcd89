"""Checking the whole of a message or of a view before it is taken."""

from __future__ import annotations

import json
from typing import Any

from bot.console.blocks import MOST_MARKDOWN, find_faults, refuse_bad_blocks
from bot.console.checking import Faultfinder, Json
from bot.console.errors import SlackRefusal
from bot.console.ids import new_id

MOST_TEXT = 40_000
MOST_VIEW_BYTES = 250_000


def message_content(arguments: Json) -> Json:
    """The checked text, blocks and attachments of a message, with a block_id on every block.

    Raises:
        SlackRefusal: there is nothing to say, or too much, or it is malformed.
    """
    text, markdown = arguments.get("text") or "", arguments.get("markdown_text")
    blocks, attachments = arguments.get("blocks") or [], arguments.get("attachments") or []
    if markdown is not None:
        if text or blocks:
            raise SlackRefusal("markdown_text_conflict")
        if len(markdown) > MOST_MARKDOWN:
            raise SlackRefusal("msg_too_long")
        text, blocks = markdown, [{"type": "markdown", "text": markdown}] if markdown else []
    if not isinstance(text, str):
        raise SlackRefusal("invalid_arguments")
    if not (text.strip() or blocks or attachments):
        raise SlackRefusal("no_text")
    if len(text) > MOST_TEXT:
        raise SlackRefusal("msg_too_long")
    refuse_bad_blocks(blocks)
    if not isinstance(attachments, list):
        raise SlackRefusal("invalid_attachments")
    for attachment in attachments:
        if isinstance(attachment, dict) and attachment.get("blocks"):
            refuse_bad_blocks(attachment["blocks"])
    return {"text": text, "blocks": with_ids(blocks), "attachments": attachments}


def with_ids(blocks: list[Json]) -> list[Json]:
    """The blocks, each with a block_id and each element with an action_id, as Slack fills them in."""
    return [_with_action_ids({**block, "block_id": block.get("block_id") or new_id("", 5)}) for block in blocks]


_INTERACTIVE_ENDINGS = ("button", "buttons", "_select", "picker", "overflow", "checkboxes", "_input")


def _with_action_ids(block: Json) -> Json:
    def named(element: Any) -> Any:
        if not isinstance(element, dict) or element.get("action_id"):
            return element
        if not str(element.get("type", "")).endswith(_INTERACTIVE_ENDINGS):
            return element
        return {**element, "action_id": new_id("", 5)}

    filled = dict(block)
    if block["type"] in ("actions", "context_actions"):
        filled["elements"] = [named(element) for element in block["elements"]]
    for key in ("accessory", "element"):
        if key in block:
            filled[key] = named(block[key])
    return filled


def view_content(view: Any, *allowed: str) -> Json:
    """The checked view, with a block_id on every block.

    Args:
        view: what the app sent.
        allowed: the types of view that the method takes.

    Raises:
        SlackRefusal: it is malformed or too large.
    """
    if not isinstance(view, dict):
        raise SlackRefusal("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    if len(json.dumps(view)) > MOST_VIEW_BYTES:
        raise SlackRefusal("view_too_large")
    find = Faultfinder()
    kind = str(view.get("type"))
    if kind not in allowed:
        find.say("/view/type", f"unsupported type: {kind}")
    if kind == "modal":
        find.text(view, "title", "/view", most=24, plain=True)
        find.text(view, "submit", "/view", most=24, required=False, plain=True)
        find.text(view, "close", "/view", most=24, required=False, plain=True)
    find.string(view, "private_metadata", "/view", most=3000)
    find.string(view, "callback_id", "/view", most=255)
    find.string(view, "external_id", "/view", most=255)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        find.say("/view", "missing required field: blocks")
        blocks = []
    elif kind == "modal" and any(_is_input(block) for block in blocks) and not view.get("submit"):
        find.say("/view", "missing required field: submit")
    find.complaints += find_faults(blocks, "home" if kind == "home" else "modal", "/view")
    if find.complaints:
        raise SlackRefusal("invalid_arguments", find.complaints)
    return {**view, "blocks": with_ids(blocks)}


def _is_input(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "input"
