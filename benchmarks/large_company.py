"""A record of a large company: 2,000 clients, 10,000 deals and as many interactions as wanted, written as the indexer would."""

from __future__ import annotations

import shutil
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sqlalchemy import Table, insert

from benchmarks.large_texts import CLIENT, PERSON, VERSION, Pooled, noisy, pool
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Contact, Deal, Field, Interaction, Product, Stage, Task, User, interaction_contacts
from indexing.vectors import State, quarter_of

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
DAYS = 730  # that the record looks back
ACCOUNTS, DEALS, TASKS, REPS, MANAGERS = 2_000, 10_000, 3_000, 40, 4
LOT = 5_000  # rows written at once
REGIONS = ("EMEA", "North America", "APAC", "LATAM")
INDUSTRIES = ("Retail", "Healthcare", "Logistics", "Electronics", "Food", "Chemicals", "Construction", "Textiles")
COUNTRIES = ("United States", "Germany", "United Kingdom", "France", "Sweden", "Japan", "Brazil")
FIRST = [
    "Alder",
    "Birch",
    "Cobalt",
    "Delta",
    "Ember",
    "Falcon",
    "Granite",
    "Harbor",
    "Iris",
    "Juniper",
    "Kestrel",
    "Linden",
    "Maple",
    "Nimbus",
    "Orchard",
    "Pinnacle",
    "Quartz",
    "Raven",
    "Summit",
    "Thistle",
    "Umber",
    "Vesper",
    "Willow",
    "Yarrow",
    "Zephyr",
    "Acorn",
    "Beacon",
    "Cedar",
    "Drift",
    "Elm",
    "Fern",
    "Grove",
    "Heron",
    "Islet",
    "Jasper",
    "Keel",
    "Lark",
    "Mason",
    "Noble",
    "Opal",
]
SECOND = [
    "Freight",
    "Foods",
    "Labs",
    "Textiles",
    "Motors",
    "Dairy",
    "Paper",
    "Steel",
    "Optics",
    "Pharma",
    "Toys",
    "Marine",
    "Tools",
    "Supply",
    "Glass",
    "Energy",
    "Brewing",
    "Media",
    "Robotics",
    "Plastics",
    "Traders",
    "Clinics",
    "Farms",
    "Bakery",
    "Tiles",
    "Apparel",
    "Chemicals",
    "Logistics",
    "Systems",
    "Interiors",
    "Printing",
    "Pumps",
    "Cables",
    "Ceramics",
    "Fasteners",
    "Furniture",
    "Packaging",
    "Outdoors",
    "Wholesale",
    "Imports",
    "Exports",
    "Machines",
    "Metals",
    "Mills",
    "Vineyards",
    "Orchids",
    "Timber",
    "Aviation",
    "Hotels",
    "Markets",
]
PEOPLE = [
    "Alice",
    "Ben",
    "Clara",
    "Duncan",
    "Elena",
    "Frank",
    "Georgia",
    "Hugh",
    "Imogen",
    "Jack",
    "Kirsty",
    "Liam",
    "Martha",
    "Nigel",
    "Olivia",
    "Peter",
    "Rosie",
    "Simon",
    "Tessa",
    "Victor",
]
FAMILY = [
    "Ashdown",
    "Barrow",
    "Cartledge",
    "Dunphy",
    "Ellerby",
    "Fairweather",
    "Gilchrist",
    "Hawk",
    "Inglis",
    "Jessop",
    "Kilbride",
    "Lockyer",
    "Merriman",
    "Nesbitt",
    "Oakley",
    "Pettigrew",
    "Quigley",
    "Redfern",
    "Sandiford",
    "Tunstall",
    "Varley",
    "Whitlock",
    "Yardley",
    "Crandall",
    "Delacroix",
]
STAGES = (("Prospecting", "open"), ("Proposal", "open"), ("Negotiation", "open"), ("Won", "won"), ("Lost", "lost"))
BASE = {"created_at": NOW, "updated_at": NOW, "version": 1, "attributes": {}}


def made(folder: Path, interactions: int) -> Path:
    """The data folder of a company of that size: built at the first time, found again later."""
    home = folder / f"company-{VERSION}-{interactions}"
    if not (home / "done").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        app = Rapport(Settings(home=home))
        _Company(app, Random(VERSION)).fill(interactions, pool(folder))
        app.close()
        (home / "done").touch()
    return home


