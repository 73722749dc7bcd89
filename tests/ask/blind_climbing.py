"""Made-up Pipedrive exports of a Danish builder of climbing walls: deals, organizations, people, activities, products.

Moments are written as Pipedrive writes them, "2026-10-05 14:22:00"; a deal has one owner, a product row one deal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, later, moment, people

OWNERS = {"Signe Holm": 4, "Mads Bruun": 3, "Freja Toft": 3, "Kasper Juul": 2, "Ingrid Aas": 2}
STAGES = {"Site seen": 3, "Sketch sent": 4, "Offer made": 4, "Contract talks": 2}
REASONS = {"Too expensive": 5, "No budget this year": 4, "Chose another builder": 4, "Hall not built": 2}
LABELS = {"Hot": 2, "Warm": 3, "Cold": 2}
KINDS = {"Climbing gym": 5, "School": 4, "Municipality": 3, "Fitness chain": 2, "Military": 1}
TOWNS = {
    "Denmark": "Aarhus|Odense|Vejle|Roskilde", "Sweden": "Malmo|Lund|Kalmar", "Norway": "Bergen|Tromso|Stavanger",
    "Germany": "Kiel|Bremen|Rostock",
}  # fmt: skip
PRODUCTS = {  # name: code, price in DKK
    "Lead wall panel": ("LW-10", 6200), "Boulder block": ("BB-02", 14500), "Crash mat": ("CM-40", 3900),
    "Auto belay": ("AB-07", 21500), "Hold set Granite": ("HS-31", 5400), "Speed lane": ("SP-01", 88000),
    "Training board": ("TB-11", 17800), "Route setting day": ("RS-99", 5200),
}  # fmt: skip
FRONT = [
    "North",
    "South",
    "West",
    "East",
    "Harbour",
    "Summit",
    "Fjord",
    "Boulder",
    "Granite",
    "Kraft",
    "Peak",
    "Ridge",
    "Chalk",
    "Crux",
    "Dyno",
    "Arete",
]


@cache
def tables() -> dict[str, Any]:
    chance = Random(77120)
    organizations: list[dict[str, Any]] = []
    while len(organizations) < 210:
        found = _organization(chance, len(organizations))
        if found["Organization - Name"] not in {one["Organization - Name"] for one in organizations}:
            organizations.append(found)
    named = people(chance, 330, tuple(OWNERS))
    persons = [_person(chance, at, who, chance.choice(organizations)) for at, who in enumerate(named)]
    deals = [_deal(chance, at, chance.choice(organizations[:178])) for at in range(640)]
    lines: list[dict[str, Any]] = []
    for deal in deals:
        for name in chance.sample(list(PRODUCTS), chance.choice((0, 1, 1, 2, 2, 3))):
            lines.append(_line(chance, len(lines), deal, name))
    return {
        "organizations": organizations,
        "people": persons,
        "deals": deals,
        "activities": [_activity(chance, at, chance.choice(deals)) for at in range(1400)],
        "deal-products": lines,
    }


def _organization(chance: Random, at: int) -> dict[str, Any]:
    land = pick(chance, {"Denmark": 8, "Sweden": 4, "Norway": 3, "Germany": 3})
    town = chance.choice(TOWNS[land].split("|"))
    kind = pick(chance, KINDS)
    tail = {
        "Climbing gym": "Klatring",
        "School": "Skole",
        "Municipality": "Kommune",
        "Fitness chain": "Fit",
        "Military": "Barracks",
    }
    return {
        "Organization - ID": at + 1,
        "Organization - Name": f"{chance.choice(FRONT)} {town} {tail[kind]}",
        "Organization - Kind of customer": untidy(chance, kind, 0.08),
        "Organization - City": town,
        "Organization - Country of Address": gap(chance, land, 0.04),
        "Organization - Owner": pick(chance, OWNERS),
        "Organization - Ceiling height (m)": gap(chance, round(chance.uniform(4, 19), 1), 0.2),
        "Organization - Organization created": f"{calm(chance, '2021-02-01', '2026-10-01'):%Y-%m-%d} 09:00:00",
    }


def _person(chance: Random, at: int, who: tuple[str, str], organization: dict[str, Any]) -> dict[str, Any]:
    return {
        "Person - ID": at + 1,
        "Person - Name": " ".join(who),
        "Person - Organization": organization["Organization - Name"],
        "Person - Job title": gap(
            chance, pick(chance, {"Hall manager": 4, "Head of sports": 3, "Buyer": 2, "Route setter": 2}), 0.1
        ),
        "Person - Email - Work": gap(chance, f"{who[0]}@example.dk".lower(), 0.15),
        "Person - Phone - Work": gap(
            chance, f"+45 {chance.randrange(20, 99)} {chance.randrange(10, 99)} 11 0{at % 10}", 0.3
        ),
    }


def _time(chance: Random, day: datetime) -> str:
    return f"{day:%Y-%m-%d} {chance.randrange(8, 17):02}:{chance.randrange(60):02}:00"


def _deal(chance: Random, at: int, organization: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-03-01", "2026-11-05")
    ended = aside(later(chance, made, 9, 260))
    ended = max(ended, made + timedelta(days=5))
    owner = organization["Organization - Owner"] if chance.random() < 0.85 else pick(chance, OWNERS)
    pipeline = pick(chance, {"Indoor walls": 7, "Outdoor towers": 2, "Service contracts": 3})
    status = "Won" if chance.random() < (0.62 if pipeline == "Service contracts" else 0.43) else "Lost"
    status = "Open" if ended >= TODAY - timedelta(days=3) or chance.random() < 0.05 else status
    value = money(chance, 38000 if pipeline == "Service contracts" else 240000, 500)
    return {
        "Deal - ID": 3000 + at,
        "Deal - Title": f"{organization['Organization - Name']} {pipeline.split()[0].lower()} {at + 1}",
        "Deal - Organization": organization["Organization - Name"],
        "Deal - Owner": owner,
        "Deal - Pipeline": pipeline,
        "Deal - Stage": pick(chance, STAGES),
        "Deal - Status": status,
        "Deal - Value": gap(chance, value, 0.05) if status == "Open" else value,
        "Deal - Currency of Value": "DKK",
        "Deal - Label": gap(chance, pick(chance, LABELS), 0.35),
        "Deal - Lost reason": pick(chance, REASONS) if status == "Lost" else None,
        "Deal - Deal created": _time(chance, made),
        "Deal - Won time": _time(chance, ended) if status == "Won" else None,
        "Deal - Lost time": _time(chance, ended) if status == "Lost" else None,
        "Deal - Expected close date": f"{aside(later(chance, made, 40, 300)):%Y-%m-%d}"
        if chance.random() < 0.8
        else None,
    }


def _activity(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    due = aside(min(moment(chance, "2025-03-01", "2027-01-15"), datetime(2027, 1, 10)))  # noqa: DTZ001
    kind = pick(chance, {"Call": 6, "Meeting": 3, "Site inspection": 2, "E-mail": 4, "Deadline": 1})
    done = due < TODAY and chance.random() < 0.9
    return {
        "Activity - ID": 90000 + at,
        "Activity - Subject": f"{kind} {chance.choice(('about drawings', 'price', 'with architect', 'safety', 'handover'))}",
        "Activity - Type": kind,
        "Activity - Due date": f"{due:%Y-%m-%d}",
        "Activity - Duration (minutes)": chance.choice((15, 30, 45, 60, 90, 120))
        if kind not in {"E-mail", "Deadline"}
        else None,
        "Activity - Deal": deal["Deal - Title"],
        "Activity - Organization": untidy(chance, deal["Deal - Organization"], 0.03),
        "Activity - Assigned to user": deal["Deal - Owner"],
        "Activity - Done": "Done" if done else "To do",
    }


def _line(chance: Random, at: int, deal: dict[str, Any], name: str) -> dict[str, Any]:
    code, price = PRODUCTS[name]
    count = chance.randrange(1, 3) if price > 50000 else chance.randrange(1, 13)
    each = round(price * chance.choice((1, 1, 1, 0.9, 0.85)))
    return {
        "Product - Row ID": at + 1,
        "Product - Deal": deal["Deal - Title"],
        "Product - Name": name,
        "Product - Product code": code,
        "Product - Quantity": count,
        "Product - Item price": each,
        "Product - Sum": count * each,
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"Deal - Value", "Activity - Duration (minutes)"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _read(name: str, *moments: str) -> Any:
    frame = read(write, f"{name}.csv", encoding="utf-8-sig")
    frame = frame.rename(columns=lambda header: header.split("_", 1)[1])
    for column in moments:
        frame[column] = pd.to_datetime(frame[column])
    return frame


@cache
def frames() -> SimpleNamespace:
    g = _read("organizations", "organization_created")
    d = _read("deals", "deal_created", "won_time", "lost_time", "expected_close_date")
    v, p, n = _read("activities", "due_date"), _read("deal-products"), _read("people")
    g["kind_of_customer"] = tidy(g.kind_of_customer, KINDS)
    v["organization"] = tidy(v.organization, g.name)
    assert g.name.is_unique
    assert d.title.is_unique
    assert n.name.is_unique
    about = g[["name", "kind_of_customer", "city", "country_of_address", "ceiling_height_m"]]
    about = about.rename(columns={"name": "organization"})
    d = d.merge(about, on="organization")
    v = v.merge(d[["title", "pipeline", "status", "value"]], left_on="deal", right_on="title").merge(
        about, on="organization"
    )
    p = p.merge(d, left_on="deal", right_on="title")
    assert (len(d), len(v)) == (640, 1400)
    won, lost, still = (d[d.status == state] for state in ("Won", "Lost", "Open"))
    return SimpleNamespace(
        g=g, d=d, v=v, p=p, n=n, won=won, lost=lost, open=still, closed=d[d.status != "Open"],
        sold=p[p.status == "Won"], done=v[v.done == "Done"],
    )  # fmt: skip
