"""A made-up HubSpot export of a school photography company in Australia: companies (schools), contacts, deals, photo days (a
custom object) and tickets. Record IDs are long, associations are by name, moments have no seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, parted, untidy, weekday
from fresh_parts import pick
from unseen_parts import TODAY, later, people

OWNERS = {"Bec Hanrahan": 5, "Tim Nguyen": 4, "Shreya Pillai": 4}
DESK = {"Lorraine Webb": 5, "Jai Fitzgerald": 4, "Mel Castagna": 2}
SHOOTERS = {"Aaron Pike": 5, "Yuki Tanabe": 4, "Colleen Doherty": 4, "Mehdi Rostami": 3, "Sal Vitale": 2}
SUBURBS = parted(
    "Wattle Flat|Banksia Grove|Coolamon|Yarrabee|Red Gum Creek|Mount Carmody|Tarwin|Kooringal|Bellbird Park|Gunyah Heights|"
    "Merribee|Saltwater Bay|Cockatoo Ridge|Ironstone|Warrabel|Narrawong East|Pelican Point|Dunoon|Jindarra|Lyrebird Hill|"
    "Bundarra|Tallow Beach|Emu Crossing|Wirrawee|Galah Plains|Corella Downs|Moorabel|Kurrajong Vale|Black Swan|Quandong|"
    "Bilby Road|Ti Tree|Myall Lakes|Stringybark|Echuna|Oyster Harbour|Currawong|Wombat Gully|Boronia Rise|Tarrango|"
    "Magpie Hollow|Bulloak|Grevillea|Windang South|Kangaroo Paw|Lorikeet Street|Mulga Bend|Paddys River"
)
SAINTS = parted(
    "St Brendan's|St Columba's|Our Lady of the Bay|St Finbar's|Sacred Heart Tarwin|Mary MacKillop Coolamon|St Ita's|"
    "Holy Rosary|St Dymphna's|St Kieran's|Good Shepherd Ironstone|St Monica's|St Malachy's|Corpus Christi Dunoon|"
    "St Jude's|Star of the Sea|St Aloysius|Xavier Moorabel"
)
FOUNDERS = parted(
    "Ashcombe|Penleigh|Cavendish|Tintagel|Kilbride|Marlowe|Oakleigh House|Strathallan|Wesleydale|Beaumaris Hall|Lindisfarne|"
    "Caulder|Treverton|Haileyford|Ruyton Park|Somerley"
)
KINDS = {"Primary": 6, "Secondary": 3, "P-12": 2}
STATES = {"VIC": 6, "NSW": 5, "TAS": 2, "SA": 2}
TITLES = ("Principal", "Business Manager", "Office Manager", "Photo Coordinator", "Deputy Principal")
STAGES = {"Intro Call": 4, "Sample Book Sent": 4, "Agreement Sent": 3}
WHY = {
    "Price": 4,
    "Staying with current photographer": 6,
    "Parents complained": 2,
    "Went with a parent": 1,
    "No reply": 4,
}
ABOUT = {
    "Missing order": 6,
    "Wrong name on photo": 4,
    "Retake request": 4,
    "Refund": 3,
    "Can't log in to gallery": 5,
    "Late delivery": 3,
}
STAMP, DAY = "%Y-%m-%d %H:%M", "%Y-%m-%d"
FILES = {
    "companies": "hubspot-crm-exports-all-companies",
    "contacts": "hubspot-crm-exports-all-contacts",
    "deals": "hubspot-crm-exports-all-deals",
    "days": "hubspot-crm-exports-photo-days",
    "tickets": "hubspot-crm-exports-all-tickets",
}


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(27418)
    named = [(each, "Government") for each in SUBURBS] + [(each, "Catholic") for each in SAINTS]
    named += [(each, "Independent") for each in FOUNDERS]
    chance.shuffle(named)
    schools = [_school(chance, at, *each) for at, each in enumerate(named)]
    served, asked = schools[:54], schools[54:]
    deals = [deal for school in asked for deal in _courted(chance, school)]
    deals += [_renewal(chance, chance.choice(served)) for _ in range(88)]
    chance.shuffle(deals)
    days = [day for school in served for day in _days(chance, school)]
    days += [_booked(chance, chance.choice(served[:48])) for _ in range(17)]
    days += [day for school in asked for day in _first(chance, school, deals)]
    days.sort(key=lambda each: str(each["Photo Date"]))
    tickets = [_ticket(chance, chance.choice(served[: chance.choice((12, 54))])) for _ in range(290)]
    tickets.sort(key=lambda each: str(each["Create date"]))
    return {
        "companies": schools,
        "contacts": _contacts(chance, schools),
        "deals": [{"Record ID": 31800422 + at * 17, **deal} for at, deal in enumerate(deals)],
        "days": [{"Record ID": 9910455 + at * 3, "Photo day": f"PD-{at + 1140}", **day} for at, day in enumerate(days)],
        "tickets": [{"Ticket ID": 1760033 + at * 11, **ticket} for at, ticket in enumerate(tickets)],
    }


def _clock(chance: Random, day: datetime) -> str:
    return f"{day:{DAY}} {chance.randrange(8, 18):02}:{chance.randrange(60):02}"


def _school(chance: Random, at: int, name: str, sector: str) -> dict[str, Any]:
    kind = pick(chance, KINDS)
    ends = {
        "Government": {"Primary": "Primary School", "Secondary": "Secondary College", "P-12": "P-12 College"},
        "Catholic": {"Primary": "Catholic Primary", "Secondary": "Catholic College", "P-12": "Catholic School"},
        "Independent": {"Primary": "Junior School", "Secondary": "Grammar School", "P-12": "College"},
    }
    middle = {"Primary": 360, "Secondary": 840, "P-12": 930}[kind]
    return {
        "Record ID": 20744100 + at * 29,
        "Company name": f"{name} {ends[sector][kind]}",
        "School Type": kind,
        "Sector": sector,
        "State/Region": pick(chance, STATES),
        "Number of Students": gap(chance, round(middle * chance.uniform(0.45, 1.6)), 0.05),
        "Company owner": pick(chance, OWNERS),
        "Phone Number": gap(
            chance, f"0{chance.choice((2, 3, 8))} {chance.randrange(5000, 9999)} {chance.randrange(1000, 9999)}", 0.08
        ),
        "Lead Source": gap(
            chance,
            pick(chance, {"Referral": 4, "Cold Call": 3, "Principals' Conference": 3, "Principles' Conference": 0.3}),
            0.1,
        ),
        "Create Date": _clock(chance, calm(chance, "2016-02-01", "2025-11-20")),
    }


def _contacts(chance: Random, schools: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    named = iter(people(chance, 200, (*OWNERS, *DESK, *SHOOTERS)))
    found: list[dict[str, Any]] = []
    for school in schools:
        for title in chance.sample(TITLES, chance.choices((1, 2, 3), (5, 4, 1))[0]):
            first, last = next(named)
            word = school["Company name"].lower().replace("'", "").split()
            found.append(
                {
                    "Record ID": 5520118 + len(found) * 13,
                    "First Name": first,
                    "Last Name": last,
                    "Email": gap(chance, f"{first}.{last}@{word[0]}{word[1]}.example".lower(), 0.09),
                    "Phone Number": gap(
                        chance,
                        f"04{chance.randrange(10, 99)} {chance.randrange(100, 999)} {chance.randrange(100, 999)}",
                        0.4,
                    ),
                    "Job Title": title,
                    "Associated Company": school["Company name"],
                    "Marketing contact status": chance.choice(("Marketing contact", "Non-marketing contact")),
                }
            )
    return found


def _courted(chance: Random, school: dict[str, Any]) -> list[dict[str, Any]]:
    """A new school is asked up to three times, until it says yes."""
    found = []
    for at in range(chance.choices((1, 2, 3), (4, 4, 2))[0]):
        made = weekday(
            chance, ("2025-02-03", "2025-09-01", "2026-04-06")[at], ("2025-08-01", "2026-04-01", "2026-11-16")[at]
        )
        found.append(_deal(chance, school, "New Schools", made, 0.42))
        if found[-1]["Deal Stage"] != "Closed Lost":
            break
    return found


def _renewal(chance: Random, school: dict[str, Any]) -> dict[str, Any]:
    return _deal(chance, school, "Renewals", weekday(chance, "2025-02-03", "2026-11-16"), 0.8)


def _deal(chance: Random, school: dict[str, Any], line: str, made: datetime, luck: float) -> dict[str, Any]:
    end = aside(later(chance, made, 14, 125))
    stage = "Closed Won" if chance.random() < luck else "Closed Lost"
    if end >= TODAY or end < made or (made.year == 2026 and chance.random() < 0.1):
        stage, end = pick(chance, STAGES), aside(calm(chance, "2026-10-12", "2027-03-31"))
    heads = school["Number of Students"] or 400
    return {
        "Deal Name": f"{school['Company name']} - {'new' if line == 'New Schools' else 'renewal'} {made:%m/%Y}-{chance.randrange(10, 100)}",
        "Pipeline": line,
        "Deal Stage": stage,
        "Amount": gap(chance, round(heads * chance.uniform(14, 27) / 50) * 50, 0.03),
        "Close Date": _clock(chance, end),
        "Create Date": _clock(chance, made),
        "Deal owner": school["Company owner"],
        "Closed Lost Reason": gap(chance, pick(chance, WHY), 0.05) if stage == "Closed Lost" else None,
        "Associated Company": school["Company name"],
    }


def _days(chance: Random, school: dict[str, Any]) -> list[dict[str, Any]]:
    """What was shot or called off: mostly one or two days a school and year, some schools left after 2025."""
    found, gone = [], chance.random() < 0.14
    for year in (2025, 2026):
        if gone and year == 2026:
            break
        for _ in range(chance.choices((1, 2, 3), (5, 4, 1))[0]):
            month = chance.choices((2, 3, 4, 5, 6, 8, 9, 10, 11), (7, 8, 3, 6, 3, 4, 2, 3, 2))[0]
            last = 18 if month == 11 else 27
            day = weekday(chance, f"{year}-{month:02}-02", f"{year}-{month:02}-{last}")
            status = pick(chance, {"Done": 22, "Cancelled": 1, "Postponed": 1})
            found.append(_day(chance, school, day, status))
    return found


def _booked(chance: Random, school: dict[str, Any]) -> dict[str, Any]:
    start, end = chance.choice((("2026-11-24", "2026-12-17"), ("2027-02-03", "2027-03-26")))
    return _day(chance, school, weekday(chance, start, end), "Booked")


def _first(chance: Random, school: dict[str, Any], deals: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The photo days of a school that was won; not all have been given one."""
    yes = [
        deal["Close Date"][:10]
        for deal in deals
        if (deal["Associated Company"], deal["Deal Stage"]) == (school["Company name"], "Closed Won")
    ]
    if not yes or chance.random() < 0.35:
        return []
    if yes[0] > "2026-08-31":
        return [_booked(chance, school)]
    start = later(chance, datetime.fromisoformat(yes[0]), 21, 40)
    return [_day(chance, school, weekday(chance, f"{start:{DAY}}", "2026-11-18"), "Done")]


