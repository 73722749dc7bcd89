"""A message cut into what its sender said and what is around it: quotes, signatures, notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from connectors.mail.kinds import Kind, Marks
from connectors.mail.notices import mark_notices
from connectors.mail.quotes import mark_quotes
from connectors.mail.signatures import mark_signatures
from connectors.mail.subjects import starts_forward, starts_reply

MOST_LINES = 20_000  # what is longer no person wrote: all of it is kept
BLANKS = re.compile(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*){2,}")


@dataclass(frozen=True)
class Piece:
    """Some lines of one kind with their breaks; all pieces of a message joined are the message."""

    kind: Kind
    text: str


def cut(
    text: str, *, subject: str = "", sender: frozenset[str] = frozenset(), marks: Sequence[Kind] = ()
) -> list[Piece]:
    """The pieces of a message, in order.

    Args:
        text: all that can be read of it, lines parted by line feeds.
        subject: tells a forward or a reply by its prefix.
        sender: casefolded words of the sender's name and address, by which a signature is known.
        marks: what the markup told of each line, where there was some.
    """
    lines = text.split("\n")
    kinds: Marks = list(marks) or [Kind.SAID] * len(lines)
    if len(lines) <= MOST_LINES:
        _mark(lines, kinds, subject, sender)
    kinds = [Kind.SAID if kind in {Kind.WEAK, Kind.REST} else kind for kind in kinds]
    ended = [line + "\n" for line in lines[:-1]] + lines[-1:]
    grouped = groupby(zip(kinds, ended, strict=True), key=lambda pair: pair[0])
    return [Piece(kind, "".join(line for _, line in pairs)) for kind, pairs in grouped]


def _mark(lines: Sequence[str], kinds: Marks, subject: str, sender: frozenset[str]) -> None:
    mark_quotes(lines, kinds, forwards=starts_forward(subject), replies=starts_reply(subject))
    kinds[:] = [Kind.SAID if kind in {Kind.WEAK, Kind.REST} else kind for kind in kinds]
    mark_notices(lines, kinds)
    mark_signatures(lines, kinds, sender)


def said(pieces: Sequence[Piece]) -> str:
    """What the sender wrote in this message."""
    return BLANKS.sub("\n\n", "".join(piece.text for piece in pieces if piece.kind == Kind.SAID)).strip()
