"""Interactions as rows that people read."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from crm.ask.rows.sql import Table
from crm.ask.telling.quotes import by_words, quote
from crm.display import display_all
from crm.model import Interaction
from crm.strangers import Strangers

LINE = 120  # characters of what a row shows


def interactions_table(session: Session, tenant_id: int, found: list[Interaction]) -> Table:
    score = by_words("")
    said = [each.subject or quote(each.text, score)[:LINE] for each in found]
    strangers = Strangers(session, tenant_id)
    named = [strangers.told(each, line) for each, line in zip(found, said, strict=True)]
    texts = display_all(session, tenant_id, named)
    rows: list[list[Any]] = [
        [each.occurred_at.isoformat(), str(each.kind), each.account.name if each.account else None, text, each.mood]
        for each, text in zip(found, texts, strict=True)
    ]
    return Table(["occurred at", "kind", "account", "what", "mood"], rows, len(rows), [each.id for each in found])


def readable(session: Session, tenant_id: int, rows: list[list[Any]]) -> list[list[Any]]:
    """Rows in which stored texts name the people they speak of."""
    places = [
        (row, place)
        for row in rows
        for place, cell in enumerate(row)
        if isinstance(cell, str) and ("[" in cell or "<" in cell)
    ]
    for (row, place), text in zip(
        places, display_all(session, tenant_id, [row[place] for row, place in places]), strict=True
    ):
        row[place] = text
    return rows
