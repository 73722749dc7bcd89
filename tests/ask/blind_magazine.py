"""Made-up Monday boards of a publisher of a trade magazine: advertisers, bookings, issues and invoices."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_parts import calm, parted, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, later, save, snake, table

PERSONS = {"Bethan": 3, "Colm": 4, "Farah": 3}
THEMES = {
    "Welding": "2025-09", "Safety Gear": "2025-11", "Robotics": "2026-01", "Compressed Air": "2026-03",
    "Sensors": "2026-05", "Bearings": "2026-07", "Coatings": "2026-09", "Drives": "2026-12", "Energy": "2027-02",
}  # fmt: skip
RATES = {"Full page": 3400, "Half page": 1900, "Quarter page": 1050, "Back cover": 5200, "Advertorial": 4100}
ADVERTISERS = parted(
    "Ablewhite Pumps|Bostock Valves|Corvane Sensors|Drossel Tooling|Elkington Weld|Farquhar Seals|Gantry & Co|"
    "Hepple Abrasives|Iveson Fasteners|Jolliffe Motors|Klemperer Drives|Lowther Springs|Marchbank Optics|Nettleton Gears|"
    "Oldroyd Hydraulics|Pickersgill PPE|Quillfeather Labels|Rackstraw Shelving|Sowerby Coatings|Tattersall Filters|"
    "Urquhart Robotics|Vosper Chains|Widdop Belts|Yeadon Castings|Zeller Metrology|Arkle Alloys|Blenkin Boilers|"
    "Catterick Cranes|Dewhirst Dust|Entwistle Enclosures|Fothergill Fans|Gledhill Gauges|Hardcastle Hoists|"
    "Ingleby Inks|Jagger Joints|Kettlewell Kilns|Lumb Lasers|Micklethwaite Mixers|Northrop Nozzles|Ormsby Ovens|"
    "Prudhoe Presses|Raistrick Ropes|Scargill Scales|Threlkeld Tanks"
)


@cache
def tables() -> dict[str, Any]:
    chance = Random(61944)
    advertisers = [_advertiser(chance, name) for name in ADVERTISERS]
    bookers = advertisers[:38]
    return {
        "Advertisers": table(advertisers),
        "Bookings": table([_booking(chance, at, chance.choice(bookers)) for at in range(210)]),
        "Issues": table([_issue(chance, theme) for theme in THEMES]),
        "Invoices": table([_invoice(chance, at, chance.choice(bookers)) for at in range(160)]),
    }


def _advertiser(chance: Random, name: str) -> dict[str, Any]:
    return {
        "Advertiser": name,
        "Sector": pick(chance, {"Fluid power": 3, "Automation": 4, "Materials": 2, "Handling": 2}),
        "Based in": pick(chance, {"Yorkshire": 4, "Lancashire": 3, "Midlands": 3, "Wales": 1}),
        "Account manager": pick(chance, PERSONS),
        "First booked": calm(chance, "2017-01-01", "2026-10-01"),
        "Newsletter": "v" if chance.random() < 0.55 else None,
        "Nudge by": calm(chance, "2026-12-01", "2027-03-01") if chance.random() < 0.3 else None,
    }


def _issue(chance: Random, theme: str) -> dict[str, Any]:
    first = datetime.fromisoformat(f"{THEMES[theme]}-01")
    return {
        "Issue": f"{theme} {first:%b %y}",
        "Theme": theme,
        "Copy deadline": first - timedelta(days=23),
        "On sale": first + timedelta(days=5),
        "Print run": chance.randrange(60, 96) * 100,
        "Pages": chance.randrange(14, 25) * 4,
    }


def _booking(chance: Random, at: int, advertiser: dict[str, Any]) -> dict[str, Any]:
    theme = chance.choice(list(THEMES))
    sale = datetime.fromisoformat(f"{THEMES[theme]}-06")
    made = min(sale - timedelta(days=chance.randrange(24, 120)), TODAY - timedelta(days=chance.randrange(3, 6)))
    shape = pick(chance, {"Full page": 4, "Half page": 5, "Quarter page": 4, "Back cover": 1, "Advertorial": 2})
    state = pick(chance, {"Confirmed": 7, "Cancelled": 1})
    if sale > TODAY:
        state = pick(chance, {"Confirmed": 4, "Provisional": 4, "Cancelled": 1})
    off = chance.choice((0, 0, 5, 10, 15, 20))
    return {
        "Booking": f"B{at + 1:03} {shape} {advertiser['Advertiser']}",
        "Advertiser": untidy(chance, advertiser["Advertiser"], 0.03),
        "Issue": f"{theme} {sale:%b %y}",
        "Format": shape,
        "Seller": advertiser["Account manager"],
        "Booking status": state,
        "Booked": made,
        "Discount %": off,
        "Net price": round(RATES[shape] * (100 - off) / 100 + chance.randrange(0, 60), 2),
        "Artwork": "Received" if sale < TODAY or chance.random() < 0.4 else None,
    }


def _invoice(chance: Random, at: int, advertiser: dict[str, Any]) -> dict[str, Any]:
    raised = calm(chance, "2025-09-15", "2026-11-18")
    paid = later(chance, raised, 5, 75) if chance.random() < 0.85 else None
    return {
        "Invoice": f"TM-{7001 + at}",
        "Billed to": advertiser["Advertiser"],
        "Raised": raised,
        "Terms (days)": chance.choice((14, 30, 45)),
        "Gross": float(money(chance, 2600, 12)),
        "Paid on": paid if paid and paid < TODAY else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        out = frame.copy()
        for column in {"Net price", "Gross"} & set(out):
            out[column] = out[column].map(lambda amount: f"£{amount:,.2f}")
        save(folder / f"{name}.csv", out, {c: "%d %b %Y" for c in out if out[c].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    a, b, i, v = (snake(frame) for frame in tables().values())
    written = {name.lower(): name for name in ADVERTISERS}
    b["advertiser"] = b.advertiser.str.strip().str.lower().map(written)
    about = a[["advertiser", "sector", "based_in"]]
    b = b.merge(about, on="advertiser").merge(i[["issue", "on_sale", "theme"]], on="issue")
    v = v.merge(about, left_on="billed_to", right_on="advertiser")
    v["days"] = (v.paid_on - v.raised).dt.days
    v["due"] = v.raised + pd.to_timedelta(v.terms__days, unit="D")
    assert (len(b), len(v)) == (210, 160)
    return SimpleNamespace(a=a, b=b, i=i, v=v, kept=b[b.booking_status != "Cancelled"])
