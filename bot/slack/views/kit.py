"""The few Block Kit pieces that Rapport is drawn with. Every stored string passes `plain` or `escape`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

Block = dict[str, Any]

INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
SECTION_LENGTH = 3000
BUTTON_LENGTH = 75
VALUE_LENGTH = 2000
CELL_LENGTH = 200
TABLE_ROWS = 10  # Slack takes 100; a chat reads ten
TABLE_COLUMNS = 20


def escape(text: str) -> str:
    """Text that can hold no mention, link or markup of Slack's own."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def section(markdown: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": {"type": "mrkdwn", "text": cut(markdown, SECTION_LENGTH) or " "}}
    return block | ({"accessory": accessory} if accessory else {})


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Named values in two columns; names are ours, values are escaped here."""
    texts = [
        {"type": "mrkdwn", "text": cut(f"*{name}*\n{escape(value)}", SECTION_LENGTH - 1000)} for name, value in pairs
    ]
    return {"type": "section", "fields": texts[:10]}


def context(*markdown: str) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": cut(line, SECTION_LENGTH)} for line in markdown[:10]],
    }


def header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, 150)}}


def divider() -> Block:
    return {"type": "divider"}


def button(text: str, action: str, value: str, style: str | None = None) -> Block:
    block: Block = {
        "type": "button",
        "text": {"type": "plain_text", "text": cut(text, BUTTON_LENGTH)},
        "action_id": action,
        "value": value[:VALUE_LENGTH],
    }
    return block | ({"style": style} if style else {})


def actions(*buttons: Block) -> Block:
    return {"type": "actions", "elements": list(buttons[:25])}


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Block:
    """A table of raw text cells, numbers to the right; what exceeds Slack's limits is cut."""
    shown = [list(row)[:TABLE_COLUMNS] for row in rows[:TABLE_ROWS]]
    numeric = [
        bool(shown) and all(isinstance(row[i], int | float) or row[i] is None for row in shown)
        for i in range(len(columns[:TABLE_COLUMNS]))
    ]
    return {
        "type": "table",
        "column_settings": [{"align": "right" if right else "left", "is_wrapped": not right} for right in numeric],
        "rows": [
            [_cell(name) for name in columns[:TABLE_COLUMNS]],
            *[[_cell(value) for value in row] for row in shown],
        ],
    }


def _cell(value: Any) -> Block:
    return {"type": "raw_text", "text": cut(written(value), CELL_LENGTH) or "–"}


def written(value: Any) -> str:
    """A value as people write it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) and (abs(value) >= 100 or value == 0) else f"{value:,.2f}"
    if isinstance(value, list):
        return ", ".join(written(item) for item in value)
    text = str(value)
    return day(text) if INSTANT.match(text) else text


def day(iso: str | None) -> str:
    """`2026-11-27` as `Fri 27 Nov 2026`; anything else as it is."""
    try:
        return f"{date.fromisoformat((iso or '')[:10]):%a %-d %b %Y}"
    except ValueError:
        return iso or ""


def said(blocks: Sequence[Block]) -> str:
    """What notifications and screen readers get: the first text of a message."""
    for block in blocks:
        if block["type"] in {"section", "header"} and "text" in block:
            return str(block["text"]["text"]).replace("*", "")
    return "Rapport"
