"""Shorthand spelt out, and change over time said as one period against another, before a question is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm.ask.language.lexicon import fixed, stop_words
from crm.ask.language.text import Token, tokens
from crm.periods import Period

LONGEST = 7  # words of a phrase
DEEPEST = 4  # words of the team's own inside each other

SHORT: dict[str, str] = {
    "rev": "revenue", "revs": "revenue", "resp": "response", "qtr": "quarter", "qtrs": "quarters", "cust": "customer",
    "custs": "customers", "acct": "account", "accts": "accounts", "acc": "account", "accs": "accounts",
    "mgr": "manager", "mgrs": "managers", "amt": "amount", "amts": "amounts", "nxt": "next", "lst": "last",
    "yr": "year", "yrs": "years", "mth": "month", "mths": "months", "wk": "week", "wks": "weeks", "num": "number",
    "nr": "number", "qty": "quantity", "biz": "business", "prod": "product", "prods": "products", "dept": "department",
    "ind": "industry", "emp": "employees", "emps": "employees", "min.": "minimum", "max.": "maximum", "btwn": "between",
    "hv": "have", "thx": "thanks", "mtg": "meeting", "mtgs": "meetings", "convo": "conversation",
    "satis": "satisfaction", "pipe": "pipeline", "oppty": "opportunity",
    "oppties": "opportunities", "ppl": "people", "tix": "tickets",
    "w": "with", "wo": "without", "tmrw": "tomorrow",
}  # fmt: skip
WORD = re.compile(r"[A-Za-z]+")
SLASHED = re.compile(r"\bw/o?(?=\s|\b)", re.IGNORECASE)
SET_AGAINST = re.compile(
    r"(?P<one>\b\w+ (?P<same>\w{4,}) (?:against|vs\.?|versus|v) (?:the )?)(?P<two>\w+)(?P<noun> (?P=same)\b)",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"\b(?:change[sd]?|changing|gr[oe]w(?:n|s|th|ing)?|increas(?:e[sd]?|ing)|decreas(?:e[sd]?|ing)|drop(?:ped|s)?|"
    r"rise[sn]?|rose|f[ae]ll(?:en|s)?|declin(?:e[sd]?|ing)|develop(?:ed|s)?|evolved?|shift(?:ed|s)?|differ(?:ed|s|ence)?|"
    r"compare[sd]?|go|gone|went|mov(?:e[sd]?|ing)|improv(?:ed?|ement)|delta)\b",
    re.IGNORECASE,
)
WITH_OTHER = re.compile(
    r"\W*(?:is |was )?(?:compared?|set) (?:with|to|against)\b|\W*(?:vs\b|versus|against|than)\b", re.IGNORECASE
)
COMPARED = frozenset({"compare", "compared", "compares"})
JOINED = re.compile(r"^(?:from |between )?(?P<first>.+?) (?:to|and|until|till|through) (?P<second>.+)$", re.IGNORECASE)


def spelt_out(text: str, known: Callable[[str], bool], words: Mapping[str, str] = SHORT) -> str:
    """Shorthand in full; words that the record itself uses stay what they are."""
    text = SLASHED.sub(lambda match: "without" if match.group().lower().endswith("o") else "with", text)
    text = SET_AGAINST.sub(lambda match: _in_plural(match, known), text)

    def full(match: re.Match[str]) -> str:
        word = match.group()
        return words[word.lower()] if word.lower() in words and not word.isupper() and not known(word) else word

    return WORD.sub(full, text)


def _in_plural(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`Software against service products`, where the family goes by `Services`."""
    two = match["two"]
    return (
        f"{match['one']}{two}s{match['noun']}" if two.casefold() in stop_words() and known(f"{two}s") else match.group()
    )


def change_as_versus(text: str, periods: Callable[[str], Sequence[Period]]) -> str:
    """`How did revenue change from Q1 to Q2` as `… change Q1 vs Q2`; both ends must be periods themselves."""
    verbs = {match.group().casefold() for match in CHANGED.finditer(text)}
    for period in periods(text) if verbs else ():
        ends = JOINED.match(period.text)
        ranged = period.text.casefold().startswith(("from", "between")) and verbs <= COMPARED
        ranged = ranged or bool(WITH_OTHER.match(text[period.span[1] :]))
        ranged = ranged or " through " in period.text.casefold()
        if ends and not ranged and len(periods(ends["first"])) == 1 and len(periods(ends["second"])) == 1:
            start, end = period.span
            return f"{text[:start]}{ends['first']} vs {ends['second']}{text[end:]}"
    return text


@dataclass(frozen=True)
class Meaning:
    """A word of the team's own and what it stands for."""

    phrase: str
    meaning: str


def in_known_words(
    text: str, taught: Mapping[str, Meaning], named: Callable[[str], bool], *, within: frozenset[str] = frozenset()
) -> tuple[str, list[Meaning]]:
    """A question with the team's own words spelt out, and which of them were.

    Whole words, the longest phrase first, singular and plural alike. What is the start of a longer name of the record
    (`named`) is left alone, and so is what comes after “about”: that is looked for as it is said.

    Args:
        text: the question.
        taught: the team's words by the key of their phrase.
        named: whether a key is a name, value or header of the record.
        within: keys that are being spelt out, so that no word is spelt out by itself.
    """
    if not taught or len(within) > DEEPEST:
        return text, []
    words, used, parts, done, position = tokens(text), [], [], 0, 0
    while position < len(words):
        length, found = _longest(words, position, taught, named)
        if found is not None and found not in within:
            said, deeper = in_known_words(taught[found].meaning, taught, named, within=within | {found})
            parts += [text[done : words[position].start], said]
            done = words[position + length - 1].end
            used += [taught[found], *deeper]
        position += length
    return "".join([*parts, text[done:]]), list(dict.fromkeys(used))


def _longest(
    words: list[Token], position: int, taught: Mapping[str, Meaning], named: Callable[[str], bool]
) -> tuple[int, str | None]:
    """How many words from here belong together, and the key of the team's word that they are."""
    for length in range(min(LONGEST, len(words) - position), 0, -1):
        phrase = "".join(word.base for word in words[position : position + length])
        if phrase in taught:
            return length, phrase
        if length > 1 and named(phrase):
            return length, None
        if any(sense.kind == "about" for sense in fixed().get(phrase, ())):
            return len(words) - position, None
    return 1, None
