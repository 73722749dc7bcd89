"""What a client means to do: buy more, leave, renew, go higher up. The wordings are data in intents.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from crm.reading.sentences import sentences

WITHIN = 6  # words before a cue in which a “not” is of it
GAP = r"(?:[^\s,;:.!?]+\s+){0,4}?"
CLAUSE = re.compile(r"[,;:.!?()–—]|\s-\s|\b(?:but|however|although|though|because|so that|unless|until)\b")
CONTRACTED = re.compile(r"^[a-z]+n't$")
BEGIN = re.compile(r"[a-z]{3,}(?![a-z]*\?)|[a-z]{3,}(?=[a-z]\?)|[a-z']{2,}(?![a-z?'])")
LONGEST = 600  # characters of a sentence that are looked through


class Intent(BaseModel):
    """`name` as in intents.toml, `text` is the sentence that says it, `about` a competitor that it names."""

    name: str
    text: str = ""
    about: str = ""


@dataclass(frozen=True, eq=False)
class Cue:
    """`needs`: for each part the beginnings of words of which one must be there at all: quicker than looking for it."""

    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]

    def may_stand(self, low: str) -> bool:
        """Whether a sentence that has the first of the needs can have the cue."""
        return all(any(word in low for word in words) for words in self.needs[1:])


@dataclass(frozen=True)
class Wording:
    """One intent as patterns."""

    name: str
    title: str
    cues: tuple[Cue, ...]
    but: tuple[Cue, ...]
    negated: str | None
    only_negated: re.Pattern[str] | None
    either: tuple[Cue, ...]  # mean the same with a “not”


def find_intents(text: str, competitors: Sequence[str] = ()) -> list[Intent]:
    """The intents of a client's words, each once, with the first sentence that says it.

    Args:
        text: what the client said, or what was noted of it.
        competitors: names the team compares itself with.
    """
    found: dict[str, Intent] = {}
    rivals = _rivals(tuple(competitors))
    for sentence in sentences(text):
        low = sentence[:LONGEST].lower().replace("’", "'")
        for name in _said(low):
            found.setdefault(name, Intent(name=name, text=sentence))
        named = rivals.search(sentence) if rivals else None
        if named and not (found.get("competitor") and found["competitor"].about):
            found["competitor"] = Intent(name="competitor", text=sentence, about=named[0])
    order = list(wordings())
    return sorted(found.values(), key=lambda intent: order.index(intent.name))


def titles() -> dict[str, str]:
    """The intents there are, and how they are said."""
    return {wording.name: wording.title for wording in wordings().values()}


@lru_cache(maxsize=4_096)
def _said(low: str) -> tuple[str, ...]:
    names: list[str] = []
    possible = _possible(low)
    if not possible:
        return ()
    for wording in wordings().values():
        cues = [cue for cue in wording.cues if cue in possible]
        either = any(cue in possible and cue.pattern.search(low) for cue in wording.either)
        if not (cues or either) or any(cue in possible and cue.pattern.search(low) for cue in wording.but):
            continue
        if either:
            names.append(wording.name)
        for match in (match for cue in cues for match in cue.pattern.finditer(low)):
            negated = _negated(low, match.start(), match.end())
            only = bool(wording.only_negated and wording.only_negated.match(match[0]))
            meant = (wording.name if only else wording.negated) if negated else (None if only else wording.name)
            if meant and meant not in names:
                names.append(meant)
    return tuple(names)


def _possible(low: str) -> frozenset[Cue]:
    """The cues that a sentence can have, by the beginnings of its words: quicker than looking for each cue."""
    always, by_word = _openers()
    opened = {cue for word, cues in by_word.items() if word in low for cue in cues}
    return frozenset(cue for cue in (*always, *opened) if cue.may_stand(low))


def _negated(low: str, start: int, end: int) -> bool:
    """Whether an odd number of “not” stands before the cue in its clause, or one after it."""
    before, after, never_mind = _negation()
    clauses = CLAUSE.split(low[:start])
    words = never_mind.sub(" ", clauses[-1]).split()[-WITHIN:]
    near = " ".join(words)
    count = len(before.findall(near)) + sum(1 for word in words if CONTRACTED.match(word))
    rest = CLAUSE.split(low[end:], maxsplit=1)[0]
    return (count % 2 == 1) != bool(after.search(" ".join(rest.split()[:WITHIN])))


@cache
def wordings() -> dict[str, Wording]:
    data = _data()
    lists = {name: "".join(words.split("\n")) for name, words in data["words"].items()}

    def pattern(some: Sequence[str] | None) -> re.Pattern[str] | None:
        return re.compile("|".join(_regex(cue, lists) for cue in some)) if some else None

    def cues(some: Sequence[str]) -> tuple[Cue, ...]:
        return tuple(Cue(re.compile(_regex(cue, lists)), _needs(cue, lists)) for cue in some)

    found = {}
    for name, each in data["intents"].items():
        found[name] = Wording(
            name, each["title"], cues(each["cues"]), cues(each.get("but", [])), each.get("negated"),
            pattern(each.get("only_negated")), cues(each.get("either", [])),
        )  # fmt: skip
    return found


def _cues() -> Iterator[Cue]:
    for wording in wordings().values():
        yield from (*wording.cues, *wording.but, *wording.either)


@cache
def _openers() -> tuple[tuple[Cue, ...], dict[str, list[Cue]]]:
    """The cues that need nothing, and the others by the beginnings of which each needs one."""
    by_word: dict[str, list[Cue]] = {}
    for cue in _cues():
        for word in cue.needs[0] if cue.needs else ():
            by_word.setdefault(word, []).append(cue)
    return tuple(cue for cue in _cues() if not cue.needs), by_word


def _regex(cue: str, lists: dict[str, str]) -> str:
    *parts, last = _parts(_spelt(cue, lists))
    joined = "".join(_before_another(part) for part in parts)
    return rf"(?<![\w-])(?:{joined}{last})(?![\w-])"


def _spelt(cue: str, lists: dict[str, str]) -> str:
    for name, words in lists.items():
        cue = cue.replace(f"({{{name}}})", f"(?:{words})").replace(f"{{{name}}}", f"(?:{words})")
    return re.sub(r"\((?!\?)", "(?:", cue.strip())


def _needs(cue: str, lists: dict[str, str]) -> tuple[frozenset[str], ...]:
    """How the words of each part of a cue begin, the part with the longest words first."""
    found = []
    for part in _parts(_spelt(cue, lists)):
        begins = [BEGIN.match(each.replace("(?:", "").strip()) for each in part.split("|")]
        if part != ".." and not part.endswith(")?") and "(?!" not in part and all(begins):
            found.append(frozenset(each[0] for each in begins if each))
    return tuple(sorted(found, key=lambda words: -min(map(len, words))))


def _before_another(part: str) -> str:
    """A part of a cue with the space after it."""
    if part == "..":
        return GAP
    spaced = part.replace(" ", r"\s+")
    return rf"(?:{spaced}\s+)?" if part.endswith(")?") else rf"{spaced}\s+"


def _parts(cue: str) -> list[str]:
    """The words of a cue, alternatives whole."""
    parts, depth = [""], 0
    for letter in cue:
        depth += (letter == "(") - (letter == ")")
        if letter == " " and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


@cache
def _negation() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = _data()["negation"]
    before, after, never_mind = (re.compile(rf"\b(?:{data[name]})\b") for name in ("before", "after", "never_mind"))
    return before, after, never_mind


@cache
def _rivals(names: tuple[str, ...]) -> re.Pattern[str] | None:
    known = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)") if known else None


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("intents.toml").read_text(encoding="utf-8"))
