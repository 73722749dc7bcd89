"""Days in other languages, put into English words: CLDR's names of days and months, and small words of our own."""

# ruff: noqa: E501 - a table reads best unbroken

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from crm.naming import common_words, fold
from crm.periods.words import MONTHS as ENGLISH

WORDS = Path(__file__).with_name("foreign.toml")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
SURE = 5  # letters from which a month is one without a day's number beside it
# months that are people, places or everyday words too
NAMES_TOO = frozenset({"maja", "avril", "julio", "mayo", "augustus", "augusta", "junio", "marca", "marts", "joulu", "lutego", "august", "september", "november", "october", "december", "march", "april", "january", "february"})  # fmt: skip
KEPT = 256  # texts whose days are remembered: one message asks for the same ones again and again
ENGLISH_TOO = frozenset({"for", "fore", "til", "till", "per", "do", "na"})  # small words that say something else there
NOTHING = r"\b\B"  # a pattern that matches nowhere
WORDS_TOO = frozenset({"des", "pro", "set", "out", "lis", "led", "ago", "per"})  # shortened months that are words
_NUMBER = r"(?P<number>3[01]|[12]\d|0?[1-9])"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Said:
    """A stretch of a text, and the English for it."""

    start: int
    end: int
    meaning: str


@dataclass(frozen=True)
class Language:
    """How one language names days: what each form means, and the small words around them."""

    days: dict[str, int]
    loose: dict[str, int]  # only after a small word
    months: dict[str, int]
    words: dict[str, Any]


@lru_cache(maxsize=KEPT)
def days_said(text: str) -> tuple[Said, ...]:
    """The days that a text names in another language than English, in order, none overlapping another.

    A word that says by or until when stands apart from its day.
    """
    low = {fold(word) for word in _WORD.findall(text)}
    found = [each for name in _tongues(low) for each in _read(text, name)]
    found.sort(key=lambda each: (each[-1].start - each[0].end, each[0].start))  # the longest first
    found.sort(key=lambda each: each[0].start)
    kept: list[Said] = []
    for each in found:
        if not kept or each[0].start >= kept[-1].end:
            kept += each
    return tuple(kept)


def is_foreign(text: str) -> bool:
    """Whether a day is named in another language."""
    return bool(days_said(text))


def sets_deadline(before: str, day: str) -> bool:
    """Whether a day in another language is one by which something is to be done, by the words before it or its ending."""
    tongues = [_languages()[name] for name in _tongues({fold(word) for word in _WORD.findall(day)})]
    ends = tuple(end for each in tongues for end in each.words.get("due_endings", ()))
    if day.lower().endswith(ends or ("\n",)):
        return True
    if not tongues and any(char.isdigit() for char in day):  # "senast 20/4"
        by = _before(tuple(lead for each in _languages().values() for lead in _own(each.words.get("by", ()))))
        return by is not None and by.search(before) is not None
    return any(by.search(before) for each in tongues if (by := _before(tuple(each.words.get("by", ())))) is not None)


def acts_abroad(said: str, day: str) -> bool:
    """Whether words after a name, and a day of the same language, tell what somebody does: no wish, no state."""
    verb = re.match(r"\s+(?!\W)([^\W\d_A-Z][^\W\d_]*)", said)
    tongues = [_languages()[name] for name in _tongues({fold(word) for word in _WORD.findall(day)})]
    lead = said.split()[-1:]  # "el 21" is Spanish by its article
    tongues += [
        each for each in _languages().values() if lead and day.isdigit() and lead[0] in each.words.get("dated", ())
    ]
    return verb is not None and any(fold(verb[1]) not in map(fold, each.words.get("states", ())) for each in tongues)


def _own(leads: Iterable[str]) -> list[str]:
    """The small words that are none in English."""
    return [lead for lead in leads if fold(lead) not in ENGLISH_TOO]


def lasts(before: str, day: str) -> bool:
    """Whether something lasts until a day that is named in another language."""
    low = {fold(word) for word in _WORD.findall(day)}
    leads = [_before(tuple(_languages()[name].words.get("until", ()))) for name in _tongues(low)]
    return any(lead.search(before) for lead in leads if lead is not None)


