"""What is said around two figures: of whom they are told, who comes first, what narrows both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.ask.compound.divisions import STOP, Division, phrases
from crm.ask.words import COMPOUND, NUMBER_WORDS

DESC, ASC = (phrases(COMPOUND["order"][way]) for way in ("desc", "asc"))
FILLER = phrases(COMPOUND["divided"]["filler"])
FIRST = re.compile(rf"\b(?:(?P<desc>{DESC})|(?P<asc>{ASC}))\b", re.IGNORECASE)
LEAD = re.compile(rf"^(?:(?:{FILLER})\b\s*)+", re.IGNORECASE)
TAIL = re.compile(rf"(?:\s*\b(?:{FILLER}))+$", re.IGNORECASE)
WHICH = re.compile(
    r"^(?P<before>.*?)\b(?:which|what)\s+(?:of\s+(?:the|our)\s+)?(?:(?P<many>\w+)\s+)??(?P<group>[\w’'-]+)\s+"
    r"(?:has|have|had|gets?|got|shows?|makes?|made|does|do|did|with|is|are|owns?)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
WHO = re.compile(
    r"^(?P<before>.*?)\bwho(?:\s+(?:has|have|had|gets?|got|makes?|made|is)|[’']s got)\b(?P<rest>.*)$", re.IGNORECASE
)
WHOSE = re.compile(r"^(?P<before>.*?)\bwhose\b(?P<rest>.*)$", re.IGNORECASE)
GROUP = re.compile(
    r"\b(?:by|per|for each|for every|across(?: all)?(?: the| our)?|(?:of|in|within|at|from) (?:each|every)|each|every"
    r"|among(?:st)?(?: all)?(?: the| our)?|broken down by|split by|grouped by)\s+(?P<group>[\w’'-]+)",
    re.IGNORECASE,
)
ASKED = re.compile(r"\b(?:which|what)\s+(?P<group>[\w’'-]+)\s*$", re.IGNORECASE)
NOT_GROUPS = frozenset({"count", "number", "value", "head", "amount", "far", "numbers", "chance", "time", "us", "all"})


@dataclass(frozen=True)
class Around:
    """Both figures in bare words, and what is said of them."""

    one: str
    other: str
    group: str
    more: str
    descending: bool | None
    limit: int | None


class Words:
    """What is left of the words around two figures while they are sorted."""

    def __init__(self, division: Division) -> None:
        self.one, self.beside, self.group, self.many = division.one, division.around, "", ""
        self.order: re.Match[str] | None = None

    def asked(self) -> None:
        """`Which two reps have the fewest …`, `who has …`: of whom the figures are told."""
        for pattern, who in ((WHICH, ""), (WHO, "rep"), (WHOSE, "account")):
            if (match := pattern.match(self.one)) is not None:
                self.group = who or match["group"]
                self.many = "" if who else match["many"] or ""
                self.one, self.beside = match["rest"], f"{match['before']} | {self.beside}"
                return

    def first(self, words: str) -> str:
        """Words without the one that says who comes first."""
        found = None if self.order else FIRST.search(words)
        self.order = self.order or found
        return f"{words[: found.start()]} {words[found.end() :]}" if found else words

    def narrowing(self, piece: str) -> str | None:
        """What a piece says of both figures; None where it names other groups than another one did."""
        found = GROUP.search(piece) or ASKED.search(piece)
        if found is not None and found["group"].casefold() not in NOT_GROUPS:
            if self.group and _one(self.group) != _one(found["group"]):
                return None
            self.group = found["group"]
            piece = f"{piece[: found.start()]} {piece[found.end() :]}"
        if self.group:
            piece = re.sub(r"\bwho\b", " ", self.first(piece))
        return bare(piece)


def around(division: Division) -> Around | None:
    """The words around, sorted; None where two different groups are named."""
    words = Words(division)
    words.asked()
    one = words.first(words.one)
    pieces = [words.narrowing(piece) for piece in re.split(rf"{STOP}|\|", words.beside)]
    if any(piece is None for piece in pieces):
        return None
    more = " ".join(piece for piece in pieces if piece)
    number = int(NUMBER_WORDS.get(words.many.casefold(), int(words.many) if words.many.isdigit() else 1))
    descending = None if words.order is None else words.order["desc"] is not None
    return Around(bare(one), bare(division.other), words.group, more, descending, number)


def _one(noun: str) -> str:
    return noun.casefold().removesuffix("s")


def bare(words: str) -> str:
    """Without what asks and says nothing."""
    words = " ".join(words.replace("’", "'").split()).strip(" -'\"")
    while (shorter := TAIL.sub("", LEAD.sub("", words)).strip()) != words:
        words = shorter
    return words
