"""The sentences of a text that carry a point: what is quoted as evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path

from crm.ask.language.text import fold, stem
from crm.placeholders import ANY
from crm.ports import MoodReader

QUOTE = 280  # characters of a quote
ENOUGH = 60  # a shorter one takes the next sentence along
READ = 32  # sentences of one answer whose mood is read: 1.5 ms each
LETTER = 5  # words that a greeting or a farewell has at most
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+(?=\s|$|[\"”'’)])[\"”'’)]*|\n|$|[.!?…]+)", re.UNICODE)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

Score = Callable[[str], float]


@cache
def _feelings() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((Path(__file__).parent / "feelings.toml").read_text(encoding="utf-8"))
    return {name: tuple(line.split()) for name, line in data.items()}


def sentences(text: str) -> list[str]:
    """The sentences, greetings and farewells left out where anything else is said."""
    found: list[str] = []
    for piece in (match.group().strip().lstrip("*•-– ") for match in SENTENCE.finditer(text)):
        if piece and found and found[-1][-1:] not in ".!?…:" and piece[:1].islower():
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return [piece for piece in found if not courtesy(piece)] or found


def courtesy(sentence: str) -> bool:
    """A greeting, a farewell, a name: words that say nothing."""
    words = [fold(word) for word in WORD.findall(ANY.sub(" ", sentence))]
    if not words:
        return True
    greets = words[0] in _feelings()["greeting"]
    return len(words) <= LETTER and sentence.rstrip()[-1:] not in {".", "!", "?", "…"} and (
        greets or sentence.rstrip().endswith(",")
    )  # fmt: skip


def by_words(about: str) -> Score:
    """How many of the words a sentence holds."""
    wanted = {stem(fold(word)) for word in WORD.findall(about) if len(word) > 2}
    return lambda sentence: float(len({stem(fold(word)) for word in WORD.findall(sentence)} & wanted))


def by_mood(mood: str) -> Score:
    """How strongly the words of a sentence speak of a mood."""
    told = _feelings().get(mood, ())
    against = _feelings().get("positive" if mood == "negative" else "negative", ())

    def score(sentence: str) -> float:
        words = [fold(word) for word in WORD.findall(sentence)]
        held = sum(word.startswith(told) for word in words) - 0.5 * sum(word.startswith(against) for word in words)
        return held + 0.3 * sentence.count("!")

    return score


def by_reader(reader: MoodReader, mood: str, texts: Sequence[str]) -> Score:
    """The mood of each sentence as the reader of moods hears it; words decide where it was not asked."""
    words = by_mood(mood)
    told = _telling(texts, words)
    sign = -1.0 if mood == "negative" else 1.0
    heard = {piece: 10 * sign * each.score for piece, each in zip(told, reader.moods(told), strict=True)}
    return lambda sentence: heard.get(sentence, 0.0) + 0.5 * words(sentence)


def _telling(texts: Sequence[str], words: Score) -> list[str]:
    """The sentences worth a reader's time: of every text the one its words speak for, then the longest, and so on."""
    ranked = []
    for pieces in map(sentences, texts):
        first = max(pieces, key=lambda piece: (words(piece), len(piece)), default="")
        ranked.append([first, *sorted((piece for piece in pieces if piece != first), key=len, reverse=True)])
    told = (piece for turn in zip_longest(*ranked) for piece in turn if piece)
    return list(dict.fromkeys(told))[:READ]


def quote(text: str, score: Score) -> str:
    """The strongest sentence, with the next where it is short, whole or cut between words."""
    found = sentences(text)
    if not found:
        return shortened(text)
    at = max(range(len(found)), key=lambda place: (score(found[place]), -place))
    said = found[at]
    follow = found[at + 1] if at + 1 < len(found) else ""
    if follow and len(said) < ENOUGH and len(said) + len(follow) < QUOTE:
        said = f"{said} {follow}"
    return shortened(said)


def shortened(text: str, most: int = QUOTE) -> str:
    """At most so many characters: to the end of a sentence, else of a word, and then with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[:most]
    end = max(head.rfind(mark) for mark in (". ", "! ", "? "))
    if end > most // 2:
        return head[: end + 1]
    return f"{head.rsplit(' ', 1)[0].rstrip(',;:-')}…"
