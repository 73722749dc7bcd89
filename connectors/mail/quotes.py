"""Which lines of a message are somebody else's: quoted above, below or between the answers."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.mail.headings import Heading, heading_at, is_caption, is_forward, is_rule, plain
from connectors.mail.kinds import Kind, Marks


def mark_quotes(lines: Sequence[str], marks: Marks, *, forwards: bool, replies: bool) -> None:
    """Marks what is quoted.

    Args:
        lines: of the whole message.
        marks: a kind for each; what the markup told of them is there already.
        forwards: the subject says that this mail passes another one on: what it passes on stays.
        replies: the subject says that this mail answers another one.
    """
    number = 0
    if (alone := _only_quoted(lines, marks)) is not None:
        marks[alone] = Kind.WEAK
    while number < len(lines):
        if _is_quoted(lines, marks, number):
            end = _end_of_quoted(lines, marks, number)
            if _brings_forward(lines, number, end):
                _keep(marks, number)
                return
            marks[number:end] = [Kind.QUOTE] * (end - number)
            number = end
            continue
        if is_forward(lines[number]):
            _keep(marks, number)
            return
        heading = heading_at(lines, number) if marks[number] in {Kind.SAID, Kind.REST} else None
        opened = marks[number] == Kind.REST
        if heading is None and not opened:
            number += 1
            continue
        answers = replies or (heading is not None and heading.says_who)
        if forwards or (not answers and not _said(lines, marks, number)):
            _keep(marks, number)
            return
        number = _quote_under(lines, marks, number, heading, to_the_end=opened)


def _quote_under(lines: Sequence[str], marks: Marks, number: int, heading: Heading | None, *, to_the_end: bool) -> int:
    """Marks a heading and what stands under it; gives the line to go on with."""
    end = heading.end if heading else number + 1
    below = end
    while below < len(lines) and not plain(lines[below]):
        below += 1
    marked = below < len(lines) and (_is_quoted(lines, marks, below) or marks[below] == Kind.WEAK)
    if marked and not to_the_end:
        marks[number:below] = [Kind.QUOTE] * (below - number)
        while below < len(lines) and marks[below] == Kind.WEAK:
            marks[below] = Kind.QUOTE
            below += 1
        return below
    if to_the_end or (heading and heading.sure):
        _with_line_above(lines, marks, number)
        marks[number:] = [Kind.QUOTE] * (len(lines) - number)
        return len(lines)
    return end


def _with_line_above(lines: Sequence[str], marks: Marks, number: int) -> None:
    above = number - 1
    while above >= 0 and not plain(lines[above]):
        above -= 1
    if above >= 0 and (is_rule(lines[above]) or is_caption(lines[above])):
        marks[above:number] = [Kind.QUOTE] * (number - above)


def _is_quoted(lines: Sequence[str], marks: Marks, number: int) -> bool:
    return marks[number] == Kind.QUOTE or (marks[number] == Kind.SAID and lines[number].lstrip().startswith(">"))


def _only_quoted(lines: Sequence[str], marks: Marks) -> int | None:
    """One ">" in a whole message, between what the sender wrote, may be his own sign; below a heading it is a quote."""
    quoted = [number for number in range(len(lines)) if _is_quoted(lines, marks, number)]
    if len(quoted) != 1 or not _said(lines, marks, quoted[0]):
        return None
    return quoted[0] if any(plain(line) for line in lines[quoted[0] + 1 :]) else None


def _end_of_quoted(lines: Sequence[str], marks: Marks, number: int) -> int:
    """After the last quoted line of this stretch; blank lines between quoted ones belong to it."""
    end = number + 1
    for later in range(number + 1, len(lines)):
        if _is_quoted(lines, marks, later):
            end = later + 1
        elif plain(lines[later]):
            break
    return end


def _brings_forward(lines: Sequence[str], start: int, end: int) -> bool:
    """A program's quote box that begins as a forwarded message is one."""
    first = next((number for number in range(start, end) if plain(lines[number])), None)
    return first is not None and not lines[first].lstrip().startswith(">") and is_forward(lines[first])


def _said(lines: Sequence[str], marks: Marks, end: int) -> bool:
    return any(marks[number] == Kind.SAID and plain(lines[number]) for number in range(end))


def _keep(marks: Marks, start: int) -> None:
    marks[start:] = [Kind.SAID] * (len(marks) - start)
