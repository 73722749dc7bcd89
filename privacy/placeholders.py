"""What stands in a redacted text for what was taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm.placeholders import ANY


class Mark(NamedTuple):
    """A stretch of text to hide: `type` is Presidio's name for it, `placeholder` what is shown in its place."""

    start: int
    end: int
    type: str
    placeholder: str


def placeholder_for(kind: str) -> str:
    return f"<{kind}>"


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Placeholders that are there already: a text may be redacted twice."""
    if "[" not in text and "<" not in text:
        return []
    return [match.span() for match in ANY.finditer(text)]


def replace(text: str, marks: Sequence[Mark]) -> str:
    """The text with its marks (in order, not overlapping) replaced."""
    parts, position = [], 0
    for mark in marks:
        parts += [text[position : mark.start], mark.placeholder]
        position = mark.end
    return "".join([*parts, text[position:]])
