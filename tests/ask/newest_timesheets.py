"""A made-up export of a software consultancy: clients, projects, its team, time sheets and invoices."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import TODAY, day, firms, later, save, snake, table

TEAM = {
    "Annika Brandt": ("Principal", "Architecture", "Berlin"), "Joost Verhagen": ("Senior", "Backend", "Utrecht"),
    "Milena Horvat": ("Senior", "Frontend", "Zagreb"), "Tobias Falk": ("Junior", "Backend", "Berlin"),
    "Ines Carvalho": ("Senior", "Data", "Lisbon"), "Ruben Smits": ("Principal", "Backend", "Utrecht"),
    "Dunja Babic": ("Junior", "QA", "Zagreb"), "Rafael Pinto": ("Senior", "DevOps", "Lisbon"),
    "Katrin Vogel": ("Manager", "Delivery", "Berlin"), "Luuk de Wit": ("Junior", "Frontend", "Utrecht"),
    "Sofia Matos": ("Manager", "Delivery", "Lisbon"), "Nils Ahrens": ("Senior", "Data", "Berlin"),
    "Vesna Juric": ("Manager", "Delivery", "Zagreb"), "Emil Kranz": ("Junior", "Data", "Berlin"),
}  # fmt: skip
RATES = {"Principal": 1250, "Senior": 980, "Junior": 640, "Manager": 1100}
LEADS = [name for name, (grade, _, _) in TEAM.items() if grade == "Manager"]
SUBJECTS = ("Webshop relaunch", "Data lake", "Mobile app", "SAP bridge", "Cloud move", "Portal", "BI dashboards")
ACTIVITIES = {"Development": 6, "Meetings": 2, "Testing": 2, "Support": 2, "Travel": 1}


@cache
def tables() -> dict[str, Any]:
    chance = Random(12043)
    names = firms(chance, 36, ("Logistik", "Retail", "Energy", "Bank", "Media", "Versicherung"))
    clients = [_client(chance, at, name) for at, name in enumerate(names)]
    projects = [_project(chance, at, chance.choice(clients[:31])) for at in range(62)]
    begun = [each for each in projects[:56] if each["State"] != "Proposed"]
    return {
        "Clients": table(clients),
        "Projects": table(projects),
        "Employees": table([_employee(chance, at, name) for at, name in enumerate(TEAM)]),
        "Timesheets": table([_entry(chance, at, chance.choice(begun)) for at in range(460)]),
        "Invoices": table([_invoice(chance, at, chance.choice(begun)) for at in range(130)]),
    }


def _client(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Client Code": f"{name[:3].upper()}{at + 10}",
        "Client": name,
        "Sector": pick(chance, {"Finance": 3, "Retail": 3, "Energy": 2, "Media": 2, "Public": 1}),
        "Country": pick(chance, {"DE": 5, "NL": 4, "PT": 2, "HR": 2}),
        "Partner": pick(chance, {"Annika Brandt": 3, "Ruben Smits": 2}),
        "Framework Contract": pick(chance, {"yes": 1, "no": 1}),
        "Client Since": day(chance, "2014-01-01", "2026-09-01"),
    }


def _project(chance: Random, at: int, client: dict[str, Any]) -> dict[str, Any]:
    began = day(chance, "2025-02-01", "2026-09-15")
    end = later(chance, began, 60, 420)
    state = "Closed" if end < TODAY - timedelta(days=40) else pick(chance, {"Running": 6, "On hold": 1})
    state = "Proposed" if at % 9 == 8 else state
    kind = pick(chance, {"Time & Material": 5, "Fixed Price": 3, "Retainer": 2})
    return {
        "Project Code": f"P{2500 + at}",
        "Project Name": f"{client['Client'].split()[0]} {SUBJECTS[at % len(SUBJECTS)]} {at + 1}",
        "Client Code": client["Client Code"],
        "Project Manager": chance.choice(LEADS),
        "Billing Type": kind,
        "Budget Hours": chance.randrange(2, 22) * 5,
        "Budget EUR": money(chance, 62000, 500),
        "Start": began,
        "Planned End": end,
        "State": state,
        "Risk": pick(chance, {"Green": 5, "Amber": 3, "Red": 1}),
    }


def _employee(chance: Random, at: int, name: str) -> dict[str, Any]:
    grade, discipline, office = TEAM[name]
    return {
        "Personnel No": 1010 + at * 4,
        "Employee": name,
        "Grade": grade,
        "Discipline": discipline,
        "Office": office,
        "Day Rate": RATES[grade] + chance.randrange(0, 9) * 10,
        "Hired": day(chance, "2013-01-01", "2026-01-01"),
        "FTE": chance.choice((1.0, 1.0, 0.8, 0.6)),
    }


def _entry(chance: Random, at: int, project: dict[str, Any]) -> dict[str, Any]:
    last = min(TODAY - timedelta(days=1), project["Planned End"])
    span = max(1, (last - project["Start"]).days)
    when = project["Start"] + timedelta(days=chance.randrange(span))
    activity = pick(chance, ACTIVITIES)
    who = chance.choice([name for name in TEAM if name != "Emil Kranz"])
    return {
        "Entry ID": 400200 + at,
        "Date": when,
        "Employee": who,
        "Project Code": project["Project Code"],
        "Activity": activity,
        "Hours": chance.randrange(2, 19) / 2,
        "Billable": "no" if activity == "Travel" or chance.random() < 0.2 else "yes",
        "Approved": "yes" if when < TODAY - timedelta(days=30) else pick(chance, {"yes": 1, "no": 1}),
    }


def _invoice(chance: Random, at: int, project: dict[str, Any]) -> dict[str, Any]:
    made = min(later(chance, project["Start"], 20, 400), TODAY - timedelta(days=2))
    due = made + timedelta(days=30)
    paid = later(chance, made, 5, 70)
    status = "Paid" if paid < TODAY and chance.random() < 0.85 else "Sent"
    net = money(chance, 11500, 50)
    return {
        "Invoice Number": f"RE-{made.year}-{1001 + at}",
        "Project Code": project["Project Code"],
        "Issued": made,
        "Due": due,
        "Net EUR": net,
        "VAT EUR": round(net * 0.19, 2),
        "Invoice Status": status,
        "Paid On": paid if status == "Paid" else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        form = "%Y-%m-%d" if name == "Timesheets" else "%d.%m.%Y"
        save(folder / f"{name}.csv", frame, {c: form for c in frame if frame[c].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c, p, e, t, i = (found[name] for name in ("Clients", "Projects", "Employees", "Timesheets", "Invoices"))
    p = p.merge(c[["client_code", "client", "sector", "country", "partner"]], on="client_code")
    kept = ["project_code", "project_name", "client", "sector", "country", "project_manager", "billing_type", "state"]
    t = t.merge(p[kept], on="project_code").merge(e[["employee", "grade", "discipline", "office"]], on="employee")
    i = i.merge(p[kept], on="project_code")
    i["days"] = (i.paid_on - i.issued).dt.days
    assert (len(p), len(t), len(i)) == (62, 460, 130)
    return SimpleNamespace(c=c, p=p, e=e, t=t, i=i, sent=i[i.invoice_status == "Sent"], bill=t[t.billable == "yes"])
