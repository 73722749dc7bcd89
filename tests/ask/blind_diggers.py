"""Made-up Salesforce reports of a dealer in earth-moving machinery: accounts, opportunities with their products, cases and users.

The reports hold names, no ids; days are written the American way and the stages are the dealer's own.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap, read, us_day
from blind_parts import calm, parted, untidy
from fresh_parts import pick
from unseen_parts import TODAY, later, save, table

USERS = {  # how busy, the manager, the branch
    "Darnell Whitaker": (5, "Gail Ostrander", "Ames"), "Kirsten Boe": (5, "Gail Ostrander", "Ames"),
    "Luis Arredondo": (4, "Gail Ostrander", "Dubuque"), "Shelby Knudson": (3, "Gail Ostrander", "Dubuque"),
    "Trent Vasquez": (5, "Rick Manfredi", "Sioux Falls"), "Jolene Pruitt": (4, "Rick Manfredi", "Sioux Falls"),
    "Omar Siddiqui": (3, "Rick Manfredi", "Rapid City"), "Brandi Loomis": (2, "Rick Manfredi", "Rapid City"),
    "Curtis Engelhardt": (4, "Tanya Swope", "Mankato"), "Mei-Ling Hsu": (4, "Tanya Swope", "Mankato"),
    "Pete Rasmusson": (3, "Tanya Swope", "Eau Claire"), "Nadia Kowalczyk": (2, "Tanya Swope", "Eau Claire"),
}  # fmt: skip
STATES = {
    "Ames": ("IA", ("Ames", "Boone", "Story City")), "Dubuque": ("IA", ("Dubuque", "Clinton")),
    "Sioux Falls": ("SD", ("Sioux Falls", "Brookings")), "Rapid City": ("SD", ("Rapid City", "Sturgis")),
    "Mankato": ("MN", ("Mankato", "Owatonna", "Albert Lea")), "Eau Claire": ("WI", ("Eau Claire", "Menomonie")),
}  # fmt: skip
OWNERS = parted(
    "Amundson|Bachmeier|Carlisle|Dvorak|Eckhardt|Feldkamp|Gunderson|Hartung|Isaksen|Jarvis|Kowalski|Lundgren|McGarry|Nygaard|"
    "Oberlander|Petrowski|Quade|Ruzicka|Schoenfeld|Tollefson|Ulmer|Vandersloot|Wickstrom|Yoder|Zabel|Brandvold|Crocker|"
    "Dinsmore|Eggers|Fossum|Grabowski|Hjelle|Kinzer|Lamprecht|Mersch|Novotny"
)
KINDS = {
    "Excavating": "Construction", "Paving": "Roads", "Farms": "Agriculture", "Landscaping": "Landscaping",
    "Demolition": "Construction", "Sand & Gravel": "Quarries", "Dairy": "Agriculture",
}  # fmt: skip
PRODUCTS = {  # code, family, list price
    "Mini Excavator ME18": ("ME18", "Excavators", 31500), "Crawler Excavator CX140": ("CX140", "Excavators", 168000),
    "Crawler Excavator CX220": ("CX220", "Excavators", 224000), "Skid Steer SK65": ("SK65", "Loaders", 47800),
    "Track Loader TL90": ("TL90", "Loaders", 71400), "Wheel Loader WL120": ("WL120", "Loaders", 139500),
    "Telehandler TH7": ("TH7", "Lifting", 98600), "Scissor Lift SL32": ("SL32", "Lifting", 22900),
    "Tandem Roller TR10": ("TR10", "Compaction", 88200), "Plate Compactor PC3": ("PC3", "Compaction", 2450),
    "Hydraulic Breaker HB4": ("HB4", "Attachments", 11800), "Auger Drive AD2": ("AD2", "Attachments", 3900),
    "Tilt Bucket TB6": ("TB6", "Attachments", 4650), "Pallet Forks PF1": ("PF1", "Attachments", 1380),
    "Trencher TN30": ("TN30", "Attachments", 8900),
}  # fmt: skip
NEVER_WON = {"Trencher TN30", "Scissor Lift SL32"}
TYPES = {"New Equipment": 5, "Used Equipment": 4, "Rental": 4}
STAGES = {"Walkaround": 10, "Demo on Site": 25, "Quote": 45, "Trade-In Appraisal": 60, "Finance Approval": 80}
SOURCES = {"Walk-in": 4, "Referral": 4, "Web": 4, "Farm Show": 3, "Machinery Trader": 3, "Phone": 2}
REASONS = {"Price": 5, "Delivery time": 4, "Financing declined": 3, "Bought used elsewhere": 3}
TROUBLE = ("Hydraulic leak", "Will not start", "Track tension", "Warranty claim", "Cab heater", "Wrong part shipped")


@cache
def tables() -> dict[str, Any]:
    chance = Random(88117)
    names = chance.sample([f"{owner} {kind}" for owner in OWNERS for kind in KINDS], 128)
    accounts = [_account(chance, name) for name in names]
    deals, lines = [], []
    for at in range(640):
        deal = _opportunity(chance, at, chance.choice(accounts[:112]))
        lines += _lines(chance, deal)
        deals.append(deal)
    cases = [_case(chance, at, chance.choice(accounts[:104])) for at in range(310)]
    products = [
        {"Product Name": name, "Product Code": code, "Product Family": family, "List Price": price, "Active": "TRUE"}
        for name, (code, family, price) in PRODUCTS.items()
    ]
    users = [{"Full Name": name, "Manager": boss, "Branch": branch} for name, (_, boss, branch) in USERS.items()]
    rows = {"Accounts": accounts, "Opportunities": deals, "Opportunity Products": lines, "Products": products}
    return {name: table(found) for name, found in (rows | {"Cases": cases, "Users": users}).items()}


def _account(chance: Random, name: str) -> dict[str, Any]:
    owner = pick(chance, {name: busy for name, (busy, _, _) in USERS.items()})
    state, towns = STATES[USERS[owner][2]]
    return {
        "Account Name": name,
        "Account Owner": owner,
        "Industry": KINDS[name.split(" ", 1)[1]],
        "Billing City": untidy(chance, chance.choice(towns), 0.05),
        "Billing State/Province": state,
        "Phone": gap(chance, f"({chance.randrange(500, 720)}) 555-{chance.randrange(10000):04}", 0.12),
        "Employees": gap(chance, chance.randrange(2, 140), 0.2),
        "Rating": gap(chance, pick(chance, {"Hot": 2, "Warm": 4, "Cold": 3}), 0.3),
        "Last Machine Inspection": gap(chance, calm(chance, "2025-01-06", "2026-11-12"), 0.2),
    }


def _opportunity(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    kind = pick(chance, TYPES)
    made = calm(chance, "2024-11-25", "2026-11-16")
    ended = aside(later(chance, made, 5, 60 if kind == "Rental" else 140))
    over = ended <= TODAY - timedelta(days=3) and chance.random() < 0.93
    won = over and chance.random() < 0.47
    stage = ("Closed Won" if won else "Closed Lost") if over else pick(chance, dict.fromkeys(STAGES, 1))
    return {
        "Opportunity Name": f"{account['Account Name']} - {kind} {at + 1040}",
        "Account Name": account["Account Name"],
        "Opportunity Owner": account["Account Owner"] if chance.random() < 0.85 else chance.choice(list(USERS)),
        "Type": kind,
        "Lead Source": pick(chance, SOURCES),
        "Stage": stage,
        "Probability (%)": 100 * won if over else STAGES[stage],
        "Amount": None,
        "Created Date": made,
        "Close Date": ended,
        "Loss Reason": gap(chance, pick(chance, REASONS), 0.1) if stage == "Closed Lost" else None,
        "Next Step": None if over else gap(chance, pick(chance, {"Call back": 3, "Send quote": 3, "Demo": 2}), 0.4),
    }


def _lines(chance: Random, deal: dict[str, Any]) -> list[dict[str, Any]]:
    """The machines of an opportunity; their sum is its amount, and one that was only just opened has none."""
    if deal["Stage"] == "Walkaround" and chance.random() < 0.4:
        return []
    stock = [name for name in PRODUCTS if deal["Stage"] != "Closed Won" or name not in NEVER_WON]
    share = {"New Equipment": 0.96, "Used Equipment": 0.55, "Rental": 0.07}[deal["Type"]]
    lines = []
    for name in chance.sample(stock, chance.choice((1, 1, 2, 2, 3))):
        count = chance.choice((1, 1, 1, 2, 3))
        price = max(25, round(PRODUCTS[name][2] * share * chance.uniform(0.9, 1.04) / 25) * 25)
        lines.append({
            "Opportunity Name": deal["Opportunity Name"], "Product Name": name, "Product Code": PRODUCTS[name][0],
            "Quantity": count, "Sales Price": price, "Total Price": count * price,
        })  # fmt: skip
    deal["Amount"] = sum(line["Total Price"] for line in lines)
    return lines


def _case(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    opened = calm(chance, "2025-02-03", "2026-11-18")
    closed = aside(later(chance, opened, 1, 34))
    done = opened <= closed <= TODAY - timedelta(days=3) and chance.random() < 0.94
    machines = [name for name, (_, family, _) in PRODUCTS.items() if family != "Attachments"]
    return {
        "Case Number": f"{at + 2217:08}",
        "Account Name": account["Account Name"],
        "Subject": chance.choice(TROUBLE),
        "Product": gap(chance, chance.choice(machines), 0.08),
        "Status": "Closed" if done else pick(chance, {"New": 3, "Working": 4, "Waiting on Parts": 3}),
        "Priority": pick(chance, {"Low": 3, "Medium": 5, "High": 3}),
        "Case Origin": pick(chance, {"Phone": 6, "Email": 3, "Web": 1}),
        "Date Opened": opened,
        "Date Closed": closed if done else None,
    }


DAYS = ("Created Date", "Close Date", "Last Machine Inspection", "Date Opened", "Date Closed")


def write(folder: Path) -> None:
    for name, frame in tables().items():
        out = frame.copy()
        for column in out.columns.intersection(DAYS):
            out[column] = out[column].map(us_day)
        save(folder / f"{name}.csv", out, {})


def _read(name: str, *days: str, **options: Any) -> Any:
    return read(write, f"{name}.csv", dict.fromkeys(days, "%m/%d/%Y"), **options)


@cache
def frames() -> SimpleNamespace:
    a, p, u = _read("Accounts", "Last Machine Inspection"), _read("Products"), _read("Users")
    o, lines = _read("Opportunities", "Created Date", "Close Date"), _read("Opportunity Products")
    c = _read("Cases", "Date Opened", "Date Closed", dtype={"Case Number": str})
    about = a[["account_name", "industry", "billing_state_province"]]
    team = u.set_axis(["opportunity_owner", "manager", "branch"], axis=1)
    o, c = o.merge(about, on="account_name").merge(team, on="opportunity_owner"), c.merge(about, on="account_name")
    lines = lines.merge(p[["product_name", "product_family"]], on="product_name").merge(o, on="opportunity_name")
    assert (len(o), len(c)) == (640, 310)
    won, lost = o[o.stage == "Closed Won"], o[o.stage == "Closed Lost"]
    still, closed = o[~o.stage.str.startswith("Closed")], o[o.stage.str.startswith("Closed")]
    return SimpleNamespace(a=a, p=p, u=u, o=o, c=c, lines=lines, won=won, lost=lost, open=still, closed=closed)
