"""A made-up export of a hotel group's sales office: accounts, contacts, group bookings, hotels and activities."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, people, save, snake, table

MANAGERS = {"Odette Lambrick": 5, "Callum Rennie": 4, "Priya Venkat": 4, "Stefan Holub": 3, "Maeve Duggan": 2}
HOTELS = {
    "The Regent Quay": ("Liverpool", 182, 9, "Hugo Ashdown"),
    "Castle Mount Hotel": ("Edinburgh", 124, 6, "Isla Farquhar"),
    "Abbey Gate": ("Bath", 76, 4, "Leopold Crane"),
    "Dockside Grand": ("Bristol", 210, 12, "Hugo Ashdown"),
    "Lakeview Lodge": ("Windermere", 48, 3, "Bryony Tate"),
    "Minster Court": ("York", 95, 5, "Bryony Tate"),
}
SEGMENTS = {"Conference": 5, "Wedding": 3, "Tour series": 3, "Incentive": 2, "Training": 3}
REASONS = {"Rate too high": 5, "Dates not available": 4, "Chose competitor": 4, "Event called off": 2}
ACTIVITIES = {"Site inspection": 3, "Phone call": 5, "Menu tasting": 2, "Contract sent": 3}


@cache
def tables() -> dict[str, Any]:
    chance = Random(55291)
    names = firms(chance, 64, ("Travel", "Pharma", "Events", "Insurance", "Federation", "Tours", "Software"))
    accounts = [_account(chance, at, name) for at, name in enumerate(names)]
    known = people(chance, 118, tuple(MANAGERS))
    contacts = [
        _contact(chance, at, who, accounts[at] if at < 60 else chance.choice(accounts[:60]))
        for at, who in enumerate(known)
    ]
    bookings = [_booking(chance, at, chance.choice(accounts[:57])) for at in range(245)]
    return {
        "accounts": table(accounts),
        "contacts": table(contacts),
        "group_bookings": table(bookings),
        "properties": table([_hotel(chance, name) for name in HOTELS]),
        "activities": table([_activity(chance, at, chance.choice(bookings)) for at in range(160)]),
    }


def _hotel(chance: Random, name: str) -> dict[str, Any]:
    city, bedrooms, rooms, manager = HOTELS[name]
    return {
        "Property": name,
        "City": city,
        "Bedrooms": bedrooms,
        "Meeting Rooms": rooms,
        "General Manager": manager,
        "Opened": day(chance, "1988-01-01", "2022-05-01"),
    }


def _account(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Account No": f"A-{6010 + at}",
        "Account Name": name,
        "Account Type": pick(chance, {"Corporate": 5, "Agency": 4, "Association": 2}),
        "Country": pick(chance, {"United Kingdom": 6, "Germany": 2, "United States": 2, "Ireland": 1}),
        "Account Manager": pick(chance, MANAGERS),
        "Negotiated Rate": pick(chance, {"Yes": 2, "No": 3}),
        "Annual Room Night Potential": chance.randrange(2, 160) * 10,
        "Date Added": day(chance, "2019-03-01", "2026-10-30"),
    }


def _contact(chance: Random, at: int, who: tuple[str, str], account: dict[str, Any]) -> dict[str, Any]:
    first, last = who
    return {
        "Contact No": 90100 + at,
        "Account No": account["Account No"],
        "Salutation": pick(chance, {"Mr": 1, "Ms": 1}),
        "First Name": first,
        "Surname": last,
        "Position": pick(chance, {"Event Planner": 4, "Travel Buyer": 3, "Office Manager": 2, "HR Director": 1}),
        "E-Mail": f"{first}.{last}@{account['Account Name'].replace(' ', '')}.example".lower(),
        "Mailing Opt-In": pick(chance, {"Y": 3, "N": 2}),
    }


def _booking(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    made = day(chance, "2025-01-06", "2026-11-10")
    arrival = later(chance, made, 30, 260)
    decided = later(chance, made, 8, 29)
    if decided >= TODAY - timedelta(days=1):
        status = pick(chance, {"Prospect": 1, "Tentative": 1})
    elif arrival < TODAY - timedelta(days=6):
        status = pick(chance, {"Actual": 6, "Lost": 4, "Cancelled": 1})
    else:
        status = pick(chance, {"Definite": 5, "Tentative": 3, "Lost": 3, "Cancelled": 1})
    if TODAY - timedelta(days=6) <= arrival <= TODAY + timedelta(days=2):
        arrival += timedelta(days=9)
        status = "Definite" if status == "Actual" else status
    nights = chance.choice((1, 2, 2, 3, 4))
    rooms = chance.randrange(8, 70)
    hotel = chance.choice(list(HOTELS))
    segment = pick(chance, SEGMENTS)
    return {
        "Booking No": f"GB{30420 + at}",
        "Post As": f"{account['Account Name'].split()[0]} {segment} {arrival.year}-{at + 1:03}",
        "Account No": account["Account No"],
        "Property": hotel,
        "Sales Manager": account["Account Manager"] if chance.random() < 0.7 else pick(chance, MANAGERS),
        "Market Segment": segment,
        "Booking Status": status,
        "Created": made,
        "Decision Date": decided,
        "Arrival": arrival,
        "Departure": arrival + timedelta(days=nights),
        "Attendees": rooms + chance.randrange(0, 60),
        "Room Nights": rooms * nights,
        "Room Revenue": rooms * nights * chance.randrange(82, 190),
        "F&B Revenue": money(chance, 6400, 10),
        "Deposit Paid": pick(chance, {"Yes": 3, "No": 2}) if status in {"Definite", "Actual"} else "No",
        "Lost Reason": pick(chance, REASONS) if status == "Lost" else None,
    }


def _activity(chance: Random, at: int, booking: dict[str, Any]) -> dict[str, Any]:
    done = chance.random() < 0.7
    return {
        "Activity No": 77001 + at,
        "Booking No": booking["Booking No"],
        "Activity Type": pick(chance, ACTIVITIES),
        "Activity Date": day(chance, "2026-01-05", "2026-11-17") if done else day(chance, "2026-10-12", "2027-02-01"),
        "Assigned To": booking["Sales Manager"],
        "Done": "Yes" if done else "No",
    }


def write(folder: Path) -> None:
    forms = {"group_bookings": "%d-%b-%Y", "activities": "%d-%b-%Y"}
    for name, frame in tables().items():
        save(
            folder / f"{name}.csv",
            frame,
            {c: forms.get(name, "%Y-%m-%d") for c in frame if frame[c].dtype.kind == "M"},
        )


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    a, c, b, p, t = (found[name] for name in ("accounts", "contacts", "group_bookings", "properties", "activities"))
    kept = ["account_no", "account_name", "account_type", "country", "account_manager", "negotiated_rate"]
    b = b.merge(a[kept], on="account_no").merge(p[["property", "city", "general_manager", "bedrooms"]], on="property")
    c = c.merge(a[kept], on="account_no")
    t = t.merge(b[["booking_no", "post_as", "property", "account_name"]], on="booking_no")
    c["full"] = c.first_name + " " + c.surname
    b["lead"] = (b.arrival - b.created).dt.days
    sure = b[b.booking_status.isin(["Definite", "Actual"])]
    assert (len(b), len(c), len(t)) == (245, 118, 160)
    return SimpleNamespace(a=a, c=c, b=b, p=p, t=t, sure=sure, lost=b[b.booking_status == "Lost"])
