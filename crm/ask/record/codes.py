"""Values that are codes of things people call by name: OH for Ohio, DE for German; and ranked ones, "P1 - High"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from crm.ask.language.lexicon import Sense, fixed
from crm.ask.language.text import key, tokens
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

MOSTLY = 0.9  # of a column's values that have to be codes of one kind
FEWEST = 2
MOST_VALUES = 80
TONGUES = word_set("language languages lang tongue locale spoken speaks into translation source target from to native")
PARTED = re.compile(r"(?P<code>\w{1,4}(?:[.-]\w{1,3})?)(?: - | – |: |\) |\. | \| )(?P<name>\S.*)")
STATES = (
    "AL Alabama;AK Alaska;AZ Arizona;AR Arkansas;CA California;CO Colorado;CT Connecticut;DE Delaware;FL Florida;"
    "GA Georgia;HI Hawaii;ID Idaho;IL Illinois;IN Indiana;IA Iowa;KS Kansas;KY Kentucky;LA Louisiana;ME Maine;"
    "MD Maryland;MA Massachusetts;MI Michigan;MN Minnesota;MS Mississippi;MO Missouri;MT Montana;NE Nebraska;NV Nevada;"
    "NH New Hampshire;NJ New Jersey;NM New Mexico;NY New York;NC North Carolina;ND North Dakota;OH Ohio;OK Oklahoma;"
    "OR Oregon;PA Pennsylvania;RI Rhode Island;SC South Carolina;SD South Dakota;TN Tennessee;TX Texas;UT Utah;"
    "VT Vermont;VA Virginia;WA Washington;WV West Virginia;WI Wisconsin;WY Wyoming;DC District of Columbia;"
    "AB Alberta;BC British Columbia;MB Manitoba;NB New Brunswick;NL Newfoundland;NS Nova Scotia;ON Ontario;"
    "PE Prince Edward Island;QC Quebec;SK Saskatchewan;NSW New South Wales;QLD Queensland;TAS Tasmania;VIC Victoria"
)
BY_NAME = 0.95  # a value named as its column does not write it: after one that is written so


def add_codes(vocabulary: Vocabulary) -> None:
    """Lets every column whose values are codes be asked by what the codes stand for, and the other way round."""
    for info in list(vocabulary.fields.values()):
        if info.type in {"category", "text", "id"} and FEWEST <= len(info.values) <= MOST_VALUES:
            _add_names(vocabulary, info)
            _add_parts(vocabulary, info)


def _add_names(vocabulary: Vocabulary, info: FieldInfo) -> None:
    for code, names in _kind(info).items():
        for value in info.values:
            said = {code, *names}
            if value.casefold() in {each.casefold() for each in said}:
                for name in said - {value}:
                    _call(vocabulary, name, info, value)


def _kind(info: FieldInfo) -> dict[str, tuple[str, ...]]:
    """The table of codes that the values of a column come from; none where they are no codes."""
    written = {value.casefold() for value in info.values if value}
    tables = (states(), languages()) if not _of_tongues(info) else (languages(),)
    for table in tables:
        codes = {code.casefold() for code in table}
        names = {name.casefold() for said in table.values() for name in said}
        held = max(len(written & codes), len(written & names))
        if held >= max(FEWEST, len(written) * MOSTLY) and (table is not languages() or _of_tongues(info)):
            return table
    return {}


def _of_tongues(info: FieldInfo) -> bool:
    return bool({token.fold for token in tokens(spoken(info.label))} & TONGUES)


def _add_parts(vocabulary: Vocabulary, info: FieldInfo) -> None:
    """`P1 - High` goes by its code and by its name, where each belongs to one value alone."""
    parted = {value: match for value in info.values if (match := PARTED.fullmatch(value))}
    if len(parted) < max(FEWEST, len(info.values) * MOSTLY):
        return
    for part in ("code", "name"):
        counts = Counter(match[part].casefold() for match in parted.values())
        for value, match in parted.items():
            if counts[match[part].casefold()] == 1:
                _call(vocabulary, match[part], info, value)


def _call(vocabulary: Vocabulary, name: str, info: FieldInfo, value: str) -> None:
    known = key(name)
    if known and known not in fixed() and not known.isdigit():
        vocabulary.sense(known, Sense("value", info.ref, value, weight=BY_NAME))


@cache
def states() -> dict[str, tuple[str, ...]]:
    """States and provinces by their postal codes."""
    return {code: (name,) for code, _, name in (each.partition(" ") for each in STATES.split(";"))}


@cache
def languages() -> dict[str, tuple[str, ...]]:
    """Languages by their ISO 639-1 codes."""
    from babel import Locale  # noqa: PLC0415

    return dict(_short(Locale("en").languages.items()))


def _short(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((str(code).upper(), (str(name),)) for code, name in named if len(code) == 2)
