"""Questions nobody would think of: noise, walks over a record's own words, real questions gone wrong, attacks."""

from __future__ import annotations

import importlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import asking_gold
import asking_sets
from hypothesis import strategies as st

from crm.ask.record.vocabulary import Vocabulary

WORDS = Path(__file__).resolve().parents[2] / "crm" / "ask" / "words"
INJECTIONS = asking_gold.DATA / "injections"
SHAPES = (
    "how many {noun} have {own}", "{field} of {own}", "total {field} by {by}", "average {field} of {noun} {period}",
    "{noun} with {field} over {number}", "{noun} without {other} {period}", "{noun} by {field} and {by}", "top {number} {noun} by {field}",
    "{noun} per {by} {period} vs last year", "share of {noun} with {own} by {by}", "which {noun} have no {other} in {number} days",
    "{own} {noun} {period}", "my {noun} by {field}", "how many {noun} per {other}", "{noun} grouped by {by} with more than {number} {other}",
    "win rate by {by} {period}", "longest {noun} by {field}", "what did {own} say about {by} {period}", "unhappy {noun} {period}",
    "median {field} per {by} as a chart", "{noun} between {number} and {number} {period} as csv", "who has the most {other} with {own}",
    "what changed in {noun} {period}", "{field} and {by} of {noun} not {own}", "first {number} {noun} of each {by}", "is {own} a {by}",
    "percentage of {noun} over {number} {field} {period}", "{noun} created {period} closed {period}", "timeline of {own} {period}",
)  # fmt: skip
LONGEST_ATTACK = 300
MOST_ATTACKS = 400
NUMBERS = (
    "0", "1", "-1", "3", "10k", "50,000", "1.5m", "99999999999999999999", "1e308", "1e999", "0.0000001", "12%", "150%", "1/0",
    "٣", "½", "²", "①", "NaN", "inf", "5-10", "10-5", "$1", "€2k", "£", "1,2,3", "1.2.3", "0x10", "007", "third", "dozen",
)  # fmt: skip
PERIODS = (
    "last quarter", "this year", "yesterday", "in 2025", "in 0000", "in 9999", "Q5 2026", "Q4 10000", "2026-02-30",
    "31/12/2025", "between may and april", "last 0 days", "last 999999999 weeks", "next 99999 years", "since forever",
    "before 0001-01-01", "after 9999-12-31", "week 54", "fiscal year 1", "monday", "in 30 days", "h3", "the 90s",
)  # fmt: skip
HOSTILE = (
    "'; DROP TABLE deals; --", "' OR 1=1 --", "%s %d {0} {x!r}", "{{7*7}}", "${jndi:ldap://x}", "$(rm -rf /)", "`id`", "\\", '"',
    "<!channel>", "<@U123>", "<https://evil.example|click>", "[x](https://evil.example)", "=cmd|' /C calc'!A0", "../../etc/passwd",
    "\x00", "\u202e", "\ufeff", "\u2028", "\ud800", "😀", "ﷺ", "a\u0301" * 30, "مرحبا", "עסקאות", "交易", "UNION SELECT name FROM users",
    "a:b:c", "[person:1]", "[person:99999999999999999999]", "<PERSON>", "deal.amount", "user.name", "__class__", "NULL", "true",
)  # fmt: skip


def noise() -> st.SearchStrategy[str]:
    """Any text, also one that no encoding takes, and long ones."""
    anything = st.text(st.characters(), max_size=60)
    long = st.builds(
        lambda piece, times: (piece * times)[:10_000],
        st.text(st.characters(), min_size=1, max_size=30),
        st.integers(100, 10_000),
    )
    return st.one_of(anything, anything, long)


def walks(vocabulary: Vocabulary) -> st.SearchStrategy[str]:
    """Words in no order: the record's, those of asking, numbers, periods."""
    own = st.sampled_from(own_words(vocabulary))
    piece = st.one_of(own, own, st.sampled_from(asking_words()), st.sampled_from(NUMBERS), st.sampled_from(PERIODS))
    return st.lists(piece, min_size=1, max_size=14).map(" ".join)