class _Company:
    """Fills the record of the home tenant."""

    def __init__(self, app: Rapport, random: Random) -> None:
        self._app = app
        self._random = random
        self._noise = np.random.default_rng(VERSION)
        self._tenant = app.tenants.home()

    def fill(self, interactions: int, texts: list[Pooled]) -> None:
        self._write(User, self._users())
        self._write(Account, self._accounts())
        self._write(Contact, self._contacts())
        self._write(
            Product, [{**self._base(n), "name": name} for n, name in enumerate(("Tally", "Quayside", "Foresight"))]
        )
        self._write(Stage, [
            {"tenant_id": self._tenant, "name": name, "position": n, "outcome": outcome} for n, (name, outcome) in enumerate(STAGES)
        ])  # fmt: skip
        self._write(Field, [
            {"tenant_id": self._tenant, "entity": "account", "key": "region", "label": "Region", "type": "category",
             "core": False, "values": '["' + '", "'.join(REGIONS) + '"]'}
        ])  # fmt: skip
        self._write(Deal, self._deals())
        self._write(Task, self._tasks())
        self._talk(interactions, texts)

    def _base(self, n: int) -> dict[str, Any]:
        return {**BASE, "id": n + 1, "tenant_id": self._tenant, "external_id": f"x{n}"}

    def _write(self, model: Any, rows: list[dict[str, Any]]) -> None:
        table: Table = model if isinstance(model, Table) else model.__table__
        with self._app.store.write() as session:
            for start in range(0, len(rows), LOT):
                session.connection().execute(insert(table), rows[start : start + LOT])

    def _users(self) -> list[dict[str, Any]]:
        names = [f"{first} {last}" for first, last in zip(PEOPLE * 3, FAMILY * 2, strict=False)]
        return [
            {**self._base(n), "name": names[n], "email": f"u{n}@rep.example", "role": "manager" if n < MANAGERS else "rep",
             "team": REGIONS[n % MANAGERS], "manager_id": None if n < MANAGERS else n % MANAGERS + 1, "active": True}
            for n in range(REPS + MANAGERS)
        ]  # fmt: skip

    def _rep(self) -> int:
        return self._random.randint(MANAGERS + 1, MANAGERS + REPS)

    def _accounts(self) -> list[dict[str, Any]]:
        random = self._random
        return [
            {**self._base(n), "name": _name(n + 1), "industry": random.choice(INDUSTRIES), "country": random.choice(COUNTRIES),
             "employees": random.randint(10, 5_000), "annual_revenue": random.randint(1, 900) * 1_000_000,
             "owner_id": self._rep(), "attributes": {"region": random.choice(REGIONS)}}
            for n in range(ACCOUNTS)
        ]  # fmt: skip

    def _contacts(self) -> list[dict[str, Any]]:
        random = self._random
        return [
            {**self._base(n), "account_id": n % ACCOUNTS + 1, "name": f"{random.choice(PEOPLE)} {random.choice(FAMILY)}-{n}",
             "email": f"c{n}@client.example", "title": random.choice(("COO", "Buyer", "IT Manager", "Finance Manager"))}
            for n in range(2 * ACCOUNTS)
        ]  # fmt: skip

    def _deals(self) -> list[dict[str, Any]]:
        random, found = self._random, []
        for n in range(DEALS):
            stage, outcome = random.choices(STAGES, (15, 10, 10, 35, 30))[0]
            opened = NOW.date() - timedelta(days=random.randint(20, DAYS))
            closed = opened + timedelta(days=random.randint(10, 120))
            found.append(
                {**self._base(n), "name": f"Opportunity {n + 1}", "account_id": random.randint(1, ACCOUNTS),
                 "product_id": random.randint(1, 3), "owner_id": self._rep(), "stage": stage, "outcome": outcome,
                 "amount": random.randint(2, 200) * 1_000, "opened_on": opened,
                 "close_date": min(closed, NOW.date()) if outcome != "open" else NOW.date() + timedelta(days=n % 90)}
            )  # fmt: skip
        return found

    def _tasks(self) -> list[dict[str, Any]]:
        random = self._random
        return [
            {**self._base(n), "what": random.choice(("Send the offer", "Call back", "Book a demo", "Check the invoice")),
             "due_on": date(2026, 6, 1) + timedelta(days=random.randint(0, 200)), "owner_id": self._rep(),
             "account_id": random.randint(1, ACCOUNTS), "done_at": NOW if random.random() < 0.6 else None}
            for n in range(TASKS)
        ]  # fmt: skip

    def _talk(self, count: int, texts: list[Pooled]) -> None:
        """Interactions in the order of time; their vectors by quarter, as the indexer keeps them."""
        gap, space = timedelta(days=DAYS) / count, self._app.embedder.name
        for start in range(0, count, LOT):
            numbers = range(start, min(start + LOT, count))
            told = [texts[self._random.randrange(len(texts))] for _ in numbers]
            rows = [self._said(n, NOW - gap * (count - n), one) for n, one in zip(numbers, told, strict=True)]
            self._write(Interaction, rows)
            people = [{"interaction_id": row["id"], "contact_id": row["account_id"]} for row in rows]
            self._write(interaction_contacts, people)
            quarters: dict[str, list[int]] = defaultdict(list)
            for place, row in enumerate(rows):
                quarters[quarter_of(row["occurred_at"])].append(place)
            for quarter, places in quarters.items():
                ids = [f"{rows[at]['id']}:{passage}" for at in places for passage in range(rows[at]["passages"])]
                vectors = np.concatenate([noisy(told[at].vectors, self._noise) for at in places])
                self._app.vectors.upsert(self._tenant, space, quarter, ids, vectors)
        self._app.vectors.set_state(self._tenant, State(space))

    def _said(self, n: int, at: datetime, told: Pooled) -> dict[str, Any]:
        """A text of the pool, said by a contact of some client (a few of them say much)."""
        account = int(ACCOUNTS * self._random.random() ** 2) + 1
        name = _name(account)
        person = f"[person:{account}]"
        return {
            **self._base(n), "source": "mail", "kind": told.kind, "direction": told.direction, "account_id": account,
            "user_id": self._rep(), "occurred_at": at, "thread": f"t{n // 3}",
            "subject": told.subject and told.subject.replace(CLIENT, name).replace(PERSON, person),
            "text": f"{told.text.replace(CLIENT, name).replace(PERSON, person)} ({n})",
            "mood": told.mood and told.mood.label, "mood_score": told.mood and round(told.mood.score, 4),
            "mood_source": told.mood and "model", "indexed_version": 1, "passages": len(told.vectors),
        }  # fmt: skip


def _name(account: int) -> str:
    return f"{FIRST[(account - 1) % len(FIRST)]} {SECOND[(account - 1) // len(FIRST)]}"
