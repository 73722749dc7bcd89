"""Which currency a mark beside a number names: ISO's codes, the signs of CLDR, and the names that countries share."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

from crm.log.money_words import DOLLARS, LEFT_OPEN, LOCAL_SIGNS, PREFIXED, SHARED, SHOUTED, SYMBOLS, WORDS
from crm.naming import common_words

KEPT = 64  # pairs of a record's currency and a writer's country that are remembered
SHORTEST = 4  # letters from which the name of a currency is taken out of CLDR
_MARKS = str.maketrans("", "", "\u200e\u200f\u061c")


@dataclass(frozen=True)
class Currencies:
    """How money is marked by those who live in one country and count in one currency.

    Attributes:
        home: the record's currency.
        local: those of the writer's country.
        signs: signs of that country, written as they are there.
    """

    home: str
    local: tuple[str, ...]
    signs: dict[str, str]

    def of(self, marked: str) -> str | None:
        """The currency that a mark names; None where countries share it and none of them is meant."""
        if (own := self.signs.get(marked) or self.signs.get(marked.rstrip("."))) is not None:
            return own
        mark = marked.lower().rstrip(".")
        if mark == "$" or mark in _dollar_words():
            return self._dollars("$" if mark == "$" else "dollars")
        if len(sharers := sharing().get(mark, frozenset())) > 1:
            own = next((code for code in (*self.local, self.home) if code in sharers), None)
            return own or (None if mark in LEFT_OPEN else WORDS.get(mark))
        plain = SYMBOLS.get(mark) or PREFIXED.get(mark) or WORDS.get(mark)
        return plain or dollars().get(mark) or next(iter(sharers), mark.upper() if mark.upper() in codes() else None)

    def _dollars(self, said: str) -> str:
        """The house's dollars, else the writer's country's, else those of the United States."""
        sharers = DOLLARS if said == "$" else set(dollars().values())
        return next((code for code in (self.home, *self.local) if code in sharers), "USD")


@lru_cache(maxsize=KEPT)
def currencies(home: str, country: str | None) -> Currencies:
    """How money is marked in a country, beside the marks that are known everywhere."""
    local = tuple(_of_country(country)) if country else ()
    signs = {sign: code for code in (*local, home) for sign in LOCAL_SIGNS.get(code, ())}
    for land in dict.fromkeys(filter(None, (country, home[:2]))):
        signs = {**_signs(land), **signs}
    return Currencies(home, local, signs)


def country_of(zone: str | None) -> str | None:
    """The country that a time zone lies in, by CLDR."""
    from babel.core import get_global  # noqa: PLC0415

    return get_global("zone_territories").get(zone) if zone else None


@cache
def codes() -> frozenset[str]:
    """Every ISO 4217 code that CLDR names."""
    return frozenset(_names())


@cache
def written_codes() -> tuple[str, ...]:
    """The codes that the plain table has not, as they are written: in capitals, or "Xcd" where that is no word."""
    fresh = [code for code in codes() if code.lower() not in WORDS]
    return tuple(sorted({*fresh, *(code.title() for code in fresh if code.lower() not in common_words())}))


@cache
def sharing() -> dict[str, frozenset[str]]:
    """The currencies that a name may stand for, "dinars", by the last word of their English names."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in _names().items():
        word = name.lower().split()[-1]
        if "(" not in name and len(word) >= SHORTEST and word.isalpha() and word not in common_words():
            for said in (word, f"{word}s"):
                found[said].add(code)
    for said, more in SHARED.items():
        found[said] |= more
    return {said: frozenset(each) for said, each in found.items()}


@cache
def dollars() -> dict[str, str]:
    """Dollars by the letters before the sign: two of the country, or one where no other country has it."""
    found = {f"{code[:2].lower()}$": code for code, name in _names().items() if name.endswith("Dollar")}
    initials: dict[str, set[str]] = defaultdict(set)
    for code in found.values():
        initials[f"{code[0].lower()}$"].add(code)
    return {**{sign: next(iter(few)) for sign, few in initials.items() if len(few) == 1}, **found}


@cache
def _dollar_words() -> frozenset[str]:
    return frozenset(word for word, code in WORDS.items() if code == "USD" and word != "usd")


@cache
def _names() -> dict[str, str]:
    from babel import Locale  # noqa: PLC0415

    named = Locale("en").currencies.items()
    return {str(code): str(name) for code, name in named if not re.search(r"\d{4}", str(name)) and code != "XXX"}


def _of_country(country: str) -> tuple[str, ...]:
    from babel.numbers import get_territory_currencies  # noqa: PLC0415

    return tuple(str(code) for code in get_territory_currencies(country))


def _signs(country: str) -> dict[str, str]:
    """The signs by which the languages of a country write its money, as people type them."""
    from babel import Locale, localedata  # noqa: PLC0415
    from babel.languages import get_official_languages  # noqa: PLC0415

    found: dict[str, str] = {}
    for language in (*get_official_languages(country, de_facto=True), "en"):
        name = f"{language}_{country}"
        if localedata.exists(language) and localedata.exists(name):
            symbols = Locale.parse(name).currency_symbols
            for code in _of_country(country):
                sign = str(symbols.get(code, code)).translate(_MARKS).rstrip(".")
                if sign not in {code, "$"} and not _elsewhere(sign):
                    found[sign] = code
    return found


def _elsewhere(sign: str) -> bool:
    """Whether the plain table says what a sign means, or that it is a word."""
    return len(sign) == 1 or sign.lower() in SHOUTED
