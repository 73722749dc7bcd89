"""Made-up sheets of an Irish firm that hires out beehives to growers: its growers, hire agreements, checks of the hives,
invoices, beekeepers and enquiries. Days come first, money carries a euro sign, agreements are known by their numbers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, cash, gap, read
from blind_parts import calm, tidy, untidy
from fresh_parts import pick
from unseen_parts import TODAY, firms, later, people

EU = "%d/%m/%Y"
KEEPERS = {  # home county, day rate, hives of their own, started
    "Sorcha Brady": ("Wexford", 210, 1500, "2016-03-14"), "Tadhg Moynihan": ("Cork", 195, 1800, "2018-02-05"),
    "Bertie Lowe": ("Kilkenny", 180, 1700, "2020-09-21"), "Grainne Foley": ("Waterford", 205, 1450, "2014-05-12"),
    "Piotr Maj": ("Carlow", 175, 900, "2022-01-17"), "Una Sheehy": ("Tipperary", 190, 1400, "2019-11-04"),
}  # fmt: skip
HANDLERS = {"Declan Furlong": 5, "Mairead Kehoe": 4, "Oisin Grant": 3}
COUNTIES = {"Wexford": 6, "Cork": 5, "Waterford": 4, "Kilkenny": 4, "Tipperary": 3, "Carlow": 3, "Meath": 2}
CROPS = {  # first day of the season, days the bees stay, hives a hectare, euros a hive
    "Apples": ("04-12", (21, 40), 3.0, 58), "Oilseed rape": ("04-03", (24, 45), 2.0, 44),
    "Blueberries": ("05-02", (28, 50), 5.0, 66), "Field beans": ("05-20", (20, 38), 1.5, 41),
    "White clover": ("06-08", (30, 62), 2.5, 39), "Strawberries": ("03-20", (35, 90), 4.0, 72),
}  # fmt: skip
FIRMS = ("Orchards", "Fruit Farm", "Farms", "Growers Ltd", "Estate", "Tillage")
FIELDS = ("Long Acre", "Mill Field", "River Block", "Top Orchard", "Chapel Field", "Glasshouse", "Low Paddock")
CHANNELS = {"Teagasc open day": 4, "Neighbour": 5, "Farmers Journal": 3, "Website": 4, "Co-op": 2}
ENDS = {"Agreement": 6, "Too dear": 4, "No bees left": 3, "No answer": 3, "Still talking": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(4417)
    growers = [_grower(chance, name) for name in firms(chance, 92, FIRMS)]
    deals = [_deal(chance, at, chance.choice(growers[:78])) for at in range(330)]
    checks = sorted((check for deal in deals for check in _checks(chance, deal)), key=lambda row: parsed(row["Date"]))
    bills = [bill for deal in deals for bill in _bills(chance, deal)]
    callers = people(chance, 290)
    return {
        "Growers": growers,
        "Hire Agreements": deals,
        "Hive Checks": checks,
        "Invoices": [{"Inv. No": f"B{at + 3301}"} | bill for at, bill in enumerate(bills)],
        "Beekeepers": [
            {"Beekeeper": name, "Home County": county, "Day Rate": f"€{rate}", "Own Hives": own,
             "Started": f"{datetime.fromisoformat(since):{EU}}"}
            for name, (county, rate, own, since) in KEEPERS.items()
        ],
        "Enquiries": [_enquiry(chance, " ".join(who)) for who in callers],
    }  # fmt: skip


def parsed(text: str) -> datetime:
    return datetime.strptime(text, EU)  # noqa: DTZ007 - the files hold naive days


def euros(much: float) -> str:
    return f"€{much:,.2f}"


def _grower(chance: Random, name: str) -> dict[str, Any]:
    return {
        "Grower": name,
        "County": untidy(chance, pick(chance, COUNTIES), 0.05),
        "Main Crop": pick(chance, {"Apples": 5, "Oilseed rape": 4, "Blueberries": 3, "Field beans": 3, "White clover": 2, "Strawberries": 4}),
        "Handled By": pick(chance, HANDLERS),
        "Grower Since": f"{calm(chance, '2013-01-01', '2024-01-20'):{EU}}",
        "Organic": "Y" if chance.random() < 0.27 else "N",
        "Terms (days)": chance.choice((14, 30, 30, 45)),
        "Mobile": gap(chance, f"087 555 {chance.randrange(1000, 10000)}", 0.15),
    }  # fmt: skip


def _deal(chance: Random, at: int, grower: dict[str, Any]) -> dict[str, Any]:
    crop = grower["Main Crop"] if chance.random() < 0.8 else chance.choice(list(CROPS))
    first, stay, density, price = CROPS[crop]
    year = chance.choice((2024, 2025, 2025, 2026, 2026, 2026, 2027)) if at > 20 else 2026
    late = at <= 20  # bees that winter with the grower
    planned = aside(
        datetime.fromisoformat(f"{year}-{'09-05' if late else first}") + timedelta(days=chance.randrange(40))
    )
    signed = aside(min(planned, TODAY) - timedelta(days=chance.randrange(15, 120)))
    state = "Called Off" if chance.random() < 0.08 else "Finished"
    if state == "Finished" and year == 2027:
        state = pick(chance, {"Quoted": 3, "Agreed": 4})
    if late:
        state = "In Place"
    field = round(chance.uniform(2, 34), 1)
    return {
        "Agr. No": f"PA-{at + 1101}",
        "Grower": grower["Grower"],
        "Field": chance.choice(FIELDS),
        "Crop": crop,
        "Hectares": field,
        "Hives": max(4, round(field * density * chance.uniform(0.7, 1.3))),
        "Price per Hive": euros(round(price * chance.uniform(0.85, 1.2) * 2) / 2),
        "Signed": None if state == "Quoted" else f"{signed:{EU}}",
        "Planned Move-In": f"{planned:{EU}}",
        "Moved In": f"{planned:{EU}}" if state in {"Finished", "In Place"} else None,
        "Moved Out": f"{aside(later(chance, planned, *stay)):{EU}}" if state == "Finished" else None,
        "Beekeeper": pick(chance, dict.fromkeys(KEEPERS, 1)),
        "State": state,
    }


def _checks(chance: Random, deal: dict[str, Any]) -> list[dict[str, Any]]:
    if deal["State"] not in {"Finished", "In Place"}:
        return []
    start = parsed(deal["Moved In"])
    end = parsed(deal["Moved Out"]) if deal["Moved Out"] else TODAY - timedelta(days=2)
    days = sorted(
        {aside(start + timedelta(days=chance.randrange(2, (end - start).days))) for _ in range(chance.randrange(1, 5))}
    )
    rows = []
    for day in days:
        opened = max(4, round(deal["Hives"] * chance.uniform(0.4, 1)))
        dead = min(opened, round(opened * max(0, chance.gauss(0.05, 0.06))))
        weak = round((opened - dead) * chance.uniform(0.05, 0.4))
        rows.append({
            "Date": f"{day:{EU}}",
            "Agr. No": deal["Agr. No"],
            "Checked By": deal["Beekeeper"] if chance.random() < 0.85 else chance.choice(list(KEEPERS)),
            "Hives Opened": opened,
            "Strong": opened - dead - weak,
            "Weak": weak,
            "Dead": dead,
            "Varroa per 100 Bees": gap(chance, round(chance.uniform(0, 5.5), 1), 0.1),
            "Min. on Site": chance.randrange(4, 40) * 5,
        })  # fmt: skip
    return rows


def _bills(chance: Random, deal: dict[str, Any]) -> list[dict[str, Any]]:
    if deal["State"] not in {"Finished", "In Place", "Agreed"}:
        return []
    worth = round(deal["Hives"] * float(deal["Price per Hive"][1:]), 2)
    deposit = round(worth * 0.3, 2)
    rows = [_bill(chance, deal, "Deposit", deposit, deal["Signed"])]
    if deal["State"] == "Finished":
        rows.append(_bill(chance, deal, "Balance", round(worth - deposit, 2), deal["Moved Out"]))
    return rows


def _bill(chance: Random, deal: dict[str, Any], kind: str, much: float, text: str) -> dict[str, Any]:
    day = aside(parsed(text) + timedelta(days=4))
    due = aside(day + timedelta(days=30))
    how = pick(chance, {"Bank transfer": 6, "Cheque": 3, "Card": 2})
    slow = 20 if how == "Cheque" else 8
    paid = aside(later(chance, day, 6, 40 + slow))
    open_ = paid >= TODAY or chance.random() < (0.09 if kind == "Balance" else 0.04)
    return {
        "Agr. No": deal["Agr. No"],
        "Kind": kind,
        "Invoiced": f"{day:{EU}}",
        "Due": f"{due:{EU}}",
        "Amount": euros(much),
        "Paid On": None if open_ else f"{paid:{EU}}",
        "Paid By": None if open_ else how,
    }


def _enquiry(chance: Random, who: str) -> dict[str, Any]:
    return {
        "Date": f"{calm(chance, '2025-01-06', '2026-11-18'):{EU}}",
        "Who": who,
        "County": pick(chance, COUNTIES),
        "Crop": pick(chance, dict.fromkeys(CROPS, 1)),
        "Hives Wanted": gap(chance, chance.randrange(2, 60) * 2, 0.1),
        "Heard Through": pick(chance, CHANNELS),
        "Taken By": pick(chance, HANDLERS),
        "Outcome": pick(chance, ENDS),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        if name == "Enquiries":
            frame["Hives Wanted"] = frame["Hives Wanted"].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    g, b = read(write, "Growers.csv", {"Grower Since": EU}), read(write, "Beekeepers.csv", {"Started": EU})
    g["county"] = tidy(g.county, COUNTIES)
    h = read(write, "Hire Agreements.csv", dict.fromkeys(("Signed", "Planned Move-In", "Moved In", "Moved Out"), EU))
    h["price"] = cash(h.price_per_hive)
    h = h.merge(g, on="grower").assign(
        worth=lambda d: d.hives * d.price, stay=lambda d: (d.moved_out - d.moved_in).dt.days
    )
    c, e = read(write, "Hive Checks.csv", {"Date": EU}), read(write, "Enquiries.csv", {"Date": EU})
    c = c.merge(h[["agr_no", "grower", "county", "crop", "state"]], on="agr_no")
    i = read(write, "Invoices.csv", dict.fromkeys(("Invoiced", "Due", "Paid On"), EU))
    i = i.merge(h[["agr_no", "grower", "county", "crop", "handled_by"]], on="agr_no").assign(
        amount=lambda d: cash(d.amount)
    )
    assert (len(h), g.grower.is_unique) == (330, True)
    return SimpleNamespace(g=g, b=b, h=h, c=c, i=i, e=e, late=i[i.paid_on.isna() & (i.due < TODAY)])
