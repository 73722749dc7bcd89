"""A charity's donor record: donors, gifts, pledges, campaigns and volunteers."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, day, later, people, save, table

MANAGERS = {"Bridget Olsen": 5, "Callum Reyes": 4, "Priya Anand": 3, "Stephen Harwood": 2}
TOWNS = {
    "Norwich": "Norfolk",
    "Cromer": "Norfolk",
    "Ipswich": "Suffolk",
    "Lowestoft": "Suffolk",
    "Cambridge": "Cambridgeshire",
    "Ely": "Cambridgeshire",
}
CHANNELS = {"Direct debit": 6, "Online": 5, "Cheque": 3, "Bank transfer": 3, "Event": 2}
CAMPAIGNS = (
    ("Spring Appeal 2025", "Wetlands", "2025-03-01", "2025-05-31", 40_000),
    ("Otter Rescue", "Wildlife", "2025-06-01", "2026-01-31", 25_000),
    ("Christmas Match 2025", "General", "2025-11-15", "2026-01-05", 60_000),
    ("Reedbed Fund", "Wetlands", "2025-02-01", "2026-12-31", 90_000),
    ("Spring Appeal 2026", "Wetlands", "2026-03-01", "2026-05-31", 45_000),
    ("School Visits", "Education", "2025-09-01", "2026-12-20", 30_000),
    ("Hedgerow Heroes", "Wildlife", "2026-06-01", "2026-12-31", 20_000),
)


def _campaigns(chance: Random) -> Any:
    return table(
        [
            {
                "Campaign": name,
                "Theme": theme,
                "Start date": pd.Timestamp(start).to_pydatetime(),
                "End date": pd.Timestamp(end).to_pydatetime(),
                "Target": target,
                "Lead officer": pick(chance, MANAGERS),
            }
            for name, theme, start, end, target in CAMPAIGNS
        ]
    )


def _donors(chance: Random) -> Any:
    rows = []
    names = [(f"{first} {last}", "Individual") for first, last in people(chance, 150)]
    names += [(f"{word} Ltd", "Company") for word in chance.sample(WORDS[:70], 30)]
    names += [(f"The {word} Trust", "Trust") for word in chance.sample(WORDS[70:], 20)]
    for place, (name, kind) in enumerate(names):
        town = chance.choice(list(TOWNS))
        rows.append(
            {
                "Donor ID": f"D{2000 + place}",
                "Donor name": name,
                "Donor type": kind,
                "Town": town,
                "County": TOWNS[town],
                "Relationship manager": pick(chance, MANAGERS),
                "Gift Aid": pick(chance, {"Yes": 3, "No": 2}) if kind == "Individual" else "No",
                "Newsletter": pick(chance, {"Post": 2, "Email": 4, "No": 1}),
                "Donor since": day(chance, "2012-01-01", "2025-01-01"),
                "Birth year": chance.randrange(1938, 1999) if kind == "Individual" else None,
            }
        )
    return table(rows)


def _gifts(chance: Random, donors: Any) -> Any:
    rows = []
    middle = {"Individual": 60, "Company": 900, "Trust": 2500}
    givers = chance.sample(range(len(donors)), 170)
    for place in range(480):
        donor = donors.iloc[chance.choice(givers)]
        name, _, start, end, _ = chance.choice(CAMPAIGNS)
        last = min(pd.Timestamp(end), pd.Timestamp("2026-11-17"))
        given = day(chance, start, str(last.date()))
        thanked = later(chance, given, 1, 25)
        rows.append(
            {
                "Gift ID": f"G{70_000 + place}",
                "Donor ID": donor["Donor ID"],
                "Gift date": given,
                "Gift amount": money(chance, middle[donor["Donor type"]], 5),
                "Campaign": name,
                "Channel": pick(chance, CHANNELS),
                "Thank-you sent": thanked if thanked < TODAY and chance.random() < 0.85 else None,
            }
        )
    return table(rows)


def _pledges(chance: Random, donors: Any) -> Any:
    rows = []
    for place in range(130):
        made, pledged = day(chance, "2025-02-01", "2026-11-01"), money(chance, 600, 20)
        due = later(chance, made, 60, 400)
        due += timedelta(days=due == TODAY)  # due today is neither late nor to come
        status = pick(
            chance, {"Fulfilled": 5, "Open": 3, "Written off": 1} if due < TODAY else {"Open": 4, "Fulfilled": 1}
        )
        rows.append(
            {
                "Pledge ID": f"P{400 + place}",
                "Donor ID": donors.iloc[chance.randrange(len(donors))]["Donor ID"],
                "Campaign": chance.choice(CAMPAIGNS)[0],
                "Pledged on": made,
                "Pledged amount": pledged,
                "Paid so far": pledged if status == "Fulfilled" else pledged * chance.randrange(0, 4) // 5,
                "Due date": due,
                "Pledge status": status,
            }
        )
    return table(rows)


def _volunteers(chance: Random, taken: tuple[str, ...]) -> Any:
    roles = {"Warden": 3, "Shop": 4, "Events": 3, "School guide": 2}
    return table(
        [
            {
                "Volunteer ID": f"V{place:03}",
                "Volunteer": f"{first} {last}",
                "Town": chance.choice(list(TOWNS)),
                "Role": pick(chance, roles),
                "Hours this year": chance.randrange(4, 230),
                "Joined": day(chance, "2019-01-01", "2026-11-01"),
                "Officer": pick(chance, MANAGERS),
                "DBS checked": pick(chance, {"Yes": 4, "No": 1}),
            }
            for place, (first, last) in enumerate(people(chance, 80, taken))
        ]
    )


@cache
def tables() -> dict[str, Any]:
    chance = Random(1912)
    donors = _donors(chance)
    return {
        "donors": donors,
        "gifts": _gifts(chance, donors),
        "pledges": _pledges(chance, donors),
        "campaigns": _campaigns(chance),
        "volunteers": _volunteers(chance, tuple(donors["Donor name"])),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        days = dict.fromkeys(frame.select_dtypes("datetime").columns, "%d-%b-%Y")
        save(folder / f"{name}.csv", frame, days)


def frames() -> SimpleNamespace:
    found = tables()
    donors, campaigns = found["donors"], found["campaigns"]
    about = campaigns[["Campaign", "Theme", "Target", "Lead officer"]]
    return SimpleNamespace(
        donors=donors,
        gifts=found["gifts"].merge(donors, on="Donor ID").merge(about, on="Campaign"),
        pledges=found["pledges"].merge(donors, on="Donor ID").merge(about, on="Campaign"),
        campaigns=campaigns,
        volunteers=found["volunteers"],
    )