def _day(chance: Random, school: dict[str, Any], day: datetime, status: str) -> dict[str, Any]:
    heads = max(40, round((school["Number of Students"] or 400) * chance.uniform(0.35, 1)))
    there = round(heads * chance.uniform(0.86, 0.98))
    rate = {"Government": 0.41, "Catholic": 0.53, "Independent": 0.6}[school["Sector"]]
    packs = round(there * min(0.9, max(0.15, chance.gauss(rate, 0.09))))
    done = status == "Done"
    return {
        "School": untidy(chance, school["Company name"], 0.03),
        "Photo Date": f"{day:{DAY}}",
        "Type": pick(chance, {"Portraits & class": 7, "Sports & clubs": 2, "Graduation": 1, "Siblings": 1}),
        "Photographer": pick(chance, SHOOTERS),
        "Status": status,
        "Students Booked": heads,
        "Students Photographed": there if done else None,
        "Packs Sold": packs if done else None,
        "Pack Sales (AUD)": round(packs * chance.uniform(33, 46), 2) if done else None,
        "Wet Weather Plan": gap(chance, chance.choice(("Yes", "No")), 0.15),
    }


def _ticket(chance: Random, school: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2025-03-03", "2026-11-18")
    priority = pick(chance, {"Low": 4, "Medium": 5, "High": 2})
    closed = later(chance, made, 0, {"Low": 22, "Medium": 14, "High": 7}[priority])
    shut = closed < TODAY and chance.random() > (0.55 if (TODAY - made).days < 75 else 0.02)
    topic = pick(chance, ABOUT)
    return {
        "Ticket name": f"{topic} - {chance.choice(('mum', 'dad', 'office', 'grandparent', 'year 6 family', 'prep family'))}",
        "Category": topic,
        "Ticket status": "Closed" if shut else pick(chance, {"New": 3, "Waiting on us": 3, "Waiting on contact": 2}),
        "Priority": priority,
        "Source": pick(chance, {"Email": 6, "Phone": 3, "Form": 4, "Chat": 2}),
        "Create date": _clock(chance, made),
        "Close date": f"{closed:{DAY}} 18:{chance.randrange(60):02}" if shut else None,
        "Ticket owner": pick(chance, DESK),
        "Associated Company": school["Company name"],
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in frame.select_dtypes("float"):
            if not column.endswith("(AUD)"):
                frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{FILES[name]}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    c = read(write, f"{FILES['companies']}.csv", {"Create Date": STAMP})
    p = read(write, f"{FILES['contacts']}.csv")
    d = read(write, f"{FILES['deals']}.csv", {"Close Date": STAMP, "Create Date": STAMP})
    s = read(write, f"{FILES['days']}.csv", {"Photo Date": DAY})
    t = read(write, f"{FILES['tickets']}.csv", {"Create date": STAMP, "Close date": STAMP})
    assert c.company_name.is_unique
    assert d.deal_name.is_unique
    known = {name.lower(): name for name in c.company_name}
    s["company_name"] = s.school.str.strip().str.lower().map(known)
    assert s.company_name.notna().all()
    about = c.rename(columns={"state_region": "state"})[["company_name", "school_type", "sector", "state"]]
    s = s.merge(about, on="company_name")
    d, t = (
        frame.rename(columns={"associated_company": "company_name"}).merge(about, on="company_name") for frame in (d, t)
    )
    t["days"] = (t.close_date.dt.normalize() - t.create_date.dt.normalize()).dt.days
    won, lost = d[d.deal_stage == "Closed Won"], d[d.deal_stage == "Closed Lost"]
    return SimpleNamespace(
        c=c,
        p=p,
        d=d,
        s=s,
        t=t,
        won=won,
        lost=lost,
        open=d[~d.deal_stage.str.startswith("Closed")],
        done=s[s.status == "Done"],
    )
