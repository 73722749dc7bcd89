"""The fixed part of the vocabulary: phrases of `words.py`, ready to be looked up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from crm.ask import words
from crm.ask.language.text import key, tokens

VERB = "verb"  # the detail of an entity that is meant by what is done with it


@dataclass(frozen=True)
class Sense:
    """One thing a phrase may mean. `kind` is its class; `value` what it stands for in that class."""

    kind: str
    value: str
    detail: str = ""
    weight: float = 1.0


def phrases(line: str) -> list[str]:
    return [phrase.strip() for phrase in line.split(",") if phrase.strip()]


@cache
def fixed() -> dict[str, tuple[Sense, ...]]:
    """Every fixed phrase by its key."""
    found: dict[str, list[Sense]] = defaultdict(list)
    for kind, table in _tables().items():
        for value, line in table.items():
            for phrase in phrases(line):
                sense = Sense(kind, value)
                if sense not in found[key(phrase)]:
                    found[key(phrase)].append(sense)
    for sign, value in ((">", "gt"), (">=", "ge"), ("<", "lt"), ("<=", "le"), ("=", "eq")):
        found[sign].append(Sense("comparator", value))
    found["%"].append(Sense("aggregate", "share"))
    return {phrase: tuple(senses) for phrase, senses in found.items() if phrase}


def _tables() -> dict[str, dict[str, str]]:
    return {
        "entity": words.ENTITIES,
        "kind": words.KINDS,
        "outcome": words.OUTCOMES,
        "sale": {"sale": words.SALES},
        "state": words.STATES,
        "direction": words.DIRECTIONS,
        "metric": words.METRICS,
        "aggregate": words.AGGREGATES,
        "superlative": words.SUPERLATIVES,
        "comparator": words.COMPARATORS,
        "change": words.CHANGES,
        "negation": {"no": words.NEGATIONS},
        "exclusion": {"not": words.EXCLUSIONS},
        "grouper": {"by": words.GROUPERS},
        "versus": {"vs": words.VERSUS},
        "question": {phrase: phrase for phrase in phrases(words.QUESTION)},
        "manages": {"manages": words.MANAGES},
        "owns": {"owns": words.OWNS},
        "parent": {"parent": words.PARENT},
        "subsidiary": {"subsidiary": words.SUBSIDIARY},
        "works_at": {"works_at": words.WORKS_AT},
        "based": {"based": words.BASED},
        "grain": words.GRAINS,
        "mood": words.MOODS,
        "mood_word": {"mood": words.MOOD_WORDS},
        "about": {"about": words.ABOUT},
        "said": {"said": words.SAID},
        "timeline": {"timeline": words.TIMELINE},
        "unanswerable": words.UNANSWERABLE,
        "gap": {"gap": words.CONTACT_GAP},
        "overdue": {"overdue": words.OVERDUE},
        "due": {"due": words.DUE},
        "stalled": {"stalled": words.STALLED},
        "mine": {"mine": words.MINE},
        "team": {"team": words.TEAM},
        "signal": _signals(),
    }


def _signals() -> dict[str, str]:
    from crm.ask.telling.signals import signals  # noqa: PLC0415

    return {name: ", ".join(each.asked) for name, each in signals().items()}


@cache
def stop_words() -> frozenset[str]:
    return frozenset(token.fold for phrase in words.STOP.split() for token in tokens(phrase))


@cache
def colour_words() -> frozenset[str]:
    """Words that say little: a plan that leaves them out is hardly less sure."""
    return frozenset(words.COLOUR.split())


@cache
def function_words() -> frozenset[str]:
    """Words so common that a value spelt alike must be written in capitals to be meant."""
    short = "a an the of in on at for to with from by is are was were be it its and or us we i me my no not so if do as"
    more = "he she they you your our any all who what how why when where which this that than then out up per can"
    return frozenset(f"{short} {more}".split())


@cache
def country_aliases() -> dict[str, frozenset[str]]:
    """Country code to the keys of its names."""
    from babel import Locale  # noqa: PLC0415

    names: dict[str, set[str]] = defaultdict(set)
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha():
            names[str(code)].update({key(name), key(str(code))})
    for code, line in words.COUNTRIES.items():
        names[code].update(key(phrase) for phrase in phrases(line))
    return {code: frozenset(keys) for code, keys in names.items()}
