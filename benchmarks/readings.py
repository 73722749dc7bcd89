"""What the second look costs and what it hears: `python -m benchmarks.readings [--texts 600] [--rows 100000] [--data FOLDER]`.

The cost of reading a text deeper against that of embedding it, turn by turn over the same texts in one run; how long it
takes to see that nothing waits among many rows; and, over made talks and mails, how often the mood is the client's when
it is read off the whole text and off the client's words. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert

from benchmarks.indexing import DATA, NOW, texts
from crm.clock import FixedClock
from crm.keywords import create_keyword_index
from crm.model import Base, Interaction, InteractionReading, Kind, Tenant
from crm.reading import asks, commitments, features, intents, summary
from crm.reading.readings import Readings
from crm.reading.voices import Team, client_words
from crm.store import Store
from indexing.embedder import MiniLmEmbedder
from indexing.mood import MoodReader
from indexing.passages import spoken

SLICE = 100  # texts
CLIENT = {
    "negative": (
        ("The delivery was late again and two boxes were broken.", "I am tired of chasing you for answers."),
        ("We lost a whole day because the system was down.", "Nobody called us back, that is really poor."),
        ("The invoice is wrong for the third time.", "Honestly, we are disappointed."),
        ("The new version is slower than the old one.", "My people hate it and I understand them."),
        ("You promised us a fix in May and nothing happened.", "I do not believe these dates any more."),
        ("The training was a waste of time.", "Half of it did not work on the day."),
    ),
    "positive": (
        ("The rollout went smoothly and everybody likes it.", "Your team did a great job, thank you."),
        ("We saved two days a month already.", "I am really happy with how this turned out."),
        ("The support answered within minutes.", "That is the best service we have had."),
        ("The new dashboard is exactly what we wanted.", "Wonderful, my boss was impressed."),
        ("The pallets came a day early and in perfect shape.", "Excellent work."),
        ("Our users love the app.", "It makes their work so much easier."),
    ),
    "neutral": (
        ("We have twelve users in Leeds and four in York.", "The contract runs until the end of March."),
        ("I will send the list of addresses on Monday.", "The order number is on the form."),
        ("The meeting is at ten in the small room.", "Two colleagues will join by phone."),
        ("We use the module for the stock count.", "The count is done once a quarter."),
        ("The invoice goes to the head office.", "They pay at the end of the month."),
        ("The server stands in the basement.", "It was moved there in 2021."),
    ),
}
OURS = (
    ("I am so glad we could talk, this is fantastic!", "Wonderful, I love working with you, we are thrilled."),
    ("I am terribly sorry, this is awful and embarrassing.", "What a horrible mess, I feel bad about this failure."),
)
SENT = (
    "We are thrilled to welcome you, this is going to be fantastic!",
    "I am terribly sorry for the awful experience, this was a horrible failure on our side.",
    "Great news, your order has been shipped, thank you so much!",
    "Unfortunately we have to tell you that the delivery is late. We apologise for this bad situation.",
)


def talks() -> list[tuple[Kind, str | None, str, str | None]]:
    """Kind, direction, text and the client's mood (None: the client says nothing)."""
    made: list[tuple[Kind, str | None, str, str | None]] = []
    for mood, pairs in CLIENT.items():
        for first, second in pairs:
            for hello, bye in OURS:
                lines = [f"[user:1]: {hello}", f"[person:2]: {first}", f"[user:1]: {bye}", f"[person:2]: {second}"]
                made.append((Kind.MEETING, None, "\n".join(lines), mood))
            made.append((Kind.EMAIL, "in", f"{first} {second}", mood))
    return made + [(Kind.EMAIL, "out", text, None) for text in SENT]


