"""Columns that name a person of the team by what the person does: an engineer, a recruiter, "sold by"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from connectors.export.columns import Column
from connectors.export.lexicon import lexicon
from connectors.export.names import natural_key
from crm.naming import common_words

if TYPE_CHECKING:
    from connectors.export.recognition import Recognised

MOSTLY = 0.9  # of the values that have to look like names of persons
AGAIN = 5  # rows for each person, at least: a client comes back less often than a colleague
KNOWN = 0.8  # of the persons named who have to be in the table of the team
WORDY = frozenset({"category", "text"})
FEWER = 0.5  # distinct values to rows: a team is smaller than what it does
_STAFF = lexicon("staff")
_THINGS = lexicon("things")
_DONE_BY = lexicon("by_staff")
_BY_OTHERS = lexicon("by_others")
_THEIRS = frozenset({"client", "customer", "hiring", "company", "their", "external", "candidate"})
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){1,3}")
_FIRST = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)?")
TEAM = 20  # persons who still go by their first names
USUAL = 0.34  # of first names that are words besides: Mark, Grace
_PARTICLE = 3  # letters that a small word inside a name has at most: van, de, al


def names_staff(column: Column) -> bool:
    """Whether the header is a role of the team and the values are names of few persons."""
    spoken = column.words[:-1] if column.words[-1:] == ("name",) else column.words
    if not spoken or column.type not in {"category", "text"} or not column.counts:
        return False
    if not (spoken[-1] in _STAFF or _done_by(spoken)) or (column.filled >= 8 and column.uniqueness > FEWER):
        return False
    if set(spoken) & _THEIRS:
        return False
    return names_people(column)


def names_people(column: Column) -> bool:
    """Whether the values are names of persons, or those by which a small team calls each other."""
    return names_persons(column) or _first_names(column)


def _first_names(column: Column) -> bool:
    """Whether a small team goes by its first names: few words that are no words of the language, again and again."""
    if len(column.counts) > TEAM or column.filled < len(column.counts) * AGAIN:
        return False
    usual = sum(value.casefold() in common_words() for value in column.counts)
    return all(map(_FIRST.fullmatch, column.counts)) and usual <= len(column.counts) * USUAL


def names_persons(column: Column) -> bool:
    """Whether the values look like names of persons."""
    return bool(column.counts) and sum(map(_is_person, column.counts)) >= len(column.counts) * MOSTLY


def _done_by(spoken: tuple[str, ...]) -> bool:
    """`Held by`, `Inspected by`: what somebody of the team does, and no client."""
    if spoken[-1] != "by" or len(spoken) < 2 or set(spoken) & _BY_OTHERS:
        return False
    return spoken[-2] in _DONE_BY or any(word.endswith("ed") for word in spoken)


def teams(items: Sequence[Recognised]) -> list[int]:
    """The places of tables of the team: few persons, whom the rows of another table name again and again."""
    if not any(item.entity in {"account", "contact"} for item in items):
        return []
    found = []
    for place, item in enumerate(items):
        people = next((c for c in item.columns if c.is_key and c.type in WORDY and names_persons(c)), None)
        if item.entity != "related" or people is None or "account_id" in item.assignment.fields or _of_things(people):
            continue
        own = item.assignment.column("external_id")
        called = [{natural_key(value) for value in column.counts} for column in (people, own) if column is not None]
        others = [column for other in items if other is not item for column in other.columns]
        if any(_names_rows(column, called) for column in others):
            found.append(place)
    return found


def _of_things(column: Column) -> bool:
    """Whether the header says that the names are of houses or ships: "Abbey Gate" may be anybody's name."""
    return bool(set(column.words) & _THINGS)


def _names_rows(column: Column, called: list[set[str]]) -> bool:
    if column.type not in {*WORDY, "id"} or column.filled < len(column.counts) * AGAIN:
        return False
    told = {natural_key(value) for value in column.counts}
    return any(len(told & rows) >= len(told) * KNOWN for rows in called)


def _is_person(value: str) -> bool:
    parts = value.split()
    inner = range(1, len(parts) - 1)
    small = all(part[:1].isupper() or (at in inner and len(part) <= _PARTICLE) for at, part in enumerate(parts))
    return bool(_PERSON.fullmatch(value)) and small
