"""Cuts a message into clauses: what people mean by one breath, with or without punctuation."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

TEXT_LIMIT = 8_000  # characters of a message that are read; all of it is kept
ARROWS = frozenset({"->", "=>", "\u2192"})  # marks: "Globex -> Proposal"
_HALVES = re.compile(r"[\ud800-\udfff]")
_CONTROL = re.compile(
    r"\x1b\[[\d;]*[A-Za-z]|[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bInc)(?<!\bLtd)(?<!\bCorp)(?<!\bCo)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bSte)(?<!\bMt)(?<!\bFt)(?<!\bapprox)(?<!\bRs)(?<!\bvs)(?<!\d tys)(?<!\d Tsd)(?<!\d tsd)(?<!\d tis)(?<!\d mln)(?<!\d mio)(?<!\d Mio)(?<!\d mill)(?<!\bing)(?<!\bIng)(?<!\bHr)(?<!\bFr)(?<!\bDhr)(?<!\bSr)(?<!\bSra)(?<!\bDra)(?<!\bSig)(?<!\bMlle)(?<!\bMme)(?<!\bEngr)(?<!\bCapt)(?<!\bEng)(?<!\bArch)(?<!\bProf)(?<!\bSrta)(?<!\bDipl)(?<!\bLic)(?<!\bDott)"
    r"(?<![\s.]\d\.\d)(?<![\s.]\d\d\.\d)(?<![\s.]\d\.\d\d)(?<![\s.]\d\d\.\d\d)\.(?=\s|$)(?!(?<=\bno\.|\bNo\.)\s*#?\d)(?!(?<=\d\.)\s+(?:Jan|Feb|M[a\u00e4]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[zc]))|(?<=[a-z]{3})\.(?=[A-Z])|(?<=\d\.\d\.|\.\d\d\.)\s+(?=[^\W\d_a-z])|[!?]+|;|\n+|(?<=[\w.)])\s*[\U0001F600-\U0001F64F\U0001F44D\U0001F44E\U0001F389\U0001F680\U0001F525\u2705\u274C\u26A0\uFE0F\U0001F910-\U0001F92F]+(?=\s|$)|(?<!\d)(?<!\bw)\s/\s(?!\d)|\s(?!->\s\D{0,2}\d)[-\u2013\u2014\u2022*>|]+\s|^\s*[-*\u2022\u2013]\s*|\s//\s|(?:^|(?<=\s))\(?[1-9]\)\s(?=\S)|(?<!\d)(?<!\d[kKmM])\s(?:->|\u2192)\s(?!\D{0,2}\d)|\u2026|\.{2,}"
)
_BREATH = re.compile(
    r"(?<!\bsorry)(?<!\bno)(?<!\bwait)(?<!\bactually)(?<!\bmean)(?<!\bscratch that)(?<!\bstrike that)(?<!\bmake that),\s+(?!(?:no|nope|sorry|wait|actually|rather|i mean|make (?:that|it)|scratch that|oops|or rather)\b)|\s(?:and|but|so|then|und|dann|also|plus|&|\+)\s(?:then\s)?|\s\(|\)|:\s(?!\d)",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"[\s,.\u2013\u2014-]*(?:(?:and|then|like|no|nope|sorry|wait|actually|rather|oops|correction|err?|um|uh|i mean|make that|scratch that|ha?ng on|hold on|strike that|let me think|quatsch|nein|not|"
    r"my bad|i meant|well|or)\b[\s,.\u2013\u2014-]*){1,6}(?:(?:its?|it's|on|by|for|that is)\b\s*)?",
    re.IGNORECASE,
)
_TURNED = re.compile(  # "240k for the lot - no I'm mixing things up, 230k"
    r"(?:\s+\w+){0,4}[\s,.\u2013\u2014-]+(?:no|nope|sorry|wait|scratch that)[\s,]+(?:i'?m?|it'?s?|that'?s|make|wait|sorry|hang|hold|my)\b[^.;\d]{0,40}",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"[^.;!?\n\d]{0,40}[\s,]make (?:it|that)\s+(?:on\s+|for\s+|by\s+)?", re.IGNORECASE
)  # "Weds I'm away, make it Friday"
_BUSY_SO = re.compile(  # "no Wednesday he has auditors so it's Thursday"
    r"[\s,]+(?:s?he|they|i|we)(?:(?:'|\u2019)(?:s|re|ve|m)| has| have| is| are| was| were| can(?:'|\u2019)?t|cannot)\b[^.;!?\n]{0,40}?[\s,]+so (?:its|it(?:'|\u2019)s|it is|it(?:'|\u2019)ll be|make it|let(?:'|\u2019)?s (?:say|make it|do)|we (?:said|say|do|agreed(?: on)?|settled on)|we(?:'|\u2019)re on for|better)\s+(?:on |for )?(?:the )?",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:no|nope|sorry|wait|actually|rather|oops|correction|mean|meant|make|scratch|bad|hang on|hold on|strike|quatsch|nein)\b",
    re.IGNORECASE,
)


_FIRST = re.compile(
    r"\b(?:first|then|originally|was|initially|before)\s+(?:it was\s+)?(?:on\s+|for\s+|the\s+)*$", re.IGNORECASE
)
_NOW = re.compile(r"[,;]?\s(?:but |and |it's |is )*now\b(?:\s+(?:it's|its|on|for|is|set|defin\w+|finally|really))*\s+(?:the\s+)?(?:\d|mon|tue|wed|thu|fri|sat|sun|to)", re.IGNORECASE)  # fmt: skip
_OLD_ONE = re.compile(r"\bnot (?:on |the |by |for )*$", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|in place of|and not|, not|(?<=day )not) (?:on |the |for )*$", re.IGNORECASE
)
MOVES_FROM = re.compile(
    r"\b(?:mov(?:ed?|es|ing)|shift\w*|push\w*|bump\w*|p(?:ost|re)pon\w*|reschedul\w*|bring\w*|brought|slip\w*|delay\w*|chang(?:ed?|ing)|swap\w*|put back)\b"
    r"[^.;!?\n]{0,60}\bfrom (?:the )?$|\bfrom (?:the )?$(?<=\bgone from )",
    re.IGNORECASE,
)


class Placed(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class Clause:
    """A stretch of the message; `sentence` numbers the sentence it belongs to, `question` says how that one ends, `line` where it begins.

    `mark` is what parts it from the sentence before: a full stop, a dash, an arrow.
    """

    text: str
    start: int
    end: int
    sentence: int
    question: bool = False
    line: int = 0
    mark: str = ""


def whole(text: str) -> str:
    """The message without halves of characters, which no file and no database takes."""
    return _HALVES.sub("", text)


def clean(text: str) -> str:
    """The message without invisible characters, cut to what is read."""
    return _CONTROL.sub(" ", text[:TEXT_LIMIT]).replace("\r", "\n").replace("\u00a0", " ")


def sentences(text: str) -> list[Clause]:
    """The sentences, lines and bullets of a text in order."""
    found: list[Clause] = []
    start, before = 0, ""
    for match in [*_END.finditer(text), None]:
        end = len(text) if match is None else match.start()
        mark = "" if match is None else match.group()
        if text[start:end].strip():
            line = text.count("\n", 0, start)
            found.append(Clause(text[start:end], start, end, len(found), "?" in mark, line, before.strip()))
        start, before = end if match is None else match.end(), mark
    return found


def breaths(sentence: Clause) -> list[Clause]:
    """A sentence cut where a new thought may begin."""
    found: list[Clause] = []
    start = 0
    for match in [*_BREATH.finditer(sentence.text), None]:
        end = len(sentence.text) if match is None else match.start()
        if sentence.text[start:end].strip():
            found.append(
                Clause(
                    sentence.text[start:end],
                    sentence.start + start,
                    sentence.start + end,
                    sentence.sentence,
                    sentence.question,
                    sentence.line,
                )
            )
        start = end if match is None else match.end()
    return found


def corrected(text: str, found: Sequence[P]) -> list[P]:
    """Without what the speaker took back: of "Tues, no sorry Weds" the first."""
    kept: list[P] = []
    denied = 0  # where what was said not to be it ends: "come Wednesday not Tuesday"
    for item in sorted(found, key=lambda item: item.start):
        if kept:
            gap = text[max(kept[-1].end, denied) : item.start]
            if (
                (len(gap) < 40 and _CORRECTION.fullmatch(gap) and _FIRM.search(gap))
                or (len(gap) < 80 and _TURNED.fullmatch(gap))
                or _MADE.fullmatch(gap)
                or _BUSY_SO.fullmatch(gap)
                or _gave_way(text[: kept[-1].start], gap)
            ):
                kept.pop()
        if kept and _INSTEAD.search(text[: item.start]):
            denied = item.end
        else:
            kept.append(item)
    return kept


def settled(text: str, at: int) -> bool:
    """Whether the day that stands at `at` gave way to a later one: "first Tues, then Thurs, now Friday"."""
    return _FIRST.search(text[:at]) is not None and _NOW.search(text[at:]) is not None


def _gave_way(before: str, gap: str) -> bool:
    """Whether a day is named only as the old one: "not the 27th but the 4th", "moved from Wednesday to Friday"."""
    if _OLD_ONE.search(before) and re.fullmatch(
        r"\s*,?\s*but\s+(?:on\s+|for\s+|rather\s+)?(?:the\s+)?", gap, re.IGNORECASE
    ):
        return True
    return (
        MOVES_FROM.search(before) is not None
        and re.fullmatch(r"\s*(?:to|until|till|->|\u2192)\s+(?:the\s+)?", gap) is not None
    )
