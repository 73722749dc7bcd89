"""What happens with each client, and when: moments in the order of time, not yet put into words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.sample.cast import Client, Person, text_of

MOMENTS: Final = 1500
_TIERS: Final = {"Strategic": 1.6, "Growth": 1.0, "Core": 0.75}
_TICKETED: Final = {"onboarding", "support", "outage", "integration", "reporting", "billing"}
_WEEKEND: Final = 0.02  # somebody always writes on a Saturday
_KINDS: Final = {"email": 42, "call": 24, "meeting": 13, "message": 11}
_MESSAGE_MOODS: Final = {"angry", "sarcastic", "neutral", "happy", "worried", "polite"}


@dataclass(frozen=True)
class Moment:
    client: Client
    people: tuple[Person, ...]
    at: datetime
    topic: str
    mood: str
    kind: str
    direction: str


@cache
def arcs() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(text_of("arcs.toml"))


def moments(clients: list[Client], today: date, random: Random) -> list[Moment]:
    """About as many as asked for, spread over the phases of each client's story by their pace."""
    phases = [(client, phase) for client in clients for phase in arcs()[client.arc]]
    weights = [_TIERS[client.tier] * phase["pace"] * (phase["from"] - phase["to"]) for client, phase in phases]
    scale = MOMENTS / sum(weights)
    told = []
    owed = 0.0
    for (client, phase), weight in zip(phases, weights, strict=True):
        owed += weight * scale
        count = int(owed)
        owed -= count
        told += [_moment(client, phase, today, random) for _ in range(count)]
    while len(told) < MOMENTS:
        client, phase = random.choice(phases)
        told.append(_moment(client, phase, today, random))
    told.sort(key=lambda moment: (moment.at.timestamp(), moment.client.name))
    return told


def _moment(client: Client, phase: dict[str, Any], today: date, random: Random) -> Moment:
    topic, mood = random.choices(list(phase["mix"]), weights=list(phase["mix"].values()))[0].split()
    kind = _kind(topic, mood, random)
    at = _at(client, phase, today, random, hurried=mood == "angry")
    direction = "in" if kind == "ticket" or random.random() < {"email": 0.68, "message": 0.8}.get(kind, 0.55) else "out"
    return Moment(client, _present(client, topic, kind, random), at, topic, mood, kind, direction)


def _kind(topic: str, mood: str, random: Random) -> str:
    kinds = dict(_KINDS)
    if topic in _TICKETED and mood != "polite":
        kinds["ticket"] = 34 if mood in {"angry", "sarcastic"} else 22
    if topic in {"champion", "security", "leaving", "evaluation"}:
        kinds["message"] = 3
    return random.choices(list(kinds), weights=list(kinds.values()))[0]


def _at(client: Client, phase: dict[str, Any], today: date, random: Random, *, hurried: bool) -> datetime:
    zone = ZoneInfo(client.zone)
    day = today - timedelta(days=random.randint(phase["to"], phase["from"]))
    while day.weekday() >= 5 and random.random() > (_WEEKEND * 3 if hurried else _WEEKEND):
        day = today - timedelta(days=random.randint(phase["to"], phase["from"]))
    hour = min(18, max(7, int(random.triangular(7, 19, 10 if random.random() < 0.6 else 15))))
    return datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), zone)


def _present(client: Client, topic: str, kind: str, random: Random) -> tuple[Person, ...]:
    """Who it is with: mostly the main person; finance for bills, the engineer for interfaces."""
    wanted = {
        "billing": ("Finance", "Procurement", "Purchasing"),
        "pricing": ("Finance", "Operations", "Purchasing"),
        "integration": ("Engineer", "Developer", "IT"),
        "security": ("IT", "Engineer"),
    }.get(topic, ())
    fitting = [person for person in client.people if any(word in person.title for word in wanted)]
    pool = list(client.people)
    first = (
        random.choice(fitting)
        if fitting and random.random() < 0.7
        else pool[min(int(random.expovariate(1.1)), len(pool) - 1)]
    )
    others = [person for person in pool if person != first]
    many = random.randint(1, min(2, len(others))) if kind == "meeting" or random.random() < 0.12 else 0
    return (first, *random.sample(others, many))
