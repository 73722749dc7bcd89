"""Where a signature begins: at dashes, a closing, the sender's name, or a block of contacts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from connectors.mail.headings import ADDRESS, plain
from connectors.mail.kinds import Kind, Marks
from connectors.mail.words import expression

MOST_LINES = 15  # filled lines of a signature; under the dashes of the standard twice that
LONGEST_LINE = 100
LONGEST_CLOSING = 70
DASHES = re.compile(r"^\s*(?:--+|[—–]|_{2,}|={4,}|\*{4,}|~{3,})\s*$")
LINK = re.compile(r"[<(\[]*https?://\S*|<[^>]*>?$")
DASHED_NAME = re.compile(
    r"^\s*[-–—~]{1,2}(?:\s?[A-ZÀ-ÖØ-ÞА-Я][\w.'’-]*|[a-z]\w+)(?:\s[A-ZÀ-ÖØ-ÞА-Я][\w.'’-]*){0,2}\.?\s*$"
)
BULLET = re.compile(r"^\s*(?:[-–—*•·+]+\s|\d+[.)])")
PHONE = re.compile(r"(?:\+|\(|\b0|\d{3})[\d\s().\-/]{6,}\d")
WEB = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|de|fr|es|it|nl|ch|at|co|io|eu|ai|uk)\b", re.IGNORECASE
)
WORD = r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*"
PARTICLES = r"(?:(?:von|van|de|der|den|la|le|di|da|del|zu|bin|al|el|y)\s+)*"
NAME = re.compile(rf"^\W{{0,3}}{PARTICLES}{WORD}(?:[,\s]+{PARTICLES}{WORD}){{0,4}}\W{{0,3}}$")
ONE_WORD = re.compile(r"^\W{0,3}\w{1,14}\W{0,3}$")
SENTENCE = re.compile(r"[?;:]$|(?:\S+\s+){6,}\S+[.!]$")
MOBILE = r"^\W*{signatures.mobile}(?:[ \t]+[^\s,.;:!?]+){0,11}[.!]?(?:[\s,.;–-]+{signatures.excuses}.{0,60})?\W*$"
CLOSING = r"^\W{0,3}{signatures.closings}(?:\s*[,/&|+]?\s*{signatures.closings})?\W{0,4}$"
CLOSING_AND_NAME = r"^\W{0,3}{signatures.closings}[\s,.!–-]+(?P<name>\S+(?:\s\S+){0,2})$"
THANKS = r"^\W{0,3}{signatures.thanks}"
CONTACT = r"(?:^|[\s|,(*])(?:{signatures.contact})(?:$|[\s|,:)*])"


def mark_signatures(lines: Sequence[str], marks: Marks, sender: frozenset[str]) -> None:
    """Marks the signature at the end of each stretch that the sender wrote.

    Args:
        lines: of the whole message.
        marks: what is quoted is marked already.
        sender: the words of the sender's name and address, casefolded.
    """
    first = next((number for number, line in enumerate(lines) if marks[number] == Kind.SAID and plain(line)), None)
    for stretch in _stretches(lines, marks):
        own = [number for number in stretch if plain(lines[number])]
        end = stretch.stop
        while own and own[-1] != first and _is_mobile(lines[own[-1]]):
            end = own.pop()
        start = _start(lines, own, sender, first, end)
        marks[start : stretch.stop] = [
            Kind.SIGNATURE if mark == Kind.SAID else mark for mark in marks[start : stretch.stop]
        ]


def _start(lines: Sequence[str], own: list[int], sender: frozenset[str], first: int | None, end: int) -> int:
    """Where the signature begins. Above dashes or contacts there may still be a closing with the name."""
    found: int | None = next((at for rule in BLOCKS if (at := rule(lines, own, sender, first)) is not None), None)
    if found is not None:
        end, own = found, [number for number in own if number < found]
    start = next((at for rule in ENDINGS if (at := rule(lines, own, sender, first)) is not None), end)
    above = [number for number in own if number < start]
    while above and above[-1] != first and DASHES.match(lines[above[-1]][:LONGEST_LINE]):
        start = above.pop()
    return start


def _stretches(lines: Sequence[str], marks: Marks) -> Iterator[range]:
    """What stands between quotes; notices and what markup calls a signature do not part it."""
    start = None
    for number in range(len(lines) + 1):
        inside = number < len(lines) and marks[number] == Kind.SAID
        if inside and start is None:
            start = number
        elif not inside and start is not None:
            yield range(start, number)
            start = None


def _is_mobile(line: str) -> bool:
    return bool(expression(MOBILE).match(LINK.sub("", plain(line)[:LONGEST_LINE])))


def _after_dashes(lines: Sequence[str], own: list[int], _: frozenset[str], first: int | None) -> int | None:
    for place in range(max(0, len(own) - 2 * MOST_LINES - 1), len(own)):
        number = own[place]
        if number == first or not DASHES.match(lines[number][:LONGEST_LINE]):
            continue
        under = [plain(lines[later]) for later in own[place + 1 :]]
        standard = lines[number].rstrip("\r\n") in {"-- ", "--"}
        if (
            len(under) <= (2 * MOST_LINES if standard else MOST_LINES)
            and _short(under)
            and (standard or _personal(under))
        ):
            return number
    return None


def _after_closing(lines: Sequence[str], own: list[int], sender: frozenset[str], first: int | None) -> int | None:
    for place in range(max(0, len(own) - MOST_LINES), len(own)):
        number = own[place]
        line = plain(lines[number])[:LONGEST_CLOSING]
        if number == first or BULLET.match(line):
            continue
        under = [plain(lines[later]) for later in own[place + 1 :]]
        named = expression(CLOSING_AND_NAME).match(line)
        if named and sender & _name_words(named["name"]) and _signs(under):
            return number
        if not expression(CLOSING).match(line):
            continue
        if not under and not expression(THANKS).match(line):
            return number
        if under and _is_name(under[0], sender) and _signs(under[1:]):
            return number
    return None


def _after_name(lines: Sequence[str], own: list[int], sender: frozenset[str], first: int | None) -> int | None:
    for place in range(max(0, len(own) - MOST_LINES), len(own)):
        number = own[place]
        line = plain(lines[number])
        words = _name_words(line)
        if number == first or not words or BULLET.match(line):
            continue
        own_name = bool(words & sender) and len(words) <= 5 and _is_name(line, sender)
        if own_name and _signs([plain(lines[later]) for later in own[place + 1 :]]):
            return number
    return None


def _dashed_name(lines: Sequence[str], own: list[int], _: frozenset[str], first: int | None) -> int | None:
    for place in range(max(0, len(own) - 3), len(own)):
        number = own[place]
        if number == first or not DASHED_NAME.match(plain(lines[number])):
            continue
        listed = place > 0 and BULLET.match(lines[own[place - 1]])
        if not listed and _short([plain(lines[later]) for later in own[place + 1 :]]):
            return number
    return None


def _contacts(lines: Sequence[str], own: list[int], _: frozenset[str], first: int | None) -> int | None:
    """A last paragraph that mostly tells how to reach somebody, with the name above it."""
    if not own:
        return None
    place = len(own) - 1
    while place > 0 and own[place] - own[place - 1] == 1 and len(own) - place <= MOST_LINES:
        place -= 1
    block = [plain(lines[number]) for number in own[place:]]
    if len(block) > MOST_LINES or not _short(block):
        return None
    telling = sum(_is_contact(line) for line in block)
    announced = place > 0 and plain(lines[own[place - 1]]).endswith(":")
    if announced or own[place] == first or telling < 2 or telling * 2 < len(block):
        return None
    return own[place] if _is_name(block[0], frozenset()) or telling * 4 >= len(block) * 3 else None


Rule = Callable[[Sequence[str], list[int], frozenset[str], int | None], int | None]
BLOCKS: tuple[Rule, ...] = (_after_dashes, _contacts)
ENDINGS: tuple[Rule, ...] = (_after_closing, _after_name, _dashed_name)


def _name_words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]{2,}", text.casefold()))


def _is_name(line: str, sender: frozenset[str]) -> bool:
    if len(line) > LONGEST_LINE // 2 or SENTENCE.search(line):
        return False
    return bool(NAME.match(line) or ONE_WORD.match(line) or (_name_words(line) and _name_words(line) <= sender))


def _is_contact(line: str) -> bool:
    return bool(
        PHONE.search(line)
        or ADDRESS.search(line)
        or WEB.search(line)
        or expression(CONTACT).search(line[:LONGEST_LINE])
    )


def _short(under: list[str]) -> bool:
    return (
        all(len(line) <= LONGEST_LINE for line in under)
        and sum(bool(SENTENCE.search(line)) for line in under) <= len(under) // 4
    )


def _personal(under: list[str]) -> bool:
    return bool(under) and (
        any(_is_contact(line) for line in under) or (len(under) <= 3 and _is_name(under[0], frozenset()))
    )


def _signs(under: list[str]) -> bool:
    """Whether lines under a name belong to the signature."""
    if not under:
        return True
    if not _short(under):
        return False
    fitting = sum(_is_contact(line) or bool(NAME.match(line)) or _is_mobile(line) for line in under)
    return len(under) <= 2 or fitting * 2 >= len(under)
