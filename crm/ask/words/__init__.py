"""What newcomers call things: data in the TOML files beside this one, each class of words with the phrases for it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from crm.naming import common_words, word_set


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def english_words() -> frozenset[str]:
    """Words of general English beyond those of business: whoever writes one means it, and made no slip.

    english.txt is the whole words of MiniLM's vocabulary (BERT's, Apache-2.0) that the common words lack.
    """
    more = (Path(__file__).parent / "english.txt").read_text(encoding="utf-8").split()
    return common_words() | frozenset(more)


def _line(file: str, name: str) -> str:
    return " ".join(_file(file)[name].split())


def _table(file: str, name: str) -> dict[str, str]:
    return {key: " ".join(line.split()) for key, line in _file(file)[name].items()}


ENTITIES = _table("nouns", "entities")
KINDS = _table("nouns", "kinds")
FIELD_SYNONYMS = _table("nouns", "field_synonyms")
LABEL_SYNONYMS = _table("nouns", "label_synonyms")
GENERIC_LABEL_WORDS = word_set(_line("nouns", "generic_label_words"))
PAPERS = _line("nouns", "papers").split(", ")
UNIT_WORDS = _table("nouns", "unit_words")
MEASURED_IN = {
    word.strip(): unit for unit, line in _table("nouns", "measured_in").items() for word in (unit, *line.split(","))
}
DONE_TO = {form.strip(): verb for verb, line in _table("nouns", "done_to").items() for form in line.split(",")}
SHORTENED = _table("nouns", "shortened")
COUNTRIES = _table("nouns", "countries")
TABLES = _table("nouns", "tables")
ROWS_OF_DEALS = _line("nouns", "rows_of_deals")
TRADES = {
    each["nouns"]: (" ".join(each["verbs"].split()), " ".join(each["earnings"].split()))
    for each in _file("trades")["trade"]
}
METRICS = _table("measures", "metrics")
AGGREGATES = _table("measures", "aggregates")
SUPERLATIVES = _table("measures", "superlatives")
COMPARATORS = _table("measures", "comparators")
COMPARATIVES = {name: frozenset(line.split(", ")) for name, line in _table("measures", "comparatives").items()}
CHANGES = _table("measures", "changes")
OUTCOMES = _table("measures", "outcomes")
NUMBER_WORDS: dict[str, float] = {word: float(number) for word, number in _file("measures")["number_words"].items()}
ASSISTANT = _file("assistant")
SAYINGS = {
    "parts": _file("sayings")["parts"] | _file("deals")["parts"],
    "turn": [*_file("deals")["turn"], *_file("sayings")["turn"]],
}
GREETINGS = _line("asides", "greetings").split(", ")
OPENING = word_set(_line("asides", "opening"))
AUDIENCES = sorted(_line("asides", "audiences").split(", "), key=len, reverse=True)
DOING = word_set(_line("asides", "doing"))
BESIDE = {name: line.split(", ") for name, line in _table("asides", "beside").items()}
ASKING = BESIDE["asking"]
MOODS = _table("talk", "moods")
MOOD_WORDS = _line("talk", "mood_words")
ABOUT = _line("talk", "about")
SAID = _line("talk", "said")
TIMELINE = _line("talk", "timeline")
UNANSWERABLE = _table("talk", "unanswerable")
CONTACT_GAP = _line("talk", "contact_gap")
DIRECTIONS = {"in": _line("talk", "inbound"), "out": _line("talk", "outbound")}
OVERDUE = _line("talk", "overdue")
DUE = _line("talk", "due")
STALLED = _line("talk", "stalled")
STATES = _table("states", "states")
COMMITMENT = _table("states", "commitment")
SALES = _line("grammar", "sales")
NEGATIONS = _line("grammar", "negations")
EXCLUSIONS = _line("grammar", "exclusions")
GROUPERS = _line("grammar", "groupers")
VERSUS = _line("grammar", "versus")
QUESTION = _line("grammar", "question")
MANAGES = _line("grammar", "manages")
OWNS = _line("grammar", "owns")
PARENT = _line("grammar", "parent")
SUBSIDIARY = _line("grammar", "subsidiary")
WORKS_AT = _line("grammar", "works_at")
BASED = _line("grammar", "based")
GRAINS = _table("grammar", "grains")
MINE = _line("grammar", "mine")
TEAM = _line("grammar", "team")
STOP = _line("grammar", "stop")
BOOKS = [
    _file(name) for name in ("books", "bills", "subscriptions", "chores", "clauses", "manners", "leaving", "speech")
]
EXCHANGES = _file("exchanges")
ERRANDS = _file("errands")
COLLOQUIAL = _table("colloquial", "plain")
SHORTHAND = _table("colloquial", "short")
COLOUR = _line("grammar", "colour")
COMPOUND = _file("compound")
DEMANDS: dict[str, list[str]] = _file("demands")
REQUESTS = _file("requests")
