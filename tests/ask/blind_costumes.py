"""Made-up sheets of a British firm that hires out costumes to theatres and schools: customers, costumes, hires, what went
out with each hire, fittings and quotes. Days are written day first, amounts with a pound sign.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, cash, gap, read
from blind_parts import calm, tidy, untidy
from fresh_parts import pick
from unseen_parts import TODAY, WORDS, later, people

US = {"Dot": 5, "Marvin": 4, "Priya": 3, "Old Len": 2}
KINDS = {
    "Amateur society": ("Players", "Operatic Society", "Musical Theatre"),
    "School": ("Academy", "High School", "Grammar"),
    "Professional theatre": ("Playhouse", "Rep"),
    "Film & TV": ("Pictures", "Films"),
}
KIND_ODDS = {"Amateur society": 6, "School": 6, "Professional theatre": 2, "Film & TV": 2}
TOWNS = {"Leeds": 4, "Bradford": 3, "Harrogate": 3, "York": 3, "Wakefield": 2, "Hull": 2}
SHOWS = (
    "Oklahoma",
    "Oliver",
    "Les Mis",
    "Guys and Dolls",
    "Cinderella",
    "Macbeth",
    "Grease",
    "Pygmalion",
    "The Mikado",
)
PERIODS = {"Tudor": 4, "Georgian": 3, "Victorian": 6, "1920s": 4, "1950s": 3, "Panto": 4, "Medieval": 2}
GARMENTS = ("gown", "doublet", "frock coat", "cape", "three piece suit", "apron dress", "military tunic", "bonnet set")
HEARD = {"Been before": 6, "Google": 3, "Friend told them": 4, "NODA magazine": 2, "Walked in": 1}
WHY_NOT = {"Too dear": 5, "Hired elsewhere": 4, "Show cancelled": 3, "Sewing their own": 2}
DAMAGE = {"Torn hem": 4, "Lost button": 5, "Make-up stain": 4, "Missing": 1}
SLASHED = "%d/%m/%Y"


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(51203)
    words = [word for word in WORDS if word != "Orchard"]
    named = people(chance, 74)
    customers = [
        _customer(chance, word, " ".join(who)) for word, who in zip(chance.sample(words, 74), named, strict=True)
    ]
    costumes = [_costume(chance, at) for at in range(310)]
    hires = [_hire(chance, at, chance.choice(customers[:66])) for at in range(380)]
    items = [item for hire in hires for item in _items(chance, hire, chance.sample(costumes[:285], 6))]
    return {
        "customers": customers,
        "costumes": costumes,
        "hires": hires,
        "hire items": items,
        "fittings": [_fitting(chance, chance.choice(customers[:66])) for _ in range(230)],
        "quotes": [_quote(chance, at, chance.choice(customers)) for at in range(210)],
    }


def written(day: datetime | None) -> str | None:
    return f"{day:{SLASHED}}" if day else None


def _customer(chance: Random, word: str, contact: str) -> dict[str, Any]:
    kind = pick(chance, KIND_ODDS)
    return {
        "Customer": f"{word} {chance.choice(KINDS[kind])}",
        "Sort of customer": untidy(chance, kind, 0.05),
        "Town": pick(chance, TOWNS),
        "Who to ask for": contact,
        "Phone": f"0{chance.randrange(1130, 1990)} {chance.randrange(200000, 899999)}",
        "First hired": written(calm(chance, "2011-09-01", "2025-12-01")),
        "Discount %": gap(chance, chance.choice((5, 10, 15)), 0.6),
    }


def _costume(chance: Random, at: int) -> dict[str, Any]:
    period, worth = pick(chance, PERIODS), chance.randrange(9, 90) * 5
    return {
        "Costume no": f"C{at + 101}",
        "What it is": f"{period} {chance.choice(GARMENTS)}",
        "Era": period,
        "Size": pick(chance, {"S": 3, "M": 5, "L": 4, "XL": 2, "Child": 3}),
        "Rail": chance.choice("ABCDEFGH"),
        "Hire per week": f"£{worth * 0.16:.2f}",
        "Replacement value": f"£{worth + chance.randrange(5)}.00",
        "State": pick(chance, {"Good": 7, "Worn": 3, "Needs mending": 2}),
    }


def _hire(chance: Random, at: int, customer: dict[str, Any]) -> dict[str, Any]:
    out = calm(chance, "2024-11-04", "2026-12-20")
    weeks = chance.choices((1, 2, 3, 4), (5, 6, 3, 1))[0]
    due = aside(out + timedelta(days=weeks * 7))
    late = chance.randrange(1, 19) if chance.random() < 0.24 else -chance.randrange(0, 3)
    back = due + timedelta(days=late)
    came = None if back >= TODAY or (out > datetime(2026, 8, 1) and chance.random() < 0.08) else back  # noqa: DTZ001
    deposit = chance.choice((50, 75, 100, 150, 200))
    given = came is not None and chance.random() < 0.88
    charge = round(chance.uniform(60, 1650), 2)
    return {
        "Hire no": f"H{at + 3001}",
        "Customer": customer["Customer"],
        "Show": chance.choice(SHOWS),
        "Goes out": written(out),
        "Due back": written(due),
        "Came back": written(came),
        "Weeks": weeks,
        "Charge": f"£{charge:,.2f}",
        "Deposit": f"£{deposit}.00",
        "Deposit given back": "y" if given else "n",
        "Taken by": pick(chance, US),
        "How they heard of us": gap(chance, pick(chance, HEARD), 0.08),
    }


def _items(chance: Random, hire: dict[str, Any], costumes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for costume in costumes[: chance.randrange(1, 6)]:
        harm = pick(chance, DAMAGE) if hire["Came back"] and chance.random() < 0.09 else None
        found.append(
            {
                "Hire no": hire["Hire no"],
                "Costume no": costume["Costume no"],
                "Altered": pick(chance, {"n": 4, "y": 1}),
                "Damage": harm,
                "Damage charge": f"£{chance.randrange(4, 70)}.50" if harm else None,
            }
        )
    return found


def _fitting(chance: Random, customer: dict[str, Any]) -> dict[str, Any]:
    came = chance.random() < 0.86
    return {
        "Day": written(calm(chance, "2025-09-01", "2026-11-18")),
        "Customer": customer["Customer"],
        "Fitter": pick(chance, {"Dot": 4, "Priya": 4, "Ines": 3}),
        "Turned up": "yes" if came else "no",
        "People fitted": chance.randrange(1, 24) if came else 0,
        "Hours": chance.randrange(2, 15) / 2 if came else 0.5,
    }


def _quote(chance: Random, at: int, customer: dict[str, Any]) -> dict[str, Any]:
    asked = calm(chance, "2025-03-03", "2026-11-17")
    decided = aside(later(chance, asked, 2, 45))
    result = pick(chance, {"Booked": 5, "Turned down": 4})
    if decided >= TODAY or decided < asked or chance.random() < 0.06:
        result = "Waiting"
    return {
        "Quote no": f"Q{at + 880}",
        "Asked on": written(asked),
        "Customer": customer["Customer"],
        "Show": chance.choice(SHOWS),
        "Quoted": f"£{chance.uniform(80, 2600):,.2f}",
        "Result": result,
        "Decided on": None if result == "Waiting" else written(decided),
        "Why not": pick(chance, WHY_NOT) if result == "Turned down" else None,
        "Quoted by": pick(chance, US),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        if "Discount %" in frame:
            frame["Discount %"] = frame["Discount %"].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    c = read(write, "customers.csv", {"First hired": SLASHED})
    k = read(write, "costumes.csv")
    h = read(write, "hires.csv", dict.fromkeys(("Goes out", "Due back", "Came back"), SLASHED))
    i, v = read(write, "hire items.csv"), read(write, "fittings.csv", {"Day": SLASHED})
    q = read(write, "quotes.csv", {"Asked on": SLASHED, "Decided on": SLASHED})
    for frame, column in (
        (k, "hire_per_week"),
        (k, "replacement_value"),
        (h, "charge"),
        (h, "deposit"),
        (i, "damage_charge"),
        (q, "quoted"),
    ):
        frame[column] = cash(frame[column])
    c["sort_of_customer"] = tidy(c.sort_of_customer, KINDS)
    h = h.merge(c[["customer", "sort_of_customer", "town"]], on="customer")
    i = i.merge(h, on="hire_no").merge(k, on="costume_no")
    assert c.customer.is_unique
    assert len(h) == 380
    h["late"] = (h.came_back - h.due_back).dt.days
    return SimpleNamespace(c=c, k=k, h=h, i=i, v=v, q=q)
