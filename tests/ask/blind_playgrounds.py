"""A made-up Insightly export of a builder of playgrounds: organizations, contacts, opportunities, projects and tasks.

Insightly writes states in capitals and days the American way; surfaces are typed by hand.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap
from blind_parts import calm, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, firms, later, people, save, snake, table

REPS = {"Marisol Quintana": 5, "Bo Halvorsen": 4, "Tricia Wynn": 3, "Deshawn Avery": 2}
FOREMEN = {"Gus Petrakis": 4, "Lorna Bell": 3, "Hector Ruiz": 3}
TOWNS = {"CO": ("Pueblo", "Greeley", "Durango"), "UT": ("Ogden", "Provo"), "NM": ("Taos", "Gallup"), "WY": ("Casper",)}
KINDS = {  # by the end of the name
    "School District": "School District", "Parks & Rec": "Parks Department", "Homes Association": "HOA",
    "Early Learning": "Daycare", "Kids Club": "Daycare",
}  # fmt: skip
WORK = {"New Build": 5, "Resurfacing": 4, "Shade Structure": 2, "Safety Audit": 3}
MIDDLE = {"New Build": 62000, "Resurfacing": 21000, "Shade Structure": 14000, "Safety Audit": 1800}
SURFACES = {"Poured Rubber": 4, "Engineered Wood": 4, "Turf": 2}
STAGES = {"Site Walk": 4, "Design": 4, "Bid Submitted": 5, "Board Approval": 3}
WHY = {"Lost on price": 5, "Budget cut": 4, "Chose catalog vendor": 3, "No decision": 1}
TODO = {"Order footings": 3, "Call inspector": 3, "Send invoice": 3, "Utility locate": 2, "Punch list walk": 3}


@cache
def tables() -> dict[str, Any]:
    chance = Random(70411)
    organizations = [_organization(chance, at, name) for at, name in enumerate(_names(chance))]
    bids = [_bid(chance, at, chance.choice(organizations[:66])) for at in range(210)]
    built = [bid for bid in bids if bid["Opportunity State"] == "WON" and bid["Actual Close Date"] < TODAY]
    projects = [_project(chance, at, bid) for at, bid in enumerate(built)]
    return {
        "Organizations": table(organizations),
        "Contacts": table([_person(chance, at, who, organizations) for at, who in enumerate(people(chance, 96))]),
        "Opportunities": table(bids),
        "Projects": table(projects),
        "Tasks": table([_task(chance, at, chance.choice(projects[8:])) for at in range(160)]),
    }


def _names(chance: Random) -> list[str]:
    return firms(chance, 74, tuple(KINDS))


def _organization(chance: Random, at: int, name: str) -> dict[str, Any]:
    state = pick(chance, {"CO": 6, "UT": 4, "NM": 3, "WY": 2})
    return {
        "Record Id": 118_400 + at * 3,
        "Organization Name": name,
        "Organization Type": KINDS[name.split(" ", 1)[1]],
        "Organization Owner": pick(chance, REPS),
        "Billing City": chance.choice(TOWNS[state]),
        "Billing State": state,
        "Children Served": gap(chance, chance.randrange(4, 240) * 10, 0.12),
        "Tax Exempt": pick(chance, {"Yes": 3, "No": 2}),
        "Referred By": gap(chance, chance.choice(("Architect", "Insurance broker", "Parent", "State fair")), 0.45),
        "Date Created": calm(chance, "2021-01-10", "2026-09-30"),
    }


def _person(chance: Random, at: int, who: tuple[str, str], organizations: list[dict[str, Any]]) -> dict[str, Any]:
    first, last = who
    organization = chance.choice(organizations)
    return {
        "Record Id": 330_010 + at,
        "First Name": first,
        "Last Name": last,
        "Title": pick(chance, {"Facilities Manager": 4, "Principal": 3, "Board Member": 2, "Risk Officer": 2}),
        "Organization": organization["Organization Name"],
        "Email Address": gap(
            chance, f"{first}.{last}@{organization['Organization Name'].split()[0]}.example".lower(), 0.15
        ),
        "Business Phone": f"719-555-{chance.randrange(1000, 9999)}",
        "Date of Last Activity": gap(chance, calm(chance, "2025-11-25", "2026-11-18"), 0.08),
    }


def _bid(chance: Random, at: int, organization: dict[str, Any]) -> dict[str, Any]:
    state = pick(chance, {"OPEN": 5, "WON": 6, "LOST": 5, "ABANDONED": 1, "SUSPENDED": 0.6})
    kind = pick(chance, WORK)
    made = calm(chance, "2024-09-01", "2026-10-20")
    ended = aside(min(later(chance, made, 12, 130), TODAY - timedelta(days=3)))
    amount = money(chance, MIDDLE[kind], 50)
    return {
        "Record Id": 901_200 + at,
        "Opportunity Name": f"{organization['Organization Name'].split()[0]} {kind} {at + 100}",
        "Organization": organization["Organization Name"],
        "Opportunity State": state,
        "Pipeline Stage": pick(chance, STAGES) if state == "OPEN" else None,
        "Category": kind,
        "Bid Amount": amount,
        "Probability": chance.choice((10, 25, 50, 75, 90)) if state == "OPEN" else None,
        "Responsible User": organization["Organization Owner"] if chance.random() < 0.8 else pick(chance, REPS),
        "Date Created": made,
        "Forecast Close Date": calm(chance, "2026-10-25", "2027-04-20") if state in {"OPEN", "SUSPENDED"} else ended,
        "Actual Close Date": None if state in {"OPEN", "SUSPENDED"} else ended,
        "State Reason": pick(chance, WHY) if state == "LOST" else None,
    }


def _project(chance: Random, at: int, bid: dict[str, Any]) -> dict[str, Any]:
    began: datetime = aside(later(chance, bid["Actual Close Date"], 5, 40))
    ended = aside(later(chance, began, 6, 75))
    status = "COMPLETED" if ended < TODAY else "IN PROGRESS" if began < TODAY else "NOT STARTED"
    hours = chance.randrange(4, 60) * 8
    return {
        "Project Id": f"P-{at + 2101}",
        "Project Name": bid["Opportunity Name"],
        "Organization": bid["Organization"],
        "Status": "DEFERRED" if at % 19 == 7 and status != "COMPLETED" else status,
        "Foreman": pick(chance, FOREMEN),
        "Surface": untidy(chance, pick(chance, SURFACES), 0.12),
        "Started": None if status == "NOT STARTED" else began,
        "Completed": ended if status == "COMPLETED" else None,
        "Budgeted Hours": hours,
        "Crew Hours": round(hours * chance.uniform(0.7, 1.4)) if status == "COMPLETED" else None,
        "Punch List Items": chance.randrange(0, 14) if status == "COMPLETED" else None,
    }


def _task(chance: Random, at: int, project: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, {"COMPLETED": 6, "NOT STARTED": 3, "IN PROGRESS": 1})
    due = calm(chance, "2026-05-01", "2026-11-18" if status == "COMPLETED" else "2026-12-22")
    return {
        "Task Id": 5_000 + at,
        "Task Name": pick(chance, TODO),
        "Linked Project": project["Project Id"],
        "Assigned To": pick(chance, FOREMEN | {"Tricia Wynn": 2}),
        "Status": status,
        "Priority": pick(chance, {"NORMAL": 5, "HIGH": 2, "LOW": 1}),
        "Due Date": due,
        "Date Completed": aside(due + timedelta(days=chance.randrange(-6, 3))) if status == "COMPLETED" else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        out = frame.copy()
        days = {c: "%m/%d/%Y" for c in out if out[c].dtype.kind == "M"}
        if "Date Created" in days:
            days["Date Created"] = "%m/%d/%Y %I:%M:%S %p"
        if "Bid Amount" in out:
            out["Bid Amount"] = out["Bid Amount"].map("${:,.2f}".format)
        save(folder / f"{name}.csv", out, days)


@cache
def frames() -> SimpleNamespace:
    g, p, o, j, t = (snake(frame) for frame in tables().values())
    about = g[["organization_name", "organization_type", "billing_state", "organization_owner", "tax_exempt"]]
    o = o.merge(about, left_on="organization", right_on="organization_name")
    j["surface"] = tidy(j.surface, SURFACES)
    j = j.merge(about, left_on="organization", right_on="organization_name")
    j = j.merge(
        o[["opportunity_name", "bid_amount", "category", "responsible_user"]],
        left_on="project_name",
        right_on="opportunity_name",
    )
    t = t.merge(j[["project_id", "project_name", "organization"]], left_on="linked_project", right_on="project_id")
    p["name"] = p.first_name + " " + p.last_name
    j["took"] = (j.completed - j.started).dt.days
    j["over"] = j.crew_hours > j.budgeted_hours
    assert (len(o), len(t)) == (210, 160)
    won, lost, still = (o[o.opportunity_state == state] for state in ("WON", "LOST", "OPEN"))
    undone = t[t.status != "COMPLETED"]
    ended = o[o.opportunity_state.isin(["WON", "LOST"])]
    return SimpleNamespace(g=g, p=p, o=o, j=j, t=t, won=won, lost=lost, open=still, ended=ended, undone=undone)
