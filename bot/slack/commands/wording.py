"""The words of a command, taken apart and put together: `add dana@acme.example name="Dana Reyes" role=rep`."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from crm.errors import RejectedError

CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})  # what keyboards make of a quotation mark


@dataclass(frozen=True)
class Words:
    """What followed a verb: `text` as it was typed, `parts` without what was named, and what was named."""

    text: str
    parts: tuple[str, ...]
    named: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.parts)

    @property
    def said(self) -> str:
        """All parts, as one."""
        return " ".join(self.parts)

    @property
    def but_last(self) -> str:
        return " ".join(self.parts[:-1])

    @property
    def last(self) -> str:
        return self.parts[-1] if self.parts else ""


def words_of(text: str) -> Words:
    """Takes a text apart at blanks; what stands in quotation marks is one part.

    Raises:
        RejectedError: a quotation mark has no other.
    """
    lexer = shlex.shlex(text.translate(CURLY), posix=True)
    lexer.whitespace_split, lexer.commenters, lexer.quotes, lexer.escape = True, "", '"', ""
    try:
        found = list(lexer)
    except ValueError:
        raise RejectedError("A quotation mark is missing its other half.") from None
    named: dict[str, str] = {}
    parts: list[str] = []
    for part in found:
        name, equals, value = part.partition("=")
        if equals and name.replace("_", "").isalnum():
            named[name.lower()] = value
        else:
            parts.append(part)
    return Words(text.strip(), tuple(parts), named)


def quoted(value: str) -> str:
    """A value as one part of a command."""
    value = " ".join(value.translate(CURLY).replace('"', "'").split())
    return f'"{value}"' if not value or " " in value else value


def pair(name: str, value: str | None) -> str:
    """A named value; nothing where there is none."""
    return f" {name}={quoted(value)}" if value else ""
