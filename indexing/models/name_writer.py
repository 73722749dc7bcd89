"""Texts in which it is known what is a name: templates of business talk, filled with people, companies and places."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from indexing.name_words import fold

HERE = Path(__file__).parent
FILLERS: dict[str, list[str]] = tomllib.loads((HERE / "name_fillers.toml").read_text(encoding="utf-8"))
DATES = "May|June|Q3|Monday|2019|March 3|Christmas|1980|12/05/2026|Friday|April"
SLOT = re.compile(r"\{([A-Z])\}")
CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
DICTIONARY = Path("/usr/share/dict/american-english")  # the Debian package wamerican, SCOWL


class Names(NamedTuple):
    given: list[list[str]]  # by country
    family: list[list[str]]
    places: list[str]


class Writer:
    """Texts out of templates, with the stretches that are names."""

    def __init__(self, names: Names, seed: int) -> None:
        self._names = names
        self._random = random.Random(seed)  # noqa: S311
        self._places = places_of(names)
        self._known_places = babel_places()
        self._foreign = (HERE / "foreign_words.txt").read_text(encoding="utf-8").split()
        self._words = [word for word in dictionary() if word.islower() and word.isalpha() and len(word) > 3]

    def text(self, template: str) -> tuple[str, list[tuple[int, int]]]:
        while CHOICE.search(template):
            template = CHOICE.sub(lambda match: self._random.choice(match[1].split("|")), template)
        parts: list[str] = []
        spans = []
        position = length = 0
        template = template.replace("\\n", "\n")
        for match in SLOT.finditer(template):
            parts += [template[position : match.start()], self._fill(match[1])]
            length += len(parts[-2])
            if match[1] in "PFGS" and not re.match(r" (?:Inc|&|Group|LLC|GmbH|LLP|Found|Ltd)", template[match.end() :]):
                spans.append((length, length + len(parts[-1])))
            length += len(parts[-1])
            position = match.end()
        text = "".join([*parts, template[position:]])
        how = self._random.random()
        return (text.lower() if how < 0.09 else text.upper() if how < 0.11 else text), spans

    def _fill(self, slot: str) -> str:
        pick = self._random.choice
        if slot == "P":
            slot = self._random.choices("FGSI", (50, 24, 20, 6))[0]
        if slot in "FGSI":
            return self._person(slot)
        if slot == "O":
            return self._company()
        if slot == "B":
            return self._coined()
        made = {
            "L": lambda: pick(pick([FILLERS["cities"], self._known_places, self._places])),
            "A": lambda: (
                "".join(self._random.choices("ABCDEFGHIKLMNOPRSTUVW", k=self._random.randrange(2, 6)))
                + pick(["", "", "s"])
            ),
            "H": lambda: pick(self._words).capitalize(),
            "X": lambda: pick(self._foreign),
            "R": lambda: pick(FILLERS["products"]),
            "J": lambda: pick(FILLERS["jobs"]),
            "D": lambda: pick(
                ["May", "June", "Q3", "Monday", "2019", "March 3", "Christmas", "1980", "12/05/2026", "Friday", "April"]
            ),
            "E": lambda: f"{pick(['info', 'sales', 'a.b'])}@example.com",
            "T": lambda: f"+{self._random.randrange(10**10, 10**11)}",
            "C": lambda: pick(FILLERS["nations"]),
            "W": lambda: pick(FILLERS["nouns"]),
            "N": lambda: str(self._random.randrange(2, 90)),
        }
        return made[slot]()

    def _person(self, style: str) -> str:
        pick = self._random.choice
        place = self._random.randrange(len(self._names.given))
        given, family = pick(self._names.given[place]), pick(self._names.family[place])
        if style == "G":
            return given
        if style == "S":
            return family
        if self._random.random() < 0.1:
            family = pick(pick(self._names.family))
        middle = (
            f" {pick('ABCDEFGHJKLMNPRSTW')}{pick(['.', ''])}" if style == "I" or self._random.random() < 0.1 else ""
        )
        if self._random.random() < 0.03:
            return f"{family}, {given}"
        return f"{given}{middle} {family}"

    def _company(self) -> str:
        pick, chance = self._random.choice, self._random.random()
        surname = pick(pick(self._names.family))
        if chance < 0.3:
            return pick(FILLERS["firms"])
        if chance < 0.45:
            return f"{surname} {pick(FILLERS['endings'])}"
        if chance < 0.55:
            return f"{surname}, {pick(pick(self._names.family))} and {pick(pick(self._names.family))}"
        if chance < 0.6:
            return f"{surname}-{pick(pick(self._names.family))}"
        made = "".join(pick(FILLERS["syllables"]) for _ in range(self._random.randrange(2, 4))).capitalize()
        if chance < 0.8:
            return f"{made}{pick(['', '', ' ' + pick(FILLERS['endings'])])}"
        second = pick([made, pick(FILLERS["nouns"]).capitalize(), pick(FILLERS["endings"])])
        return f"{pick(FILLERS['nouns']).capitalize()} {second}"

    def _coined(self) -> str:
        """A name that somebody made up for a product; now and then one that is known, or a vendor's of two words."""
        pick, chance = self._random.choice, self._random.random()
        if chance < 0.15:
            return pick(FILLERS["products"])
        made = f"{pick(FILLERS['coined'])}{pick(FILLERS['coined_ends'])}".capitalize()
        if chance < 0.25:
            return f"{made}{pick(FILLERS['coined_ends']).capitalize()}"
        return f"{made} {pick(FILLERS['endings'])}" if chance < 0.32 else made


def parts_of(places: Sequence[str], people: set[str]) -> Iterator[str]:
    """Places of one word, and those parts of longer ones that no person is called."""
    for place in places:
        parts = re.split(r"[ -]", place)
        yield from (part for part in parts if len(part) > 3 and (len(parts) == 1 or fold(part) not in people))


def people_of(names: Names) -> set[str]:
    return {fold(part) for countries in names[:2] for words in countries for word in words for part in word.split()}


def dictionary() -> list[str]:
    return DICTIONARY.read_text(encoding="utf-8").split()


def places_of(names: Names) -> list[str]:
    """Places of Faker and Babel, and what a dictionary writes with a capital but no list of names has."""
    people = people_of(names)
    capital = [word for word in dictionary() if word.istitle() and word.isalpha() and fold(word) not in people]
    towns = [place for place in names.places if fold(place) not in people]
    return [*towns, *babel_places(), *FILLERS["cities"], *capital]


def babel_places() -> list[str]:
    from babel import Locale  # noqa: PLC0415

    english = Locale("en")
    return [*english.territories.values(), *(zone["city"] for zone in english.time_zones.values() if "city" in zone)]
