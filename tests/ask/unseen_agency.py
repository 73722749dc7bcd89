"""A made-up Pipedrive export of a marketing agency: organizations, persons, deals and activities."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from unseen_parts import day, firms, later, moment, people, save, snake, table

OWNERS = ("Freya Lindgren", "Marcus Adomako", "Colette Dubois", "Stefan Ilic")
SERVICES = ("SEO", "Branding", "Paid social", "Web design", "Video production")
PIPELINES = {
    "Retainers": ("Lead in", "Discovery", "Pitch", "Contract out"),
    "Projects": ("Brief received", "Scoping", "Estimate sent", "Verbal yes"),
}
REASONS = ("Budget cut", "Went in-house", "Other agency", "No response", "Bad timing")


@cache
def tables() -> dict[str, Any]:
    chance = Random(8513)
    names = firms(chance, 78, ("Bakery", "Hotels", "Outfitters", "Cosmetics", "Brewing", "Fitness", "Furniture"))
    organizations = [_organization(chance, at, name) for at, name in enumerate(names)]
    persons = [_person(chance, at, who, organizations[:72]) for at, who in enumerate(people(chance, 130))]
    known = [person["Organization"] for person in persons]
    dealing = [organization for organization in organizations[:66] if organization["Name"] in known]
    deals = [_deal(chance, at, dealing, persons) for at in range(290)]
    return {
        "organizations": table(organizations),
        "persons": table(persons),
        "deals": table(deals),
        "activities": table([_activity(chance, at, deals) for at in range(460)]),
    }


def _organization(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "ID": at + 1,
        "Name": name,
        "Label": chance.choice(("Hot", "Warm", "Cold")),
        "City": chance.choice(("Ghent", "Antwerp", "Lille", "Luxembourg", "Cologne")),
        "Sector": name.split()[1],
        "Owner": chance.choice(OWNERS),
        "Monthly ad budget": chance.randrange(4, 800) * 50 if chance.random() < 0.85 else None,
        "Organization created": moment(chance, "2023-06-01", "2026-10-28"),
    }


def _person(chance: Random, at: int, who: tuple[str, str], organizations: list[dict[str, Any]]) -> dict[str, Any]:
    firm, (first, last) = chance.choice(organizations), who
    return {
        "ID": at + 1,
        "Name": f"{first} {last}",
        "Organization": firm["Name"],
        "Email": f"{first}@{firm['Name'].split()[0]}.example".lower(),
        "Phone": f"+32 9 {chance.randrange(200, 400)} {chance.randrange(10, 99)} {chance.randrange(10, 99)}",
        "Job title": chance.choice(("Brand Manager", "CMO", "Founder", "E-commerce Lead", "Office Manager")),
        "Newsletter": chance.choice(("Yes", "No")),
    }


def _deal(
    chance: Random, at: int, organizations: list[dict[str, Any]], persons: list[dict[str, Any]]
) -> dict[str, Any]:
    firm = chance.choice(organizations)
    pipeline = chance.choice(list(PIPELINES))
    service = chance.choice(SERVICES)
    made = moment(chance, "2024-10-01", "2026-11-18")
    end = later(chance, made, 5, 120)
    done = f"{end:%Y-%m-%d}" < "2026-11-19" and chance.random() < 0.93
    status = chance.choice(("Won", "Won", "Lost", "Lost", "Lost")) if done else "Open"
    expected = later(chance, end, -15, 25) if done else day(chance, "2026-10-20", "2027-04-30")
    return {
        "ID": 3000 + at,
        "Title": f"{firm['Name'].split()[0]} {service} deal {at + 1}",
        "Value": chance.randrange(12, 460) * 150,
        "Currency": "EUR",
        "Organization": firm["Name"],
        "Contact person": chance.choice([p["Name"] for p in persons if p["Organization"] == firm["Name"]]),
        "Owner": firm["Owner"] if chance.random() < 0.75 else chance.choice(OWNERS),
        "Pipeline": pipeline,
        "Stage": chance.choice(PIPELINES[pipeline]),
        "Status": status,
        "Service": service,
        "Channel": chance.choice(("Referral", "Website", "Conference", "Outbound")),
        "Deal created": made,
        "Expected close date": expected.replace(hour=0, minute=0),
        "Won time": end if status == "Won" else None,
        "Lost time": end if status == "Lost" else None,
        "Lost reason": chance.choice(REASONS) if status == "Lost" else None,
    }


def _activity(chance: Random, at: int, deals: list[dict[str, Any]]) -> dict[str, Any]:
    deal = chance.choice(deals)
    done = chance.random() < 0.85
    return {
        "ID": 70001 + at,
        "Subject": chance.choice(("Kick-off", "Check-in", "Send estimate", "Moodboard review", "Contract talk")),
        "Type": chance.choices(("Call", "Meeting", "Email", "Task", "Lunch"), (5, 4, 4, 3, 1))[0],
        "Done": "Done" if done else "To do",
        "Due date": day(chance, "2025-11-03", "2026-11-19") if done else day(chance, "2026-10-26", "2027-02-01"),
        "Duration min": chance.randrange(1, 25) * 5,
        "Assigned to user": chance.choice(OWNERS),
        "Deal": deal["Title"],
        "Organization": deal["Organization"],
        "Contact person": deal["Contact person"],
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        dates = ("Organization created", "Deal created", "Won time", "Lost time")
        stamps = {column: "%Y-%m-%d %H:%M:%S" for column in dates if column in frame}
        days = {column: "%Y-%m-%d" for column in ("Expected close date", "Due date") if column in frame}
        save(folder / f"{name}.csv", frame, {**stamps, **days})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    o, p = found["organizations"], found["persons"]
    kept = o[["name", "label", "city", "sector", "monthly_ad_budget"]].rename(columns={"name": "organization"})
    d = found["deals"].merge(kept, on="organization")
    a = found["activities"].merge(kept, on="organization")
    assert (len(d), len(a)) == (290, 460)
    won, lost, live = (d[d.status == status] for status in ("Won", "Lost", "Open"))
    return SimpleNamespace(o=o, p=p, d=d, a=a, w=won, l=lost, n=live)
