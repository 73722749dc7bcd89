"""A made-up Close export of a Texan firm that rents out portable toilets: leads, opportunities, calls and tasks.

A site rental's value is a month's, an event's is paid once; moments are written in the ISO way, a call's length in seconds.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, tidy, untidy, weekday
from fresh_parts import pick
from unseen_parts import TODAY, WORDS, later, people

REPS = {"Shawna Pickett": 5, "Luis Ortega": 5, "Cody Barnhart": 4, "Deb Stroud": 3}
VERTICALS = {
    "Construction": ("Builders", "Contractors", "Homes"),
    "Festivals": ("Fest", "Jam", "Rodeo"),
    "Wedding Venues": ("Ranch", "Barn"),
    "Oilfield": ("Drilling", "Energy"),
    "Parks & County": ("County Parks", "Fairgrounds"),
}
VERTICAL_ODDS = {"Construction": 7, "Festivals": 4, "Wedding Venues": 4, "Oilfield": 3, "Parks & County": 2}
YARDS = {"Austin": 6, "Waco": 4, "Midland": 3, "San Marcos": 3}
SOURCES = {"Google Ads": 5, "Referral": 5, "Cold List": 4, "Drive-by": 2, "Trade Show": 2}
ACTIVE = {"Quoted": 6, "Verbal Yes": 3, "Contract Out": 3}
SURE = {"Quoted": (20, 30, 40), "Verbal Yes": (60, 70), "Contract Out": (80, 90)}
WHY = {"Price": 6, "No units free": 3, "Went with competitor": 4, "Job cancelled": 3}
HEARD = {"answered": 9, "no-answer": 8, "vm-left": 6, "busy": 1}
JOBS = ("Send COI", "Check back on dates", "Get site map", "Confirm drop off time", "Ask about handwash stations")
STAMP, DATED = "%Y-%m-%dT%H:%M:%S+00:00", "%Y-%m-%d"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(95107)
    words = chance.sample([word for word in WORDS if word not in {"Quarry", "Garnet"}], 112)
    leads = [_lead(chance, word, who) for word, who in zip(words, people(chance, 112, tuple(REPS)), strict=True)]
    return {
        "leads": leads,
        "opportunities": [_deal(chance, chance.choice(leads[:86])) for _ in range(390)],
        "calls": [_call(chance, chance.choice(leads[:104])) for _ in range(1150)],
        "tasks": [_task(chance, chance.choice(leads[:90])) for _ in range(170)],
    }


def _id(chance: Random, kind: str) -> str:
    return f"{kind}_{''.join(chance.choices(LETTERS, k=22))}"


def _at(chance: Random, day: datetime) -> str:
    moment = day.replace(hour=chance.randrange(14, 23), minute=chance.randrange(60), second=chance.randrange(60))
    return f"{moment:{STAMP}}"


def _lead(chance: Random, word: str, who: tuple[str, str]) -> dict[str, Any]:
    trade = pick(chance, VERTICAL_ODDS)
    return {
        "id": _id(chance, "lead"),
        "display_name": f"{word} {chance.choice(VERTICALS[trade])}",
        "status_label": pick(
            chance, {"Customer": 8, "Qualified": 4, "Potential": 5, "Bad Fit": 2, "Former Customer": 2}
        ),
        "custom.Vertical": untidy(chance, trade, 0.05),
        "custom.Yard": pick(chance, YARDS),
        "custom.Lead Source": gap(chance, pick(chance, SOURCES), 0.06),
        "custom.Lead Owner": pick(chance, REPS),
        "primary_contact_name": " ".join(who),
        "primary_contact_primary_phone": f"+1512555{chance.randrange(1000, 9999)}",
        "primary_contact_primary_email": gap(chance, f"{who[0]}@{word}.example".lower(), 0.2),
        "date_created": _at(chance, calm(chance, "2022-02-01", "2026-10-14")),
    }


def _deal(chance: Random, lead: dict[str, Any]) -> dict[str, Any]:
    trade = next(name for name in VERTICALS if name.lower() == lead["custom.Vertical"].strip().lower())
    site = chance.random() < {"Construction": 0.95, "Oilfield": 0.97, "Parks & County": 0.5}.get(trade, 0.06)
    made = calm(chance, "2024-12-02", "2026-11-17")
    closed: datetime | None = aside(later(chance, made, 2, 65))
    status = "Won" if chance.random() < (0.57 if trade == "Oilfield" else 0.46) else "Lost"
    if closed is None or closed >= TODAY or closed < made or (made.year == 2026 and chance.random() < 0.17):
        status, closed = pick(chance, ACTIVE), None
    units = chance.randrange(1, 14) if site else max(2, round(chance.lognormvariate(2.6, 0.8)))
    value = units * chance.randrange(95, 150) if site else units * chance.randrange(80, 190)
    guess = aside(calm(chance, "2026-10-05", "2027-02-26"))
    return {
        "id": _id(chance, "oppo"),
        "lead_id": lead["id"],
        "lead_name": lead["display_name"],
        "pipeline_name": "Site Rentals" if site else "Events",
        "status_label": status,
        "status_type": {"Won": "won", "Lost": "lost"}.get(status, "active"),
        "value": value,
        "value_formatted": f"${value:,} monthly" if site else f"${value:,}",
        "value_period": "monthly" if site else "one_time",
        "value_currency": "USD",
        "confidence": {"Won": 100, "Lost": 0}[status] if closed else chance.choice(SURE[status]),
        "user_name": lead["custom.Lead Owner"],
        "custom.Units": units,
        "custom.Loss Reason": pick(chance, WHY) if status == "Lost" else None,
        "estimated_close": None if closed else f"{guess:{DATED}}",
        "date_created": _at(chance, made),
        "date_won": f"{closed:{DATED}}" if closed and status == "Won" else None,
        "date_lost": f"{closed:{DATED}}" if closed and status == "Lost" else None,
    }


def _call(chance: Random, lead: dict[str, Any]) -> dict[str, Any]:
    way = pick(chance, {"outbound": 5, "inbound": 1})
    heard = pick(chance, HEARD if way == "outbound" else {"answered": 7, "vm-left": 2})
    return {
        "id": _id(chance, "acti"),
        "lead_id": lead["id"],
        "lead_name": lead["display_name"],
        "user_name": lead["custom.Lead Owner"] if chance.random() < 0.82 else pick(chance, REPS),
        "direction": way,
        "disposition": heard,
        "duration": {"answered": chance.randrange(35, 1500), "vm-left": chance.randrange(12, 55)}.get(heard, 0),
        "date_created": _at(chance, weekday(chance, "2025-11-03", "2026-11-19")),
    }


def _task(chance: Random, lead: dict[str, Any]) -> dict[str, Any]:
    due = calm(chance, "2026-05-11", "2026-12-18")
    return {
        "id": _id(chance, "task"),
        "lead_name": lead["display_name"],
        "text": chance.choice(JOBS),
        "assigned_to_name": lead["custom.Lead Owner"],
        "due_date": f"{due:{DATED}}",
        "is_complete": chance.random() < (0.84 if due < TODAY else 0.08),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    phones = {"primary_contact_primary_phone": str}
    c = read(write, "leads.csv", {"date_created": STAMP}, dtype=phones)
    o = read(write, "opportunities.csv", {"date_created": STAMP, "date_won": DATED, "date_lost": DATED})
    v, t = read(write, "calls.csv", {"date_created": STAMP}), read(write, "tasks.csv", {"due_date": DATED})
    o["estimated_close"] = pd.to_datetime(o.estimated_close, format=DATED)
    for frame in (c, o, v):
        frame["date_created"] = frame.date_created.dt.tz_localize(None)
    c = c.rename(columns=lambda header: header.replace("custom_", ""))
    o = o.rename(columns=lambda header: header.replace("custom_", ""))
    c["vertical"] = tidy(c.vertical, VERTICALS)
    about = c[["id", "vertical", "yard", "lead_source"]].rename(columns={"id": "lead_id"})
    o = o.merge(about, on="lead_id")
    assert c.display_name.is_unique
    assert len(o) == 390
    o["closed"] = o.date_won.fillna(o.date_lost)
    o["days"] = (o.closed - o.date_created.dt.normalize()).dt.days
    won, lost, live = (o[o.status_type == kind] for kind in ("won", "lost", "active"))
    return SimpleNamespace(c=c, o=o, v=v, t=t, won=won, lost=lost, open=live)
