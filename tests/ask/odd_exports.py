"""Two made-up exports with headers of their own: a wine wholesaler and a recruiting agency."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

TRADES = ("Restaurant", "Wine Bar", "Hotel", "Bottle Shop")
SELLERS = ("Odile Marchetti", "Piers Okonkwo", "Saskia Lund")
LABELS = ("Rioja Reserva", "Chablis Vieilles Vignes", "Barolo Classico", "Gavi di Gavi")
HOUSES = (
    "The Copper Ladle", "Nettle and Rye", "Hotel Marivaux", "Saltmarsh Cellars", "Vintry Lane", "The Blue Anchor Inn",
    "Quince Brasserie", "Hotel Bellweather", "Corkscrew Corner", "The Slate Oven", "Tern and Tide", "Juniper Rooms",
)  # fmt: skip
FIRMS = (
    "Brightwater Clinics",
    "Oakline Logistics",
    "Fennmoor Foods",
    "Pallas Robotics",
    "Greyfriars Legal",
    "Sunfold Energy",
)
SECTORS = ("Healthcare", "Logistics", "Food", "Engineering", "Legal", "Energy")
CONSULTANTS = ("Ingrid Vasquez", "Tobias Renner", "Mei Castellan")
ROLES = ("Nurse", "Warehouse Manager", "Controls Engineer", "Paralegal")


@dataclass(frozen=True)
class Quote:
    house: str
    trade: str
    seller: str
    label: str
    cases: int
    status: str
    made: date
    decided: date | None
    total: int


@dataclass(frozen=True)
class Vacancy:
    firm: str
    sector: str
    consultant: str
    role: str
    stage: str
    opened: date
    filled: date | None
    fee: int


def quotes() -> list[Quote]:
    chance = Random(11)
    found = []
    for number in range(140):
        at = chance.randrange(len(HOUSES) - 1)  # the last of the houses has never had a quote
        made = date(2025, 1, 3) + timedelta(days=chance.randrange(620))
        status = chance.choice(("Accepted", "Accepted", "Declined", "Sent"))
        decided = None if status == "Sent" else made + timedelta(days=chance.randrange(2, 40))
        cases = chance.randrange(2, 60)
        seller = SELLERS[(at + (number % 7 == 0)) % 3]
        label = chance.choice(LABELS)
        found.append(Quote(HOUSES[at], TRADES[at % 4], seller, label, cases, status, made, decided, cases * 96))
    return found


def vacancies() -> list[Vacancy]:
    chance = Random(23)
    found = []
    for _ in range(90):
        at = chance.randrange(len(FIRMS))
        opened = date(2025, 2, 1) + timedelta(days=chance.randrange(600))
        stage = chance.choice(("Placed", "Placed", "Fell through", "Interviewing", "Sourcing"))
        filled = opened + timedelta(days=chance.randrange(10, 80)) if stage in {"Placed", "Fell through"} else None
        found.append(
            Vacancy(
                FIRMS[at], SECTORS[at], chance.choice(CONSULTANTS), chance.choice(ROLES), stage, opened, filled,
                chance.randrange(40, 190) * 100,
            )
        )  # fmt: skip
    return found


def write(folder: Path) -> dict[str, Path]:
    """The two folders, by name."""
    cellar, agency = folder / "cellar", folder / "agency"
    cellar.mkdir(parents=True)
    agency.mkdir(parents=True)
    _csv(
        cellar / "customers.csv",
        ("Cust No", "Trading As", "Trade Type", "Town", "Credit Limit GBP", "Cust Since"),
        [
            (
                f"C{at:03}",
                house,
                TRADES[at % 4],
                ("Bath", "York", "Leeds")[at % 3],
                2000 + 500 * at,
                f"20{10 + at}-04-01",
            )
            for at, house in enumerate(HOUSES)
        ],
    )
    _csv(
        cellar / "quotes.csv",
        ("Quote Ref", "Cust No", "Sales Person", "Product", "Cases", "Quote Status", "Quote Date", "Decision Date",
         "Quote Total GBP"),
        [
            (f"Q{number:04}", f"C{HOUSES.index(q.house):03}", q.seller, q.label, q.cases, q.status, q.made,
             q.decided or "", q.total)
            for number, q in enumerate(quotes())
        ],
    )  # fmt: skip
    _csv(
        agency / "clients.csv",
        ("Client ID", "Client Name", "Sector", "Headcount"),
        [(at + 1, firm, SECTORS[at], 80 * (at + 1)) for at, firm in enumerate(FIRMS)],
    )
    _csv(
        agency / "vacancies.csv",
        ("Vacancy No", "Client ID", "Consultant", "Job Title", "Stage", "Date Opened", "Date Closed", "Fee EUR"),
        [
            (f"V{number}", FIRMS.index(v.firm) + 1, v.consultant, v.role, v.stage, v.opened, v.filled or "", v.fee)
            for number, v in enumerate(vacancies())
        ],
    )
    return {"cellar": cellar, "agency": agency}


def _csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