@cache
def _before(leads: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile(rf"(?<!\w)(?:{_any(leads)})\s+(?:\w{{2,3}}\s+)?$", re.IGNORECASE) if leads else None


def _tongues(low: Iterable[str]) -> list[str]:
    spoken = {name for word in low for name in _spoken().get(word, ())}
    return [name for name in _languages() if name in spoken]


def _read(text: str, name: str) -> Iterator[list[Said]]:
    language = _languages()[name]
    for pattern in _patterns(name):
        for match in pattern.finditer(text):
            meaning = _meaning(match, language)
            if meaning is None:
                continue
            day = Said(match.start("day"), match.end("day"), meaning)
            lead = match["lead"]
            if lead is None:
                yield [day]
            else:
                until = fold(lead.strip()) in {fold(word) for word in language.words.get("until", ())}
                yield [Said(match.start("lead"), match.end("lead"), "until " if until else "by "), day]


def _meaning(match: re.Match[str], language: Language) -> str | None:
    groups = match.groupdict()
    number = groups.get("number")
    month = language.months.get(fold(groups["month"])) if groups.get("month") else None
    if groups.get("numeric"):
        day, of = (int(part) for part in re.findall(r"\d+", groups["numeric"]))
        return f"{day} {MONTHS[of - 1]}" if 1 <= of <= 12 and 1 <= day <= 31 else None
    if number and month:
        return " ".join(filter(None, (f"{int(number)} {MONTHS[month - 1]}", groups.get("year"))))
    if month:
        return MONTHS[month - 1]
    weekday = groups.get("weekday") or groups.get("loose")
    if weekday is None:
        return f"the {_ordinal(int(number))}" if number else None
    place = {**language.loose, **language.days}[_key(weekday)]
    if place > 4 and weekday[0].isupper() and not language.words.get("capital"):
        return None  # Domenica and Domingo are people
    named = WEEKDAYS[place]
    return f"{named} the {_ordinal(int(number))}" if number else named


def _ordinal(number: int) -> str:
    end = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"


@cache
def _spoken() -> dict[str, list[str]]:
    """The languages in which a word may belong to a day."""
    found: dict[str, list[str]] = {}
    for name, language in _languages().items():
        said = {*language.days, *language.loose, *language.months}
        said |= set(_own(language.words.get("by", ())))
        for word in {max(map(fold, _WORD.findall(each)), key=len) for each in said}:
            found.setdefault(word, []).append(name)
    return found


@cache
def _languages() -> dict[str, Language]:
    table = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {name: _language(name, words) for name, words in table.items()}


def _language(name: str, words: dict[str, Any]) -> Language:
    from babel import Locale  # noqa: PLC0415

    locale = Locale.parse(name)
    days: dict[str, int] = {}
    loose = {_key(said): place for said, place in words.get("loose", {}).items()}
    months: dict[str, int] = {fold(said): number for said, number in words.get("months_too", {}).items()}
    for form in ("format", "stand-alone"):
        for place, said in locale.days[form]["wide"].items():
            days |= dict.fromkeys(_inflected(said, words), place)
        loose |= {_key(said.rstrip(".")): place for place, said in locale.days[form]["abbreviated"].items()}
        for number, said in locale.months[form]["wide"].items():
            months.setdefault(fold(said), number)
        for number, said in locale.months[form]["abbreviated"].items():
            if (short := fold(said.rstrip("."))) not in WORDS_TOO | common_words():
                months.setdefault(short, number)
    loose = {said: place for said, place in loose.items() if len(said) > 2 or words.get("capital")}
    if words.get("framed"):
        days = {said: place for said, place in days.items() if said.endswith(("kadar", "gunu", "pazartesi"))}
    months = {said: number for said, number in months.items() if said not in ENGLISH}  # "till 11 Jan" is English
    return Language(days, loose, months, words)


def _inflected(said: str, words: dict[str, Any]) -> Iterator[str]:
    yield _key(said)
    for end, other in words.get("endings", ()):
        if said.endswith(end):
            yield _key(said[: len(said) - len(end)] + other)


def _key(said: str) -> str:
    return " ".join(fold(said).split())


@cache
def _patterns(name: str) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in _frames(_languages()[name])]


