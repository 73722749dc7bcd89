"""Where a question holds something against an average: how it says so, and of what the average is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crm.ask.words import COMPOUND, NUMBER_WORDS


def _phrases(line: str) -> str:
    found = sorted((each.strip() for each in line.split(",")), key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in found if each)


ABOVE, BELOW = (_phrases(COMPOUND["above"][op]) for op in ("gt", "lt"))
MORE, LESS = (_phrases(COMPOUND["comparative"][op]) for op in ("gt", "lt"))
MEANS = {word.strip(): kind for kind, line in COMPOUND["means"].items() for word in line.split(",")}
MEAN = "|".join(sorted(MEANS, key=len, reverse=True))
OVERALL = re.compile(
    rf"\b(?P<sign>{ABOVE}|{BELOW})\s+(?:our|the)\s+(?:overall|general|global|company(?:[- ]wide)?|team)"
    r"\s+(?P<of>[^,;:?!.()]+)",
    re.IGNORECASE,
)
TIMES = COMPOUND["times"]
NUMBERS = {word: float(number) for word, number in NUMBER_WORDS.items() if number > 1}
MULTIPLE = (
    rf"(?P<multiple>(?:(?:{_phrases(','.join(TIMES))})|(?:{_phrases(','.join(NUMBERS))})\s+times|\d+(?:\.\d+)?\s*(?:x|times))"
    r"(?:\s+(?:of|as much as))?"
    r"|(?P<percent>\d+(?:\.\d+)?)\s*(?:%|percent)\s*(?P<way>above|over|more than|higher than|below|under|less than|of))"
)
SIGN = rf"(?P<sign>(?:at least|at most|no more than|more than|less than|{ABOVE}|{BELOW}))"
LEAD = r"(?P<lead>(?:(?!(?:by|per|with|and|or|for|on|in)\b)[\w’']+\s+){0,5}?)"
HELD = re.compile(rf"\b{SIGN}\s+(?:{MULTIPLE}\s+)?{LEAD}(?P<mean>{MEAN})\b(?P<rest>[^,;:?!.()]*)", re.IGNORECASE)
MULTIPLIED = re.compile(rf"\b{MULTIPLE}\s+{LEAD}(?P<mean>{MEAN})\b(?P<rest>[^,;:?!.()]*)", re.IGNORECASE)
WHOLE = re.compile(
    rf"\b{SIGN}\s+(?:that\s+of\s+)?(?P<whole>{_phrases(COMPOUND['lead']['whole'])})(?:['’]s)?(?:\s+(?:as\s+a\s+whole|overall))?"
    r"(?=\s*(?:[,;:?!.()]|$))",
    re.IGNORECASE,
)
BESIDE_NOUN = re.compile(
    rf"\b(?P<way>above|below|over|under)[- ](?P<mean>{MEAN})\s+(?P<noun>\w+(?:\s+\w+){{0,2}})", re.IGNORECASE
)
COMPARED = re.compile(rf"\b(?P<word>{MORE}|{LESS})\s+(?P<what>(?:[\w’'-]+\s+){{0,4}})$", re.IGNORECASE)
SAME = re.compile(
    rf"^(?:{_phrases(COMPOUND['lead']['same'])})(?:\s+own)?\s+(?P<what>\w+)(?:\s*['’]?s)?$", re.IGNORECASE
)
PLAIN = frozenset(each.strip() for each in COMPOUND["lead"]["plain"].split(","))
JOINING = re.compile(
    r"^(?:of|across|among|amongst|for|over|in|per|at|on|from|a)\b\s*(?:all\s+)?(?:the\s+|our\s+)?", re.IGNORECASE
)
LASTING = frozenset({"longer", "shorter", "slower", "faster", "quicker", "older", "younger"})
COUNTED = frozenset({"more", "fewer", "less"})
APART = frozenset("to when that which who whose and but or with since before after until".split())  # noqa: SIM905
MOST_SPLITS = 4


@dataclass(frozen=True)
class Yardstick:
    """A question cut around its average: what stands before and behind, and what the average is of."""

    before: str
    after: str
    sign: str  # over, under, at least, at most
    times: float
    mean: Literal["avg", "median"]
    word: str
    lead: str  # what narrows it before its word
    of: str  # and behind
    same: str | None = None  # the column whose rows it is taken of
    whole: bool = False

    @property
    def lasts(self) -> bool:
        """Whether it is days that are compared."""
        said = COMPARED.search(f"{self.before.rstrip()} ")
        return said is not None and said["word"].casefold() in LASTING

    @property
    def twofold(self) -> bool:
        """Whether it is an average that is held against the average."""
        return re.search(rf"\b(?:{MEAN})\b", self.before, re.IGNORECASE) is not None

    def main(self, number: str, *, named: bool = False) -> str:
        """The question with a number for the average; where only that names the figure, with the name."""
        before, what = f"{self.before} with {self.of}" if named else self.before, ""
        if (said := COMPARED.search(f"{before.rstrip()} ")) is not None:
            before, what = before[: said.start()], said["what"].strip()
            if said["word"].casefold() not in COUNTED | LASTING and what:
                before, what = f"{before}{what} ", ""
        return " ".join(f"{before} {self.sign} {number} {what} {self.after}".split())


def find(text: str) -> Iterator[Yardstick]:
    """The ways to cut a question around an average, the likeliest first."""
    if (match := BESIDE_NOUN.search(text)) is not None and not JOINING.match(match["noun"]):
        yield from _beside_noun(text, match)
    if (match := HELD.search(text) or MULTIPLIED.search(text)) is not None:
        yield from _cut(text, match)
    elif (match := WHOLE.search(text)) is not None:
        before, sign = text[: match.start()], _sign(text[: match.start()], match["sign"])
        if sign:
            yield Yardstick(before, text[match.end() :], sign, 1, "avg", "average", "", "", whole=True)
    elif (match := OVERALL.search(text)) is not None and (sign := _sign(text[: match.start()], match["sign"])):
        yield Yardstick(text[: match.start()], text[match.end() :], sign, 1, "avg", "", "", match["of"].strip())


def _cut(text: str, match: re.Match[str]) -> Iterator[Yardstick]:
    said = match.groupdict()
    before = text[: match.start()]
    sign = _sign(before, said.get("sign") or "over")
    lead = " ".join((said["lead"] or "").replace("’", "'").replace("'s", " s").split())
    if sign is None:
        return
    times = _times(said)
    same = _same(lead)
    narrowing = "" if same else " ".join(word for word in lead.split() if word.casefold() not in PLAIN)
    word = said["mean"].casefold()
    kind: Literal["avg", "median"] = "median" if MEANS[word] == "median" else "avg"
    told = "median" if kind == "median" else "average"
    for of, rest in _splits(said["rest"]):
        after = f"{rest}{text[match.end() :]}"
        own = same or _same(of)
        yield Yardstick(before, after, sign, times, kind, told, narrowing, "" if own else of, own)


def _same(words: str) -> str | None:
    said = SAME.match(words.removesuffix(" s"))
    return said["what"] if said else None


def _splits(rest: str) -> Iterator[tuple[str, str]]:
    """How much of what follows belongs to the average: as much as may be, then nothing."""
    words = rest.split()
    for many in range(min(len(words), 8), max(0, min(len(words), 8) - MOST_SPLITS), -1):
        of = JOINING.sub("", " ".join(words[:many]))
        of = " ".join(word for word in of.split() if word.casefold() not in {"we", "have", "had", "s"})
        if of and of.split()[0].casefold() not in APART:
            yield of, " " + " ".join(words[many:])
    yield "", f" {' '.join(words)}"


def _beside_noun(text: str, match: re.Match[str]) -> Iterator[Yardstick]:
    """`Above-average open deals`: the noun is what is held against its own average."""
    sign = "over" if match["way"].casefold() in {"above", "over"} else "under"
    words = match["noun"].split()
    kind: Literal["avg", "median"] = "median" if MEANS[match["mean"].casefold()] == "median" else "avg"
    for many in range(len(words), 0, -1):
        behind = " ".join(words[many:]) + text[match.end() :]
        before = f"{text[: match.start()]}{' '.join(words[:many])} "
        yield Yardstick(before, f" {behind}", sign, 1, kind, match["mean"].casefold(), "", "")


def _sign(before: str, sign: str) -> str | None:
    """Which way the limit goes: `than` goes the way of the word of comparison before it."""
    word = " ".join(sign.casefold().split())
    if word in {"at least", "at most"}:
        return word
    if word == "no more than":
        return "at most"
    if word != "than":
        return "under" if word == "less than" or re.fullmatch(BELOW, word) else "over"
    said = COMPARED.search(f"{before.rstrip()} ")
    if said is None:
        return None
    return "over" if re.fullmatch(MORE, said["word"], re.IGNORECASE) else "under"


def _times(said: dict[str, str | None]) -> float:
    if (percent := said.get("percent")) is not None:
        way = (said["way"] or "").casefold()
        part = float(percent) / 100
        return part if way == "of" else 1 - part if way in {"below", "under", "less than"} else 1 + part
    multiple = re.sub(r"\s*\b(?:times|of|as much as|x)\b\s*|x$", " ", (said.get("multiple") or "").casefold()).strip()
    if not multiple:
        return 1.0
    return float(TIMES.get(multiple) or NUMBERS.get(multiple) or multiple)
