"""What the people of a large company write: texts out of the sample company's pieces, none like another, with their vectors.

A pool of distinct texts is embedded and read for mood once. An entry of the record is a text of the pool with its own
client, person and reference in it; its vectors are the pool's with a little noise (cosine about 0.995), so that a
record of 100,000 entries needs no 100,000 embeddings.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from bot.sample.prose import Writer, sections, sentence_case
from crm.ports import Mood
from indexing.batch import whole_mood
from indexing.embedder import unit
from indexing.feeling import Feeling
from indexing.mood import MoodReader
from indexing.passages import passages, spoken

VERSION = 4  # of the generator: what was cached by another is made again
POOL = 12_000
NOISE = 0.005  # of each of a vector's numbers
CLIENT = "Meridian Works"  # stands for the client in the pool
PERSON = "[person:0]"
KINDS = {"email": 45, "call": 20, "ticket": 12, "message": 10, "meeting": 8, "note": 5}
MOODS = {"neutral": 10, "happy": 6, "worried": 4, "angry": 3, "sarcastic": 1, "polite": 1, "declined": 1}
CITIES = ("Antwerp", "Tampa", "Leipzig", "Swindon", "Malmö", "Reno", "Lille", "Porto", "Tulsa", "Derby", "Graz")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("January", "March", "April", "June", "August", "September", "November")


@dataclass(frozen=True)
class Pooled:
    """One text of the pool, as its indexer would see it."""

    kind: str
    direction: str | None
    subject: str | None
    text: str
    mood: Mood | None
    vectors: np.ndarray  # a row a passage


def pool(folder: Path, count: int = POOL) -> list[Pooled]:
    """The texts of the pool; their vectors come from the folder where they lie there already."""
    told_of = written(count)
    cut = [passages(subject, text) for _, _, subject, text in told_of]
    flat = [spoken(passage) for one in cut for passage in one]
    feeling = Feeling()
    file = folder / f"pool-{VERSION}-{count}-{feeling.name}.npy"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        np.save(file, feeling.embed(flat))
    rows = np.load(file)
    moods = iter(MoodReader(feeling).moods_of(flat, rows))
    parts = np.split(rows[:, : feeling.dimensions], np.cumsum([len(one) for one in cut])[:-1])
    return [
        Pooled(*told, whole_mood([(next(moods), len(passage)) for passage in one]), rows)
        for told, one, rows in zip(told_of, cut, parts, strict=True)
    ]


def noisy(vectors: np.ndarray, random: np.random.Generator) -> np.ndarray:
    return unit(vectors + random.normal(0.0, NOISE, vectors.shape).astype(np.float32))


def written(count: int) -> list[tuple[str, str | None, str | None, str]]:
    """Kind, direction, subject and text of each."""
    scribe = _Scribe(Random(VERSION))
    found: dict[str, tuple[str, str | None, str | None, str]] = {}
    while len(found) < count:
        told = scribe.write()
        found.setdefault(told[3], told)
    return list(found.values())


class _Scribe:
    """Puts pieces of the sample company's texts together."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._writer = Writer(random)
        self._topics: dict[str, list[str]] = {}
        for heading in sections("customer.txt"):
            topic, _, mood = heading.partition(" ")
            if topic != "small":
                self._topics.setdefault(mood, []).append(topic)

    def write(self) -> tuple[str, str | None, str | None, str]:
        random = self._random
        kind = random.choices(list(KINDS), list(KINDS.values()))[0]
        mood = random.choices(list(MOODS), list(MOODS.values()))[0]
        topic = random.choice(self._topics[mood])
        ours = kind in {"email", "message"} and random.random() < 0.4
        direction = ("out" if ours else "in") if kind in {"email", "message", "ticket"} else None
        subject = None if kind == "message" else self._piece("frames.txt", f"subject {topic}")
        if kind == "ticket":
            subject, _, text = self._piece("tickets.txt", mood).partition(" | ")
        elif ours:
            text = " ".join(self._some("rep.txt", topic, 2))
        else:
            file = "customer.txt" if direction == "in" else "notes.txt"
            text = " ".join(self._some(file, f"{topic} {mood}", 2))
        if kind == "meeting":
            text = "\n".join([text, *self._talk(mood)])
        elif kind == "email":
            text = f"{self._piece('frames.txt', 'greeting rep' if ours else 'greeting client')}\n\n{text}"
        return kind, direction, subject or None, f"{text} {self._closing()}"

    def _talk(self, mood: str) -> list[str]:
        heard = mood if f"{mood}" in sections("talk.txt") else "neutral"
        return [self._piece("talk.txt", heading) for heading in ("open", heard, "neutral", heard, "neutral", "close")]

    def _some(self, file: str, heading: str, most: int) -> list[str]:
        return [self._piece(file, heading) for _ in range(self._random.randint(1, most))]

    def _piece(self, file: str, heading: str) -> str:
        topic = heading.split(maxsplit=1)[0]
        names = (heading, f"{topic} neutral", topic, "neutral", "small neutral", "small")
        known = next(name for name in names if sections(file).get(name))
        return sentence_case(self._writer.piece(file, known, self._slots()))

    def _closing(self) -> str:
        random = self._random
        return random.choice((
            f"Our reference is {random.randint(10_000, 99_999)}.",
            f"I am in {random.choice(CITIES)} until {random.choice(DAYS)}.",
            f"Please answer before {random.choice(DAYS)}, {random.randint(1, 12)} o'clock.",
            f"See also the note of {random.randint(1, 28)} {random.choice(MONTHS)}.",
        ))  # fmt: skip

    def _slots(self) -> dict[str, str]:
        random = self._random
        return {
            "account": CLIENT, "first": PERSON, "colleague": "[person:0]", "rep": "Sam", "manager": "Alex",
            "city": random.choice(CITIES), "product": random.choice(("Tally", "Quayside", "Foresight")),
            "weekday": random.choice(DAYS), "month": random.choice(MONTHS), "phone": "<PHONE_NUMBER>",
            "price": f"${random.randint(5, 200)},000", "seats": str(random.choice((5, 8, 12, 20, 40))),
            "count": str(random.randint(12, 9_800)), "sku": f"K{random.randint(1000, 9999)}",
            "invoice": f"BM-{random.randint(20_100, 24_900)}", "digits": str(random.randint(100_000, 999_999)),
        }  # fmt: skip
