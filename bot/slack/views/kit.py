"""The few Block Kit pieces that Rapport is drawn with. Every stored string passes `plain` or `escape`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from crm.ask.telling.figures import MONTH, QUARTER, spelled
from crm.ask.telling.units import figure

Block = dict[str, Any]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}.*)?")
YEARS = re.compile(r"\b(?:year|founded|established)\b", re.IGNORECASE)  # columns whose whole numbers are no amounts
SECTION_LENGTH = 3000
BUTTON_LENGTH = 75
VALUE_LENGTH = 2000
CELL_LENGTH = 200
TABLE_ROWS = 15  # Slack takes 100; what a chat has room for, the rest is a file
TABLE_COLUMNS = 20
TABLE_TEXT = 9_000  # characters; Slack takes 10,000
SHORTEST_CELL = 20
URL = re.compile(r"https?://[^\s<>|\"'\\^`{}]+", re.IGNORECASE)
URL_LENGTH = 1000


SETTING = r"\bRAPPORT_[A-Z0-9]+(?:_{1,2}[A-Z0-9]+)*\b"  # the names of our own settings, which people copy
MARK = re.compile(rf"{SETTING}|(?<![^\W_])[*_~`]|[*_~`](?![^\W_])")  # Slack reads its marks at the edges of words alone
QUOTED = re.compile(r"(?m)^(\s*)>")
PLAIN = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}


def escape(text: str) -> str:
    """Text that can hold no mention, link or markup of Slack's own.

    Slack has no way to escape its marks for bold and the like: where one could be read as such, a look-alike stands.
    """
    text = MARK.sub(lambda mark: PLAIN.get(mark[0], mark[0]), text)
    return _bare(QUOTED.sub(r"\1›", text))


def _bare(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def markdown(text: str) -> str:
    """Text that stays text in a stream, which reads ordinary Markdown."""
    return re.sub(r"([\\`*_\[\]~|#])", r"\\\1", _bare(text))


def cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def link(url: str | None, text: str) -> str:
    """Words that lead to an address of the record's own; the words alone where it is none."""
    if url and len(url) <= URL_LENGTH and URL.fullmatch(url):
        return f"<{_bare(url)}|{escape(text).replace('|', '¦')}>"
    return escape(text)


def section(markdown: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": _mrkdwn(cut(markdown, SECTION_LENGTH) or " ")}
    return block | ({"accessory": accessory} if accessory else {})


def fields(pairs: Sequence[tuple[str, str]]) -> Block:
    """Named values in two columns; names are ours, values are escaped here."""
    texts = [_mrkdwn(cut(f"*{name}*\n{escape(value)}", SECTION_LENGTH - 1000)) for name, value in pairs]
    return {"type": "section", "fields": texts[:10]}


def context(*markdown: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(cut(line, SECTION_LENGTH)) for line in markdown[:10]]}


def _mrkdwn(text: str) -> Block:
    """Words in Slack's markup; `verbatim`, or it would make links of every address and name that stands in them."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


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


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]], units: Sequence[str] = ()) -> Block:
    """A table of raw text cells, numbers to the right; what exceeds Slack's limits is cut."""
    shown = [list(row)[:TABLE_COLUMNS] for row in rows[:TABLE_ROWS]]
    names = list(columns)[:TABLE_COLUMNS]
    counted = [*units, *[""] * len(names)]
    numeric = [
        bool(shown) and all(isinstance(row[i], int | float) or row[i] is None for row in shown)
        for i in range(len(names))
    ]
    short = [_short_day(shown, i) for i in range(len(names))]
    length = max(SHORTEST_CELL, min(CELL_LENGTH, TABLE_TEXT // max(1, (len(shown) + 1) * len(names))))
    return {
        "type": "table",
        "column_settings": [
            {"align": "right" if right else "left", "is_wrapped": not (right or brief)}
            for right, brief in zip(numeric, short, strict=True)
        ],
        "rows": [
            [_cell(_heading(name), length) for name in names],
            *[[_cell(_told(row[i], names[i], counted[i]), length) for i in range(len(names))] for row in shown],
        ],
    }


def _heading(name: str) -> str:
    said = spelled(name)
    return f"{said[:1].upper()}{said[1:]}"


def _short_day(rows: Sequence[Sequence[Any]], place: int) -> bool:
    """Whether a column holds days alone, which are not broken into lines."""
    return all(row[place] is None or DAY.fullmatch(str(row[place])) for row in rows)


def _told(value: Any, name: str, unit: str) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and YEARS.search(name):
        return str(value)
    return written(value, unit)


def _cell(text: str, length: int) -> Block:
    return {"type": "raw_text", "text": cut(text, length) or "–"}


def written(value: Any, unit: str = "") -> str:
    """A value as people write it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit and isinstance(value, int | float):
        return figure(value, unit)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.0f}" if value == int(value) and (abs(value) >= 100 or value == 0) else f"{value:,.2f}"
    if isinstance(value, list):
        return ", ".join(written(item) for item in value)
    return dated(str(value))


def dated(text: str) -> str:
    """`2026-08-01` as `1 Aug 2026`, `2026-08` as `Aug 2026`, `2026 Q3` as `Q3 2026`; anything else as it is."""
    try:
        if DAY.fullmatch(text):
            return f"{date.fromisoformat(text[:10]):%-d %b %Y}"
        if QUARTER.fullmatch(text):
            return f"{text[5:]} {text[:4]}"
        return f"{date.fromisoformat(f'{text}-01'):%b %Y}" if MONTH.fullmatch(text) else text
    except ValueError:
        return text


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
    lines = [block["elements"][0].get("text") for block in blocks if block["type"] == "context"]
    return next((str(line) for line in lines if line), "Rapport")
