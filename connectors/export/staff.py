"""Columns that name a person of the team by what the person does: an engineer, a recruiter, "sold by"."""

from __future__ import annotations

import re

from connectors.export.columns import Column
from connectors.export.lexicon import lexicon

MOSTLY = 0.9  # of the values that have to look like names of persons
FEWER = 0.5  # distinct values to rows: a team is smaller than what it does
_STAFF = lexicon("staff")
_DONE_BY = lexicon("by_staff")
_THEIRS = frozenset({"client", "customer", "hiring", "company", "their", "external", "candidate"})
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){1,3}")
_PARTICLE = 3  # letters that a small word inside a name has at most: van, de, al


def names_staff(column: Column) -> bool:
    """Whether the header is a role of the team and the values are names of few persons."""
    spoken = column.words
    if not spoken or column.type not in {"category", "text"} or not column.counts:
        return False
    role = spoken[-1] in _STAFF or (spoken[-1] == "by" and len(spoken) > 1 and spoken[-2] in _DONE_BY)
    if not role or (column.filled >= 8 and column.uniqueness > FEWER):
        return False
    if set(spoken) & _THEIRS:
        return False
    return sum(map(_is_person, column.counts)) >= len(column.counts) * MOSTLY


def _is_person(value: str) -> bool:
    parts = value.split()
    inner = range(1, len(parts) - 1)
    small = all(part[:1].isupper() or (at in inner and len(part) <= _PARTICLE) for at, part in enumerate(parts))
    return bool(_PERSON.fullmatch(value)) and small
