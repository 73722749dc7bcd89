"""A made-up Pipedrive export of a firm that sells software for planning shifts: organizations, people, deals, activities, notes.

Every heading begins with what the row is, as Pipedrive writes them; one sector is misspelt throughout.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap, read
from blind_parts import calm, parted
from fresh_parts import pick
from unseen_parts import TODAY, later, people, save, table

REPS = {
    "Saoirse Brannigan": 5, "Timo Aalto": 5, "Inês Valadares": 4, "Radek Sobotka": 4, "Priya Nambiar": 4,
    "Lotte Vermeulen": 3, "Callum Strachan": 3, "Yara Mansour": 3, "Dominik Fröhlich": 2, "Mirela Popescu": 2,
    "Hugo Lindell": 1,
}  # fmt: skip
STARTS = parted("Aven|Bel|Cor|Dal|Esk|Fen|Gar|Hal|Ister|Jor|Kil|Lor|Mar|Nor|Ost|Pel|Quin|Ros|Sel|Tor|Ulver|Ver|Wes|Yar")
ENDS = parted("ford|mont|vik|dale|haven|stad|berg|more|wick|holm")
SECTORS = {
    "Hospitalty": ("Hotels", "Resort", "Restaurants"), "Care": ("Care Homes", "Nursing"),
    "Healthcare": ("Clinics", "Hospital"), "Retail": ("Outlets", "Supermarkets"), "Logistics": ("Couriers", "Depots"),
}  # fmt: skip
COUNTRIES = {"Ireland": 4, "United Kingdom": 5, "Netherlands": 4, "Germany": 4, "Finland": 2, "Portugal": 2}
PLANS = {"Starter": 36, "Team": 54, "Enterprise": 78}  # a seat's price for a year
STAGES = {
    "New Business": {"Lead In": 4, "Demo Booked": 4, "Pilot": 3, "Proposal": 3, "Legal": 2},
    "Renewals": {"Usage Review": 3, "Offer Out": 3, "Signature": 2},
}
WHY = {"Too expensive": 5, "Went with competitor": 4, "No budget": 3, "Missing feature": 3, "Went quiet": 4}
CHANNELS = {"Website": 5, "Referral": 4, "Cold outreach": 4, "Trade fair": 2, "Partner": 2}
NOTES = (
    "Needs single sign-on before anything is signed", "Payroll export is the thing they care about", "Works council has to agree",
    "Asked for a discount on three years", "Rota is done in Excel today, two people half a day each",
    "New operations director, go slow", "Happy with the pilot, wants the app in Polish",
    "Security questionnaire sent back", "IT asks about single sign-on and audit logs",
)  # fmt: skip
FILES = {
    "Organizations": "organizations-8842013-41.csv", "People": "people-8842013-42.csv", "Deals": "deals-8842013-43.csv",
    "Activities": "activities-8842013-44.csv", "Notes": "notes-8842013-45.csv",
}  # fmt: skip


@cache
def tables() -> dict[str, Any]:
    chance = Random(202611)
    names = chance.sample([start + end for start in STARTS for end in ENDS], 112)
    organizations = [_organization(chance, at, name) for at, name in enumerate(names)]
    persons = [_person(chance, at, who, organizations) for at, who in enumerate(people(chance, 175))]
    deals = [_deal(chance, at, chance.choice(organizations[:99])) for at in range(520)]
    _tell_apart(deals)
    activities = [_activity(chance, at, chance.choice(deals)) for at in range(1150)]
    _schedule(deals, activities)
    _tally(organizations, deals)
    notes = [_note(chance, at, chance.choice(deals)) for at in range(190)]
    rows = (organizations, persons, deals, activities, notes)
    return {name: table(found) for name, found in zip(FILES, rows, strict=True)}


def _at(chance: Random, day: datetime) -> datetime:
    return day.replace(hour=chance.randrange(8, 18), minute=chance.randrange(60), second=chance.randrange(60))


def _organization(chance: Random, at: int, name: str) -> dict[str, Any]:
    sector = pick(chance, {"Hospitalty": 6, "Care": 5, "Healthcare": 3, "Retail": 4, "Logistics": 3})
    return {
        "Organization - ID": at + 12,
        "Organization - Name": f"{name} {chance.choice(SECTORS[sector])}",
        "Organization - Label": gap(chance, pick(chance, {"Hot": 1, "Warm": 3, "Cold": 2, "Customer": 3}), 0.4),
        "Organization - Owner": pick(chance, REPS),
        "Organization - Sector": sector,
        "Organization - Country": pick(chance, COUNTRIES),
        "Organization - Employees": gap(chance, chance.randrange(3, 260) * 10, 0.14),
        "Organization - Organization created": _at(chance, calm(chance, "2023-03-01", "2024-11-15")),
    }


def _person(chance: Random, at: int, who: tuple[str, str], organizations: list[dict[str, Any]]) -> dict[str, Any]:
    organization = chance.choice(organizations)
    name, site = " ".join(who), organization["Organization - Name"].split()[0].lower()
    return {
        "Person - ID": at + 1,
        "Person - Name": name,
        "Person - Organization": organization["Organization - Name"],
        "Person - Job title": gap(
            chance, pick(chance, {"HR Manager": 4, "Operations Director": 3, "Site Manager": 4, "CFO": 1}), 0.1
        ),
        "Person - Email - Work": gap(chance, f"{who[0]}.{who[1]}@{site}.example".lower(), 0.12),
        "Person - Phone - Work": gap(chance, f"+44 20 7946 {chance.randrange(1000):04}", 0.3),
        "Person - Owner": organization["Organization - Owner"],
        "Person - Person created": _at(chance, calm(chance, "2024-01-08", "2026-11-10")),
    }


def _deal(chance: Random, at: int, organization: dict[str, Any]) -> dict[str, Any]:
    plan = pick(chance, {"Starter": 4, "Team": 5, "Enterprise": 2})
    pipeline = pick(chance, {"New Business": 7, "Renewals": 3})
    made = _at(chance, calm(chance, "2024-11-22", "2026-11-16"))
    ended = _at(chance, aside(later(chance, made, 12, 150)))
    state = pick(chance, {"Won": 5 if pipeline == "Renewals" else 3, "Lost": 4, "Open": 0.7})
    state = "Open" if ended > TODAY - timedelta(days=3) else state
    seats = max(8, round(chance.lognormvariate(0, 0.8) * 190))
    return {
        "Deal - ID": at + 301,
        "Deal - Title": f"{organization['Organization - Name']} {'renewal' if pipeline == 'Renewals' else 'deal'}",
        "Deal - Owner": organization["Organization - Owner"] if chance.random() < 0.8 else pick(chance, REPS),
        "Deal - Organization": organization["Organization - Name"],
        "Deal - Pipeline": pipeline,
        "Deal - Stage": pick(chance, STAGES[pipeline]),
        "Deal - Status": state,
        "Deal - Value": round(seats * PLANS[plan] * chance.choice((1, 1, 0.95, 0.9, 0.8)) / 10) * 10,
        "Deal - Currency of Value": "EUR",
        "Deal - Plan": plan,
        "Deal - Seats": gap(chance, seats, 0.07),
        "Deal - Source channel": gap(chance, pick(chance, CHANNELS), 0.08),
        "Deal - Deal created": made,
        "Deal - Won time": ended if state == "Won" else None,
        "Deal - Lost time": ended if state == "Lost" else None,
        "Deal - Deal closed on": None if state == "Open" else ended.replace(hour=0, minute=0, second=0),
        "Deal - Lost reason": gap(chance, pick(chance, WHY), 0.1) if state == "Lost" else None,
        "Deal - Expected close date": calm(chance, "2026-09-10", "2027-03-28") if state == "Open" else None,
    }


def _tell_apart(deals: list[dict[str, Any]]) -> None:
    """Deals of one name get a number behind it, as Pipedrive's users do."""
    seen: Counter[str] = Counter()
    for deal in deals:
        title = deal["Deal - Title"]
        seen[title] += 1
        if seen[title] > 1:
            deal["Deal - Title"] = f"{title} ({seen[title]})"


