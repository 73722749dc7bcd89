"""A made-up Close export of a firm that cleans offices: leads, opportunities and calls, and a sheet of site inspections."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_parts import calm, parted, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, later, moment, save, snake, table

USERS = {"Marta Kellner": 5, "Denzil Okoro": 4, "Priya Wade": 3, "Sean Mulqueen": 2}
LEADS = parted(
    "Axbridge Dental|Borden Accountants|Cresswell Autos|Dunmore Logistics|Eastway Surgery|Fenwick Print|Garrick Theatre|"
    "Hallam Nurseries|Inverleith Law|Jarvis Engineering|Keswick Opticians|Lomond Travel|Mapperley School|Netherby Bank|"
    "Oakridge Gym|Penrose Estates|Quorn Packaging|Rushmere Clinic|Saltash Foods|Thirsk Motors|Uppingham College|"
    "Varley Architects|Wexford Call Centre|Yeovil Plastics|Ashby Coaches|Bexhill Physio|Clifton Studios|Dalston Tech Hub|"
    "Elgin Textiles|Frome Galleries|Goole Shipping|Hexham Auction|Ilkley Spa|Kendal Outdoor|Ludlow Foods|Malvern Springs|"
    "Nairn Brewery|Otley Print Works|Petworth House|Redcar Steel|Stamford Records|Totnes Books|Ulverston Lamps|"
    "Ventnor Marine|Whitby Seafood|Arundel Antiques|Bakewell Tarts|Chepstow Races"
)


@cache
def tables() -> dict[str, Any]:
    chance = Random(52290)
    leads = [_lead(chance, name) for name in LEADS]
    called = leads[:39]
    return {
        "leads": table(leads),
        "opportunities": table([_opportunity(chance, chance.choice(leads[3:])) for _ in range(125)]),
        "calls": table([_call(chance, chance.choice(called)) for _ in range(320)]),
        "site_inspections": table([_inspection(chance, at, chance.choice(leads[5:30])) for at in range(130)]),
    }


def _token(chance: Random, kind: str) -> str:
    return f"{kind}_{chance.getrandbits(64):016x}"


def _lead(chance: Random, name: str) -> dict[str, Any]:
    return {
        "lead_id": _token(chance, "lead"),
        "display_name": name,
        "status_label": pick(chance, {"Potential": 3, "Qualified": 3, "Client": 4, "Bad fit": 1}),
        "custom.building": pick(chance, {"Office": 5, "Clinic": 2, "School": 1, "Warehouse": 3}),
        "custom.lead_source": pick(chance, {"Cold call": 4, "Leaflet": 2, "Word of mouth": 3}),
        "custom.floor_m2": chance.randrange(12, 400) * 10 if chance.random() < 0.85 else None,
        "lead_owner": pick(chance, USERS),
        "date_created": calm(chance, "2023-05-01", "2026-08-01"),
    }


def _opportunity(chance: Random, lead: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, {"Active": 3, "Won": 4, "Lost": 4})
    made = calm(chance, "2025-04-01", "2026-10-15")
    ended = later(chance, made, 6, 33)
    period = pick(chance, {"monthly": 4, "annual": 2})
    value = money(chance, 1900 if period == "monthly" else 21_000, 10)
    return {
        "opportunity_id": _token(chance, "oppo"),
        "lead_id": lead["lead_id"],
        "lead_name": lead["display_name"],
        "user_name": lead["lead_owner"],
        "value": value,
        "value_period": period,
        "annualized_value": value * 12 if period == "monthly" else value,
        "value_currency": "GBP",
        "confidence": {"Won": 100, "Lost": 0}.get(status, chance.randrange(2, 19) * 5),
        "status_label": status,
        "opened": made,
        "date_won": ended if status == "Won" else None,
        "date_lost": ended if status == "Lost" else None,
        "lost_because": pick(chance, {"too expensive": 4, "kept in-house": 3, "no reply": 2})
        if status == "Lost"
        else None,
    }


def _call(chance: Random, lead: dict[str, Any]) -> dict[str, Any]:
    rung = calm(chance, "2025-09-01", "2026-11-18")
    talked = pick(chance, {"answered": 6, "voicemail": 3, "no answer": 2})
    return {
        "call_id": _token(chance, "acti"),
        "lead_id": lead["lead_id"],
        "caller": pick(chance, USERS),
        "direction": pick(chance, {"outbound": 7, "inbound": 3}),
        "disposition": talked,
        "duration_seconds": chance.randrange(25, 1500) if talked == "answered" else 0,
        "called_at": moment(chance, rung.date().isoformat(), (rung + timedelta(days=1)).date().isoformat()),
    }


def _inspection(chance: Random, at: int, lead: dict[str, Any]) -> dict[str, Any]:
    return {
        "Sheet no": 501 + at,
        "Site": untidy(chance, lead["display_name"]),
        "Inspected": calm(chance, "2025-08-01", "2026-11-18"),
        "Inspector": chance.choice(("Dot Hargreave", "Emeka Nwosu", "Ilse Brandt")),
        "Score": min(100, max(38, round(chance.gauss(82, 12)))),
        "Reclean": chance.random() < 0.2,
        "Remarks": chance.choice((None, None, "bins missed", "washroom streaky", "very tidy", "bins mised")),
    }


def write(folder: Path) -> None:
    forms = {"called_at": "%Y-%m-%dT%H:%M:00+00:00", "Inspected": "%d/%m/%y"}
    for name, frame in tables().items():
        days = {c: forms.get(c, "%Y-%m-%d") for c in frame if frame[c].dtype.kind == "M"}
        save(folder / f"{name}.csv", frame, days)


@cache
def frames() -> SimpleNamespace:
    leads, d, k, s = (snake(frame) for frame in tables().values())
    s["display_name"] = tidy(s.site, LEADS)
    about = leads.rename(columns={"status_label": "lead_status"})
    about.columns = [name.replace("custom_", "") for name in about.columns]
    d = d.merge(about[["lead_id", "lead_source", "building"]], on="lead_id")
    k = k.merge(about[["lead_id", "display_name", "lead_status"]], on="lead_id")
    s = s.merge(about[["display_name", "building", "lead_owner"]], on="display_name")
    assert (len(d), len(k), len(s)) == (125, 320, 130)
    assert d.date_won.dropna().max() < TODAY
    won, lost = d[d.status_label == "Won"], d[d.status_label == "Lost"]
    return SimpleNamespace(l=about, d=d, k=k, s=s, won=won, lost=lost, active=d[d.status_label == "Active"])
