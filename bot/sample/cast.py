"""The clients and the people there."""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any, Final

from bot.sample.identity import MEMBERS, Member

CONTACTS: Final = 150
_KNOWN: Final = {
    "Acme": [("Jane Holloway", "Operations Director"), ("Raj Banerjee", "Finance Manager"), ("Walt Crandall", "COO")],
    "Globex": [("Hank Sorrell", "COO"), ("Dolores Quist", "Head of Supply Chain")],
    "Osprey Marine Supply": [("Vince Tarrant", "Systems Engineer")],
    "Ridgeback Tools": [("Hilde Kowalski", "Integration Developer")],
    "Calder Mill": [("Rosalind Pym", "Demand Planner")],
    "Northwind Labs": [("Jan Novak", "Warehouse Manager"), ("Jana Novakova", "Purchasing Manager")],
    "Harrow & Pike": [("Edwin Harrow", "Operations Director"), ("April Soames", "Logistics Lead")],
}


@dataclass(frozen=True)
class Person:
    name: str
    title: str
    email: str
    phone: str
    client: str

    @property
    def first(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Client:
    name: str
    domain: str
    industry: str
    country: str
    city: str
    zone: str
    employees: int
    revenue: int
    tier: str
    arc: str
    parent: str
    owner: Member
    products: tuple[str, ...]
    people: tuple[Person, ...]


def text_of(name: str) -> str:
    return resources.files("bot.sample").joinpath("texts", name).read_text("utf-8")


@cache
def _names() -> dict[str, Any]:
    return tomllib.loads(text_of("people.toml"))


def clients(random: Random) -> list[Client]:
    rows = list(csv.DictReader(io.StringIO(text_of("companies.csv"))))
    taken: set[str] = set()
    sizes = _sizes(rows, random)
    made = []
    for row in rows:
        people = _people(row, sizes[row["name"]], taken, random)
        made.append(
            Client(
                name=row["name"],
                domain=row["domain"],
                industry=row["industry"],
                country=row["country"],
                city=row["city"],
                zone=row["zone"],
                employees=int(row["employees"]),
                revenue=int(row["revenue"]),
                tier=row["tier"],
                arc=row["arc"],
                parent=row["parent"],
                owner=MEMBERS[row["owner"]],
                products=tuple(row["products"].split("|")),
                people=tuple(people),
            )
        )
    return made


def _sizes(rows: list[dict[str, str]], random: Random) -> dict[str, int]:
    """How many people we know at each client: more at the big ones, 150 in all."""
    sizes = {row["name"]: max(3, len(_KNOWN.get(row["name"], ()))) for row in rows}
    big_first = [row["name"] for row in rows for _ in range({"Strategic": 4, "Growth": 2, "Core": 1}[row["tier"]])]
    for name in random.sample(big_first, len(big_first)):
        if sum(sizes.values()) >= CONTACTS:
            break
        sizes[name] += 1
    return sizes


def _people(row: dict[str, str], count: int, taken: set[str], random: Random) -> list[Person]:
    known = list(_KNOWN.get(row["name"], ()))
    group = _names()[_names()["groups"].get(row["country"], "english")]
    titles = random.sample(_names()["titles"], count)
    parts = {part for name, _ in known for part in name.split()}
    while len(known) < count:
        first = random.choice(group["first"])
        last = random.choice(group["last"])
        name = f"{first} {last}"
        if name not in taken and not parts & {first, last}:
            known.append((name, titles[len(known)]))
            parts |= {first, last}
            taken.add(name)
    return [_person(name, title, row, random) for name, title in known]


def _person(name: str, title: str, row: dict[str, str], random: Random) -> Person:
    shape = _names()["phones"][row["country"]]
    phone = "".join(str(random.randint(2, 9)) if mark == "#" else mark for mark in shape)
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o")).encode("ascii", "ignore").decode().lower()
    parts = plain.split()
    local = f"{parts[0]}.{''.join(parts[1:])}" if len(row["name"]) % 3 else f"{parts[0][0]}{''.join(parts[1:])}"
    return Person(name, title, f"{local}@{row['domain']}", phone, row["name"])