def heard() -> dict[str, Any]:
    """How often the mood is the client's own."""
    reader, team = MoodReader(), Team()
    made = talks()
    whole = [mood.label for mood in reader.moods([spoken(text) for _, _, text, _ in made])]
    theirs = [client_words(kind, direction, text, team) for kind, direction, text, _ in made]
    apart = [reader.moods([spoken(words)])[0].label if words else None for words in theirs]
    groups = {"talks": (Kind.MEETING, None), "mails in": (Kind.EMAIL, "in"), "mails out": (Kind.EMAIL, "out")}
    found: dict[str, Any] = {}
    for name, (kind, direction) in groups.items():
        places = [place for place, one in enumerate(made) if one[:2] == (kind, direction)]
        found[name] = {
            "texts": len(places),
            "whole_text": sum(whole[place] == made[place][3] for place in places),
            "client_words": sum(apart[place] == made[place][3] for place in places),
        }
    return found


def cost(some: list[str]) -> dict[str, Any]:
    """Processor time a text, of embedding and of the second look."""
    embedder = MiniLmEmbedder()
    embedder.embed(some[:16])
    spent = {"embedding": 0.0, "reading": 0.0}
    with tempfile.TemporaryDirectory() as folder:
        store, tenant_id = _prepared(folder)
        readings = Readings(store, FixedClock(NOW))
        for start in range(0, len(some), SLICE):
            part = some[start : start + SLICE]
            begun = time.process_time()
            embedder.embed(part)
            spent["embedding"] += time.process_time() - begun
            _write(store, tenant_id, part)
            _forget()
            begun = time.process_time()
            readings.run_once(tenant_id, SLICE)
            spent["reading"] += time.process_time() - begun
        store.close()
    each = {name: round(1000 * seconds / len(some), 2) for name, seconds in spent.items()}
    ratio = round(spent["reading"] / spent["embedding"], 3)
    return {"texts": len(some), "processor_ms_a_text": each, "against_embedding": ratio}


def _forget() -> None:
    """Readers remember sentences they saw lately: what is timed must not find what was read before."""
    for module in (asks, commitments, features, intents, summary):
        for each in vars(module).values():
            if hasattr(each, "cache_parameters") and each.cache_parameters()["maxsize"]:
                each.cache_clear()


def looking(rows: int) -> dict[str, Any]:
    """How long it takes to see that nothing waits."""
    with tempfile.TemporaryDirectory() as folder:
        store, tenant_id = _prepared(folder)
        _write(store, tenant_id, ["short"] * rows)
        read = {"tenant_id": tenant_id, "version": 1, "themes": [], "intents": [], "asks": [], "commitments": [],
                "human": [], "attempts": 0, "read_at": NOW}  # fmt: skip
        with store.write() as session:
            session.execute(insert(InteractionReading), [read | {"interaction_id": n + 1} for n in range(rows)])
        readings = Readings(store, FixedClock(NOW))
        taken = []
        for _ in range(5):
            begun = time.perf_counter()
            readings.waits()
            taken.append(time.perf_counter() - begun)
        store.close()
    return {"rows": rows, "nothing_waits_ms": round(1000 * sorted(taken)[2], 1)}


def _prepared(folder: str) -> tuple[Store, int]:
    store = Store(f"sqlite:///{folder}/rapport.db")
    Base.metadata.create_all(store.engine)
    with store.engine.begin() as connection:
        create_keyword_index(connection)
    with store.write() as session:
        tenant = Tenant(name="bench", created_at=NOW)
        session.add(tenant)
        session.flush()
        return store, tenant.id


def _write(store: Store, tenant_id: int, some: list[str]) -> None:
    row = {"tenant_id": tenant_id, "kind": Kind.NOTE, "source": "bench", "occurred_at": NOW, "created_at": NOW,
           "updated_at": NOW, "attributes": {}, "version": 1, "indexed_version": 1}  # fmt: skip
    with store.write() as session:
        session.execute(insert(Interaction), [row | {"text": text} for text in some])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))  # warnings only
    found = {"moods": heard(), "cost": cost(texts(options.data, options.texts)), "looking": looking(options.rows)}
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
