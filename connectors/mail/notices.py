"""Paragraphs that a lawyer, a gateway or a list has put into a message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.mail.headings import plain
from connectors.mail.kinds import Kind, Marks
from connectors.mail.words import listed

LONGEST_HEADING = 40
LONGEST = 4000  # characters of a line that are looked at


def mark_notices(lines: Sequence[str], marks: Marks) -> None:
    """Marks each paragraph that is one, and a heading above it."""
    above: range | None = None
    for paragraph in _paragraphs(lines, marks):
        if _is_notice(" ".join(plain(lines[number], LONGEST) for number in paragraph).casefold().replace("’", "'")):
            start = above.start if above and _is_heading(lines, above) else paragraph.start
            marks[start : paragraph.stop] = [Kind.NOTICE] * (paragraph.stop - start)
        above = paragraph


def _paragraphs(lines: Sequence[str], marks: Marks) -> Iterator[range]:
    """Stretches of lines without a blank one that the sender may have written."""
    start = None
    for number in range(len(lines) + 1):
        inside = number < len(lines) and marks[number] == Kind.SAID and bool(plain(lines[number]))
        if inside and start is None:
            start = number
        elif not inside and start is not None:
            yield range(start, number)
            start = None


def _is_notice(text: str) -> bool:
    if any(phrase in text for phrase in listed("notices", "sure")):
        return True
    return sum(word in text for word in listed("notices", "together")) >= 2 + len(text) // 1000


def _is_heading(lines: Sequence[str], paragraph: range) -> bool:
    text = plain(lines[paragraph.start]).strip(" *:_-[]").casefold()
    return len(paragraph) == 1 and len(text) <= LONGEST_HEADING and text in listed("notices", "headings")