def _activity(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    kind = pick(chance, {"Call": 6, "Demo": 2, "Meeting": 3, "E-mail": 3, "Task": 2})
    todo = deal["Deal - Status"] == "Open" and chance.random() < 0.42
    if todo:
        due = calm(chance, "2026-10-20", "2027-01-15")
    else:
        due = aside(min(later(chance, deal["Deal - Deal created"], 1, 110), TODAY - timedelta(days=3)))
    return {
        "Activity - ID": at + 5001,
        "Activity - Subject": f"{kind} {deal['Deal - Organization'].split()[0]}",
        "Activity - Type": kind,
        "Activity - Done": "To do" if todo else "Done",
        "Activity - Due date": due.replace(hour=0, minute=0, second=0),
        "Activity - Duration": gap(chance, chance.choice(("00:15", "00:30", "00:45", "01:00")), 0.25),
        "Activity - Assigned to user": deal["Deal - Owner"] if chance.random() < 0.88 else pick(chance, REPS),
        "Activity - Deal": deal["Deal - Title"],
        "Activity - Organization": deal["Deal - Organization"],
    }


def _schedule(deals: list[dict[str, Any]], activities: list[dict[str, Any]]) -> None:
    """The next activity of a deal is the first that is still to be done."""
    ahead: dict[str, datetime] = {}
    for each in activities:
        if each["Activity - Done"] == "To do":
            due = each["Activity - Due date"]
            ahead[each["Activity - Deal"]] = min(due, ahead.get(each["Activity - Deal"], due))
    for deal in deals:
        deal["Deal - Next activity date"] = ahead.get(deal["Deal - Title"])


def _tally(organizations: list[dict[str, Any]], deals: list[dict[str, Any]]) -> None:
    found = Counter((deal["Deal - Organization"], deal["Deal - Status"]) for deal in deals)
    for each in organizations:
        for state in ("Open", "Won", "Lost"):
            each[f"Organization - {state} deals"] = found[each["Organization - Name"], state]


def _note(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    written = min(later(chance, deal["Deal - Deal created"], 1, 60), TODAY - timedelta(days=3))
    return {
        "Note - ID": at + 70,
        "Note - Content": chance.choice(NOTES),
        "Note - Deal": deal["Deal - Title"],
        "Note - Organization": deal["Deal - Organization"],
        "Note - User": deal["Deal - Owner"],
        "Note - Add time": _at(chance, aside(written)),
    }


DAYS = ("Deal - Deal closed on", "Deal - Expected close date", "Deal - Next activity date", "Activity - Due date")


def write(folder: Path) -> None:
    for name, frame in tables().items():
        stamps = {c: "%Y-%m-%d" if c in DAYS else "%Y-%m-%d %H:%M:%S" for c in frame if frame[c].dtype.kind == "M"}
        save(folder / FILES[name], frame, stamps)


def _read(name: str, kind: str, *moments: str) -> Any:
    dates = {c: "%Y-%m-%d" if c in DAYS else "%Y-%m-%d %H:%M:%S" for c in (f"{kind} - {at}" for at in moments)}
    return read(write, FILES[name], dates).rename(columns=lambda c: c.removeprefix(f"{kind.lower()}_"))


@cache
def frames() -> SimpleNamespace:
    g = _read("Organizations", "Organization", "Organization created")
    p = _read("People", "Person", "Person created")
    d = _read(
        "Deals",
        "Deal",
        "Deal created",
        "Won time",
        "Lost time",
        "Deal closed on",
        "Expected close date",
        "Next activity date",
    )
    a, n = _read("Activities", "Activity", "Due date"), _read("Notes", "Note", "Add time")
    about = g[["name", "sector", "country"]].rename(columns={"name": "organization"})
    d, p = d.merge(about, on="organization"), p.merge(about, on="organization")
    assert (len(d), len(p)) == (520, 175)
    won, lost, still = (d[d.status == state] for state in ("Won", "Lost", "Open"))
    return SimpleNamespace(g=g, p=p, d=d, a=a, n=n, won=won, lost=lost, open=still, closed=d[d.status != "Open"])