@st.composite
def mutated(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """A real question with some of its words gone wrong."""
    words = draw(st.sampled_from(texts)).split()
    for _ in range(draw(st.integers(0, 4))):
        words = _mutation(draw, words, texts)
    return " ".join(words)


def attacks() -> st.SearchStrategy[str]:
    """Texts that mean harm, alone or within a real question."""
    hostile = st.sampled_from([*HOSTILE, *known_attacks()])
    asked = st.sampled_from(real_questions())
    return st.one_of(hostile, st.builds(_within, asked, hostile, st.integers(0, 12)))


def shaped(vocabulary: Vocabulary) -> st.SearchStrategy[str]:
    """Sentences as people put them, of words that need not fit together."""
    own, period, number = st.sampled_from(own_words(vocabulary)), st.sampled_from(PERIODS), st.sampled_from(NUMBERS)
    noun = st.sampled_from([entity.plural for entity in vocabulary.entities.values()])
    label = st.sampled_from([info.label.replace("_", " ") for info in vocabulary.fields.values()])
    slots = {"own": own, "period": period, "number": number, "noun": noun, "other": noun, "field": label, "by": label}
    return st.builds(
        lambda shape, filled: shape.format(**filled), st.sampled_from(SHAPES), st.fixed_dictionaries(slots)
    )


def odd_questions(vocabulary: Vocabulary, data: str) -> st.SearchStrategy[str]:
    own = mutated(real_questions(data))
    return st.one_of(
        noise(),
        attacks(),
        walks(vocabulary),
        mutated(real_questions()),
        mutated(remarks()),
        own,
        own,
        shaped(vocabulary),
    )


@cache
def real_questions(data: str = "") -> list[str]:
    """Those of one record, or all."""
    known = [each for each in asking_sets.questions() if each.part not in asking_sets.UNMEASURED]
    return sorted({question.text for question in known if data in {"", question.data}})


@cache
def remarks() -> list[str]:
    """What is said after an answer."""
    talks = importlib.import_module("asking_turns").TALKS
    return sorted({text for talk in talks for text, _ in talk.turns})


@cache
def known_attacks() -> list[str]:
    """Of the outside data, where it is at hand."""
    found = {text[:LONGEST_ATTACK] for path in sorted(INJECTIONS.glob("*.json*")) for text in _texts(path)}
    every = sorted(found)
    return every[:: max(1, len(every) // MOST_ATTACKS)]


@cache
def asking_words() -> list[str]:
    """Every word and phrase that the rules of asking know."""
    tables = [tomllib.loads(path.read_text("utf-8")) for path in sorted(WORDS.glob("*.toml"))]
    phrases = {part.strip() for text in _strings(tables) for part in text.split(",")}
    return sorted(phrase for phrase in phrases if phrase)


def own_words(vocabulary: Vocabulary) -> list[str]:
    """Names, values, fields and entities of a record."""
    labels = {info.label.replace("_", " ") for info in vocabulary.fields.values()} | set(vocabulary.fields)
    values = {value for info in vocabulary.fields.values() for value in info.values}
    nouns = {noun for entity in vocabulary.entities.values() for noun in (entity.singular, entity.plural)}
    return sorted(labels | values | nouns | {phrase for phrase in vocabulary.senses if phrase})


def _mutation(draw: st.DrawFn, words: list[str], texts: Sequence[str]) -> list[str]:
    kind = draw(st.sampled_from(["drop", "double", "swap", "slip", "merge", "number", "period", "hostile", "glue"]))
    at, other = draw(st.integers(0, max(0, len(words) - 1))), draw(st.integers(0, max(0, len(words) - 1)))
    if not words or kind == "merge":
        return [*words[:at], *draw(st.sampled_from(texts)).split()]
    if kind == "drop":
        return words[:at] + words[at + 1 :]
    if kind == "double":
        return [*words[:at], words[at], *words[at:]]
    if kind == "swap":
        words[at], words[other] = words[other], words[at]
        return words
    if kind == "slip":
        return [*words[:at], _slipped(draw, words[at]), *words[at + 1 :]]
    if kind == "glue":
        return [*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]]
    put = {"number": NUMBERS, "period": PERIODS, "hostile": HOSTILE}[kind]
    return [*words[:at], draw(st.sampled_from(put)), *words[at:]]


def _slipped(draw: st.DrawFn, word: str) -> str:
    """A slip of the pen: a letter left out, doubled, changed or out of place."""
    at = draw(st.integers(0, len(word)))
    letter = draw(st.sampled_from("aeiou'-?!.,%$()\"& "))
    ends = [
        word[at + 1 :],
        word[at : at + 1] + word[at:],
        letter + word[at + 1 :],
        word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    ]
    return word[:at] + draw(st.sampled_from(ends))


def _within(asked: str, hostile: str, at: int) -> str:
    words = asked.split()
    return " ".join([*words[:at], hostile, *words[at:]])


def _texts(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8", errors="replace")
    lines = text.splitlines() if path.suffix == ".jsonl" else [text]
    for line in lines:
        yield from _strings(json.loads(line))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *_strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
