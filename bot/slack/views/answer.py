"""An answer as a message: one sentence first, then rows, then evidence, then what was left out."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.slack.views.kit import (
    TABLE_ROWS,
    VALUE_LENGTH,
    Block,
    actions,
    button,
    context,
    cut,
    dated,
    escape,
    link,
    section,
    table,
)

ASK = "ask_again"  # action id of a suggested question
LEARN = "ask_learn"  # of one that teaches a word; its value is an `Answer.lessons` item
MOST_EVIDENCE = 5
BESIDE_ROWS = 3  # quotes where the texts stand in the table too
QUOTE_LENGTH = 400
MOST_COLUMNS = 6
SURE = 0.75
SPOKEN = {"occurred at": "date", "what": "subject"}  # headings of what was said
ROWS = frozenset({"list", "timeline", "mood", "signal", "passages"})  # shapes whose columns describe, not measure
CREATED = re.compile(r"\b(?:created|opened)\b", re.IGNORECASE)  # columns that give way where there are too many
SHORT, LONG = 15, 160  # characters of a first sentence, and of an answer that is read as one
SENTENCE = re.compile(r"(?<=[.!?])(?<!Inc\.)(?<!Ltd\.)(?<!Co\.)(?<!Corp\.)(?<!No\.)(?<!vs\.)\s+(?=[A-Z0-9“])")
OWN = "that are yours"  # how an answer says that the rows are the asker's


def blocks(answer: dict[str, Any]) -> list[Block]:
    """Args: answer: an `Answer` as a dict (the fields of `rapport ask`)."""
    if answer["abstained"]:
        return _abstained(answer)
    drawn = [section(_headed(answer["answer"]))]
    if answer["understood"]:
        sure = "" if answer["confidence"] >= SURE else " I am not quite sure I understood you."
        drawn.append(context(f"Understood: {escape(answer['understood'])}.{sure}".replace("..", ".")))
    rows = [list(row.values()) if isinstance(row, dict) else list(row) for row in answer["rows"]]
    listed = answer["citations"] and answer["plan"].get("shape") == "passages"  # the quotes are the rows
    if not listed and (len(rows) > 1 or (rows and len(answer["columns"]) > 2)):
        drawn.append(table(*_telling(answer, rows)))
    quoted = BESIDE_ROWS if not listed and "occurred at" in answer["columns"] else MOST_EVIDENCE
    drawn += [_evidence(citation) for citation in answer["citations"][:quoted]]
    drawn += _notes(answer, len(rows), len(answer["citations"]) - quoted)
    return drawn + _offers(answer, "Or did you mean:")


def _headed(text: str) -> str:
    """The first sentence stands out; what else is told, as of a client before a call, is read after it."""
    end = SENTENCE.search(text, SHORT) if len(text) > LONG else None
    if end is None:
        return f"*{escape(text)}*"
    return f"*{escape(text[: end.start()])}*\n{escape(text[end.end() :])}"


def _abstained(answer: dict[str, Any]) -> list[Block]:
    drawn = [section(escape(answer["answer"] or answer["reason"] or "I did not understand that."))]
    return drawn + _offers(answer, "Did you mean:" if answer.get("lessons") else "You can ask:")


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


def _telling(answer: dict[str, Any], rows: list[list[Any]]) -> tuple[list[str], list[list[Any]], list[str]]:
    """The columns a chat has room for, without those that say nothing or what the answer has said already."""
    columns = answer["columns"]
    kept = list(range(len(columns)))
    if answer["plan"].get("shape", "list") in ROWS:
        kept = [i for i in kept if i == 0 or not _idle(answer, columns[i], [row[i] for row in rows])]
    if len(kept) > MOST_COLUMNS and len(rows) > 1:
        kept = [i for i in kept if i == 0 or len({str(row[i]) for row in rows}) > 1]
    late = [i for i in kept if CREATED.search(columns[i])][: max(0, len(kept) - MOST_COLUMNS)]
    kept = [i for i in kept if i not in late][:MOST_COLUMNS]
    counted = [*(answer.get("units") or []), *[""] * len(columns)]
    names = [SPOKEN.get(columns[i], columns[i]) if "occurred at" in columns else columns[i] for i in kept]
    return names, [[row[i] for i in kept] for row in rows], [counted[i] for i in kept]


def _idle(answer: dict[str, Any], column: str, values: list[Any]) -> bool:
    """Whether a column is empty, or holds the one value that every row was asked to have."""
    told = set(map(str, values))
    if all(value is None for value in values):
        return True
    if len(told) > 1 or isinstance(values[0], int | float):
        return False
    understood = answer["understood"].casefold()
    return told.pop().casefold() in understood or (column in {"rep", "owner"} and OWN in understood)


def _evidence(citation: dict[str, Any]) -> Block:
    when = dated(citation.get("occurred_at") or "")
    head = " · ".join(part for part in (citation["kind"], citation.get("title"), when) if part)
    quote = " ".join((citation.get("quote") or "").split())
    return context(f"{link(citation.get('url'), head)}\n“{escape(cut(quote, QUOTE_LENGTH))}”")


def _notes(answer: dict[str, Any], rows: int, more: int) -> list[Block]:
    notes = [escape(note) for note in answer.get("left_out") or []]
    if rows > TABLE_ROWS and answer["plan"].get("shape") != "passages":
        notes.append(f"The first {TABLE_ROWS} of {max(rows, answer.get('total') or 0):,} rows are shown.")
    if more > 0:
        notes.append(f"{more} more {'piece' if more == 1 else 'pieces'} of evidence.")
    return [context(" ".join(notes))] if notes else []