def _frames(language: Language) -> Iterator[str]:
    words = language.words
    leads = [*words.get("by", ()), *words.get("until", ())]
    lead = rf"(?:(?P<lead>{_any(leads)})\s+)" if leads else rf"(?:(?P<lead>{NOTHING})\s+)"
    small = _any([*words["on"], *words["art"], *words["coming"]])
    articles = _any(words["art"])
    link = _any(words.get("link", ()))
    number = rf"{_NUMBER}(?:{_any(words['ord'])})?"
    ending = rf"(?=\s*(?:$|[,;!)\n]|\.(?:\s|$))|\s+(?:{_any(words['after'])})\b)"
    weekday = rf"(?P<weekday>{_any(language.days)})(?!\w)"
    month = rf"(?P<month>{_any(language.months)})\.?(?!\w)"
    year = rf"(?:\s+(?:(?:{link})\s+)?(?P<year>20\d\d))?"
    begins = r"(?<![\w/-])"
    yield (
        rf"{begins}{lead}?(?:(?:{small})\s+)*(?P<day>{weekday}"
        rf"(?:,?\s+(?:(?:{articles})\s+)*{number}(?:\s+(?:(?:{link})\s+)?{month}(?!\w){year}|{ending}))?)"
    )
    yield (rf"{begins}{lead}?(?:(?:{small})\s+)*(?P<day>{number}\s?(?:\s(?:{link})\s+)?{month}{year})(?!\w)")
    sure = [said for said in language.months if len(said) >= SURE and said not in NAMES_TOO | common_words()]
    yield (rf"{begins}(?P<lead>{NOTHING})?(?P<day>(?P<month>{_any(sure)}))(?!\w)")
    if words.get("link"):
        yield (rf"{begins}(?P<lead>{NOTHING})?(?:{link})\s+(?P<day>{month})")
    small_words = [*words["on"], *words["art"]]
    large = "(?-i:(?=[A-Z]))" if words.get("capital") else "(?-i:(?=[a-zà-ž]))"
    yield rf"{begins}{lead}(?:(?:{small})\s+)*(?P<day>{large}(?P<loose>{_any(language.loose)}))(?!\w|-)"
    if words.get("loose"):
        frame = rf"(?P<lead>{NOTHING})?(?:{_any(words['on'])})\s+(?:(?:{small})\s+)*"
        yield rf"{begins}{frame}(?P<day>(?P<loose>{_any(words['loose'])}))(?!\w|-)"
    if own := _own(leads):
        lead = rf"(?:(?P<lead>{_any(own)})\s+)"
        yield (rf"{begins}{lead}(?:(?:{small})\s+)*(?P<day>(?P<numeric>\d{{1,2}}[./]\d{{1,2}}))(?![\d%/]|[.,]\d)")
        yield (rf"{begins}{lead}(?:(?:{articles})\s+)+(?P<day>{number}){ending}")
    if dated := words.get("dated"):  # "el 21" is a day, as "the 21" is none
        yield rf"{begins}(?P<lead>{NOTHING})?(?:{_any(dated)})\s+(?P<day>{_NUMBER}){ending}"
    if small_words and words["ord"]:
        yield (rf"{begins}(?P<lead>{NOTHING})?(?:(?:{articles})\s+)+(?P<day>{_NUMBER}(?:{_any(words['ord'])})){ending}")


def _any(words: Iterable[str]) -> str:
    """Any of the words, with their accents or without; what matches nothing where there are none."""
    spelt = sorted(words, key=len, reverse=True)
    return "|".join("".join(_letters(letter) for letter in word) for word in spelt) or NOTHING


@cache
def _letters(letter: str) -> str:
    plain = fold(letter)
    if letter in " '":
        return r"\s+" if letter == " " else "['\u2019]"
    return f"[{letter}{_accented().get(plain, plain)}]" if letter.isalpha() and len(plain) == 1 else re.escape(letter)


@cache
def _accented() -> dict[str, str]:
    """For each plain letter the ones that are it, with an accent or without."""
    found = {chr(code): chr(code) for code in range(ord("a"), ord("z") + 1)}
    for letter in map(chr, range(0xC0, 0x250)):
        if letter.islower() and fold(letter) in found:
            found[fold(letter)] += letter
    return found
