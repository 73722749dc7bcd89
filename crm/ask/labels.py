"""From the header of an export to the words people use for that column."""

from __future__ import annotations

import re

from crm.ask.lexicon import phrases
from crm.ask.text import tokens
from crm.ask.words import FIELD_SYNONYMS, GENERIC_LABEL_WORDS, LABEL_SYNONYMS, UNIT_WORDS

SUMMED = frozenset({"total", "avg", "average", "sum", "mean", "max", "min"})
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def spoken(label: str) -> str:
    """`closeDate` and `close_date` as a person would say it."""
    return " ".join(CAMEL.sub(" ", label).replace("_", " ").replace("-", " ").split())


def unit_of(label: str) -> str | None:
    """The unit a header names at its end, as in `resolution_time_hours`."""
    words = [token.fold for token in tokens(spoken(label))]
    return UNIT_WORDS.get(words[-1]) if len(words) > 1 else None


def aliases(ref: str, label: str, entity_words: str, type_: str) -> tuple[str, ...]:
    """What people may call the column, nearest first."""
    said = spoken(label)
    words = [token.fold for token in tokens(said)]
    found = [said, *phrases(FIELD_SYNONYMS.get(ref, ""))]
    without_unit = [word for word in words if word not in UNIT_WORDS]
    content = [word for word in words if word not in GENERIC_LABEL_WORDS]
    own = set(entity_words.split())
    bare = content[1:] if content[:1] and content[0] in SUMMED else []
    spellings = (bare, without_unit, content, [word for word in content if word not in own])
    found += [" ".join(chosen) for chosen in spellings if chosen and chosen not in (["name"], ["time"])]
    if type_ != "id":
        found += [synonym for word in content for synonym in phrases(LABEL_SYNONYMS.get(word, ""))]
    if len(content) > 1:
        found += [" ".join(_swapped(word, synonym, content)) for word in content for synonym in _short(word)]
    found += [word for word in content if len(content) > 1 and len(word) > 3]  # a part of a header, last of all
    if entity_words and content and type_ not in {"date", "datetime"}:  # `tasks due` is tasks, not a column
        found.append(f"{entity_words} {' '.join(content)}")
    return tuple(dict.fromkeys(found))


def _short(word: str) -> list[str]:
    return [synonym for synonym in phrases(LABEL_SYNONYMS.get(word, "")) if " " not in synonym]


def _swapped(word: str, synonym: str, words: list[str]) -> list[str]:
    return [synonym if each == word else each for each in words]
