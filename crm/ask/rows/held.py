"""Which activities hold certain words, by the index of words that each database has of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from crm import keywords
from crm.wordrank import WORDS_TABLE


class Holds(FunctionElement[bool]):
    """Whether the activity of that id holds these words side by side, in its subject or its text."""

    name = "holds"
    type = Boolean()
    inherit_cache = True


def holds(row_id: ColumnElement[Any], said: str) -> ColumnElement[bool]:
    words = keywords.WORD.findall(keywords.plain(said))[: keywords.MOST_WORDS]
    quoted = " ".join(words)
    boolean = " ".join(f"+{word}" for word in keywords.stems(words))
    return Holds(row_id, literal(f'"{quoted}"'), literal(quoted), literal(boolean))


@compiles(Holds, "sqlite")
def _by_fts5(element: Holds, compiler: Any, **kwargs: Any) -> str:
    row, quoted, _, _ = (compiler.process(each, **kwargs) for each in element.clauses)
    return f"{row} IN (SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH {quoted})"


@compiles(Holds, "postgresql")
def _by_tsvector(element: Holds, compiler: Any, **kwargs: Any) -> str:
    row, _, words, _ = (compiler.process(each, **kwargs) for each in element.clauses)
    held = f"held.{keywords.WORDS_COLUMN} @@ phraseto_tsquery('english', {words})"
    return f"{row} IN (SELECT held.id FROM interactions held WHERE {held})"


@compiles(Holds, "mysql", "mariadb")
def _by_fulltext(element: Holds, compiler: Any, **kwargs: Any) -> str:
    row, _, _, stems = (compiler.process(each, **kwargs) for each in element.clauses)
    held = f"MATCH (held.{keywords.WORDS_COLUMN}) AGAINST ({stems} IN BOOLEAN MODE)"
    return f"{row} IN (SELECT held.id FROM interactions held WHERE {held})"
