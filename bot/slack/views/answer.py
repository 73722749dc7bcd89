"""An answer as a message: one sentence first, then rows, then evidence, then what was left out."""

from __future__ import annotations

import json
from typing import Any

from bot.slack.views.kit import (
    TABLE_ROWS,
    VALUE_LENGTH,
    Block,
    actions,
    button,
    context,
    cut,
    day,
    escape,
    link,
    section,
    table,
)

ASK = "ask_again"  # action id of a suggested question
LEARN = "ask_learn"  # of one that teaches a word; its value is an `Answer.lessons` item
MOST_EVIDENCE = 5
QUOTE_LENGTH = 400
MOST_COLUMNS = 6
SURE = 0.75


def blocks(answer: dict[str, Any]) -> list[Block]:
    """Args: answer: an `Answer` as a dict (the fields of `rapport ask`)."""
    if answer["abstained"]:
        return _abstained(answer)
    drawn = [section(f"*{escape(answer['answer'])}*")]
    if answer["understood"]:
        sure = "" if answer["confidence"] >= SURE else " I am not quite sure I understood you."
        drawn.append(context(f"Understood: {escape(answer['understood'])}.{sure}".replace("..", ".")))
    rows = [list(row.values()) if isinstance(row, dict) else list(row) for row in answer["rows"]]
    listed = answer["citations"] and answer["plan"].get("shape") == "passages"  # the quotes are the rows
    if not listed and (len(rows) > 1 or (rows and len(answer["columns"]) > 2)):
        drawn.append(table(*_telling(answer["columns"], rows, answer.get("units") or [])))
    drawn += [_evidence(citation) for citation in answer["citations"][:MOST_EVIDENCE]]
    drawn += _notes(answer, len(rows))
    return drawn + _offers(answer, "Or did you mean:")


def _abstained(answer: dict[str, Any]) -> list[Block]:
    drawn = [section(escape(answer["answer"] or answer["reason"] or "I did not understand that."))]
    return drawn + _offers(answer, "Did you mean:")


def _offers(answer: dict[str, Any], lead: str) -> list[Block]:
    """Other questions as buttons; one that teaches a word carries it."""
    taught = {lesson["reading"]: lesson for lesson in answer.get("lessons") or []}
    buttons = [_offer(text, i, taught.get(text)) for i, text in enumerate((answer.get("readings") or [])[:5])]
    return [context(lead), actions(*buttons)] if buttons else []


def _offer(text: str, place: int, lesson: dict[str, str] | None) -> Block:
    carried = json.dumps(lesson) if lesson else ""
    if not carried or len(carried) > VALUE_LENGTH:
        return button(text, f"{ASK}:{place}", text)
    return button(text, f"{LEARN}:{place}", carried)


def _telling(
    columns: list[str], rows: list[list[Any]], units: list[str]
) -> tuple[list[str], list[list[Any]], list[str]]:
    """The columns a chat has room for: of a wide table, first those go that say the same in every row."""
    kept = list(range(len(columns)))
    if len(kept) > MOST_COLUMNS and len(rows) > 1:
        kept = [i for i in kept if i == 0 or len({str(row[i]) for row in rows}) > 1]
    kept = kept[:MOST_COLUMNS]
    counted = [*units, *[""] * len(columns)]
    return [columns[i] for i in kept], [[row[i] for i in kept] for row in rows], [counted[i] for i in kept]


def _evidence(citation: dict[str, Any]) -> Block:
    head = " · ".join(
        part for part in (citation["kind"], citation.get("title"), day(citation.get("occurred_at"))) if part
    )
    quote = " ".join((citation.get("quote") or "").split())
    return context(f"{link(citation.get('url'), head)}\n“{escape(cut(quote, QUOTE_LENGTH))}”")


def _notes(answer: dict[str, Any], rows: int) -> list[Block]:
    notes = [escape(note) for note in answer.get("left_out") or []]
    if rows > TABLE_ROWS and answer["plan"].get("shape") != "passages":
        notes.append(f"The first {TABLE_ROWS} of {max(rows, answer.get('total') or 0):,} rows are shown.")
    more = len(answer["citations"]) - MOST_EVIDENCE
    if more > 0:
        notes.append(f"{more} more pieces of evidence.")
    return [context(" ".join(notes))] if notes else []
