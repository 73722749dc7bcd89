"""A made-up Notion workspace of a translation bureau, exported as CSV: clients, linguists, projects, invoices, feedback.

Links are written as Notion writes them: a page's title and its address in brackets.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside
from blind_parts import calm
from fresh_parts import pick
from unseen_parts import TODAY, firms, later, people, snake, table

MANAGERS = ("Soledad", "Kasper", "Bronwyn")
SOURCES = {"EN": 6, "DE": 3, "FR": 2}
TARGETS = {"DE": 5, "ES": 4, "FR": 4, "JA": 2, "PL": 3}
SECTORS = {"Medical devices": 4, "Legal": 3, "Tourism": 3, "Machinery": 3, "Video games": 2}
COUNTRIES = {"Germany": 4, "Switzerland": 2, "Spain": 3, "United Kingdom": 3}
STATUS = {"Quoted": 2, "In translation": 2, "In review": 1, "Delivered": 10, "Cancelled": 1}
LINKED = {"Client", "Linguist", "Project"}


@cache
def tables() -> dict[str, Any]:
    chance = Random(90417)
    clients = [_client(chance, name) for name in firms(chance, 60, ("GmbH", "Medical", "& Söhne", "Games", "Travel"))]
    linguists = [_linguist(chance, f"{first} {last}") for first, last in people(chance, 26)]
    projects = [_project(chance, at, chance.choice(clients[:44]), chance.choice(linguists[:22])) for at in range(150)]
    done = [each for each in projects if each["Status"] == "Delivered"]
    return {
        "Clients": table(clients),
        "Linguists": table(linguists),
        "Projects": table(projects),
        "Invoices": table([_invoice(chance, at, each) for at, each in enumerate(done)]),
        "Feedback": table([_feedback(chance, at, each) for at, each in enumerate(chance.sample(done, 62))]),
    }


def _client(chance: Random, name: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Sector": pick(chance, SECTORS),
        "Country": pick(chance, COUNTRIES),
        "Tier": pick(chance, {"A": 2, "B": 4, "C": 4}),
        "PM": chance.choice(MANAGERS),
        "Client since": calm(chance, "2018-01-10", "2026-06-01"),
        "NDA signed": "Yes" if chance.random() < 0.6 else "No",
    }


def _linguist(chance: Random, name: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Mother tongue": pick(chance, TARGETS),
        "Lives in": pick(chance, {"Berlin": 3, "Madrid": 3, "Lyon": 2, "Kraków": 2, "Osaka": 2}),
        "€/word": chance.randrange(6, 16) / 100,
        "Sworn": "Yes" if chance.random() < 0.3 else "No",
        "CAT tool": pick(chance, {"Trados": 5, "memoQ": 4, "Phrase": 2}),
    }


def _project(chance: Random, at: int, client: dict[str, Any], linguist: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, STATUS)
    live = status in {"Quoted", "In translation", "In review"}
    start = calm(chance, "2026-10-20", "2026-11-18") if live else calm(chance, "2025-09-01", "2026-10-10")
    days = chance.randrange(4, 26)
    late = pick(chance, {-2: 2, -1: 3, 0: 5, 2: 2, 4: 1})  # type: ignore[dict-item]
    words = chance.randrange(4, 220) * 100
    source, target = pick(chance, SOURCES), linguist["Mother tongue"]
    return {
        "Project": f"P-{26000 + at}",
        "Client": client["Name"],
        "Linguist": linguist["Name"] if status != "Quoted" else None,
        "From": source if source != target else "EN",
        "Into": target,
        "Words": words,
        "Fee": round(words * (linguist["€/word"] + 0.06), 2),
        "Status": status,
        "Rush?": "Yes" if chance.random() < 0.2 else "No",
        "Started": start,
        "Deadline": start + timedelta(days=days),
        "Delivered on": aside(start + timedelta(days=days + late)) if status == "Delivered" else None,  # type: ignore[operator]
    }


def _invoice(chance: Random, at: int, project: dict[str, Any]) -> dict[str, Any]:
    issued = aside(min(project["Delivered on"] + timedelta(days=3), TODAY - timedelta(days=4)))
    paid = later(chance, issued, 9, 70)
    return {
        "Invoice": f"2026/{at + 101}",
        "Client": project["Client"],
        "Project": project["Project"],
        "Amount": project["Fee"],
        "Issued": issued,
        "Due": issued + timedelta(days=30),
        "Paid on": aside(paid) if paid < TODAY and chance.random() < 0.85 else None,
    }


def _feedback(chance: Random, at: int, project: dict[str, Any]) -> dict[str, Any]:
    return {
        "Feedback": f"Feedback {at + 1}",
        "Project": project["Project"],
        "Stars": pick(chance, {5: 5, 4: 4, 3: 2, 2: 1, 1: 1}),  # type: ignore[dict-item]
        "Given on": aside(min(later(chance, project["Delivered on"], 1, 20), TODAY - timedelta(days=2))),
        "Complaint about": pick(chance, {"Terminology": 3, "Delay": 2, "Layout": 1}) if chance.random() < 0.3 else None,
    }


def write(folder: Path) -> None:
    """As Notion does: days in words, amounts with their sign, links with addresses."""
    for name, frame in tables().items():
        out = frame.copy()
        for column in out:
            if out[column].dtype.kind == "M":
                out[column] = out[column].dt.strftime("%B %-d, %Y")
            elif column in {"Fee", "Amount"}:
                out[column] = out[column].map("€{:,.2f}".format)
            elif column in LINKED and column != out.columns[0]:
                out[column] = out[column].map(_link, na_action="ignore")
        out.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _link(title: str) -> str:
    return f"{title} (https://www.notion.so/{title.replace(' ', '-')}-{Random(title).getrandbits(128):032x}?pvs=21)"


@cache
def frames() -> SimpleNamespace:
    c, g, p, i, b = (snake(frame) for frame in tables().values())
    g = g.rename(columns={"word": "rate"})
    p = p.rename(columns={"rush_": "rush"})
    about = c.rename(columns={"name": "client"})[["client", "sector", "country", "tier", "pm"]]
    p = p.merge(about, on="client")
    p["took"], p["late"] = (p.delivered_on - p.started).dt.days, p.delivered_on > p.deadline
    i = i.merge(about, on="client")
    i["wait"] = (i.paid_on - i.issued).dt.days
    b = b.merge(p[["project", "client", "linguist", "into", "pm", "country", "sector"]], on="project")
    assert len(b) == 62
    return SimpleNamespace(c=c, g=g, p=p, i=i, b=b, d=p[p.status == "Delivered"], unpaid=i[i.paid_on.isna()])
