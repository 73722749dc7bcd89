"""Made-up Zoho CRM exports of a French-American cooperage: accounts, deals, leads, calls, sales orders and quotas.

Closing dates are days, created times moments; some accounts have the name of another with "LLC" behind it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, tidy, untidy
from fresh_parts import money, pick
from unseen_parts import TODAY, WORDS, later, people

REPS = {  # deal owner: reports to, sales territory, quota of 2026
    "Lorenzo Abate": ("Vera Castellan", "Napa & Sonoma", 1_150_000), "Judith Amsel": ("Vera Castellan", "Pacific Northwest", 800_000),
    "Wes Ballard": ("Vera Castellan", "Central Coast", 950_000), "Ottilie Grau": ("Henri Delacourt", "Kentucky & Tennessee", 1_400_000),
    "Rohan Mistry": ("Henri Delacourt", "Texas", 500_000), "Sally Pickett": ("Henri Delacourt", "East Coast", 700_000),
    "Timo Virtanen": ("Henri Delacourt", "Overseas", 600_000),
}  # fmt: skip
TRADES = {"Winery": 8, "Distillery": 5, "Brewery": 3, "Cidery": 1}
WOODS = {"French Oak": 4, "American Oak": 5, "Hungarian Oak": 2, "Acacia": 1}
TOASTS = {"Light": 2, "Medium": 5, "Medium Plus": 4, "Heavy": 2, "Char #4": 3}
OPEN = {"Qualification": 4, "Tasting Arranged": 3, "Proposal/Price Quote": 4, "Negotiation": 3}
ORIGINS = {"Trade Show": 4, "Referral from cellar master": 5, "Website": 3, "Cold Call": 2, "Distributor": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(18856)
    accounts = [_account(chance, at) for at in range(190)]
    for at in range(30, 190, 31):
        accounts[at]["Account Name"] = f"{accounts[at - 17]['Account Name']} LLC"
        accounts[at]["Industry"] = accounts[at - 17]["Industry"]
    named = people(chance, 520, tuple(REPS))
    deals = [_deal(chance, at, chance.choice(accounts[:165])) for at in range(880)]
    won = [deal for deal in deals if deal["Stage"] == "Closed Won"]
    return {
        "Accounts": accounts,
        "Deals": deals,
        "Leads": [_lead(chance, at, who) for at, who in enumerate(named)],
        "Calls": [_call(chance, at, chance.choice(deals)) for at in range(1300)],
        "Sales_Orders": [_order(chance, at, deal) for at, deal in enumerate(won) if chance.random() < 0.93],
        "Sales_Reps": [
            {"Rep": name, "Reports To": boss, "Sales Territory": where, "Quota FY2026": quota}
            for name, (boss, where, quota) in REPS.items()
        ],
    }


def _account(chance: Random, at: int) -> dict[str, Any]:
    trade = pick(chance, TRADES)
    name = (
        f"{WORDS[(at * 11 + 5) % len(WORDS)]} {trade if at < 120 else chance.choice(('Cellars', 'Spirits', 'Estate'))}"
    )
    return {
        "Record Id": f"zcrm_41207000000{210000 + at * 13}",
        "Account Name": name,
        "Account Owner": chance.choice(list(REPS)),
        "Industry": "Distilery" if trade == "Distillery" else untidy(chance, trade, 0.06),
        "Cases per Year": gap(chance, money(chance, 24000, 500), 0.1),
        "Still Buys From": gap(
            chance, pick(chance, {"Nobody else": 4, "Radoux": 3, "ISC": 2, "Local cooper": 2}), 0.25
        ),
        "Customer Since": f"{calm(chance, '2012-01-01', '2026-08-01'):%m/%d/%Y}" if chance.random() < 0.85 else None,
        "Credit Limit": gap(chance, chance.randrange(2, 40) * 5000, 0.15),
        "Tag": gap(chance, chance.choice(("Organic", "Family owned", "Award winner")), 0.5),
    }


def _deal(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    made = calm(chance, "2024-05-01", "2026-11-12")
    close = aside(later(chance, made, 14, 210))
    wood, toast = pick(chance, WOODS), pick(chance, TOASTS)
    stage = "Closed Won" if chance.random() < (0.58 if wood == "American Oak" else 0.46) else "Closed Lost"
    if stage == "Closed Lost" and chance.random() < 0.4:
        stage = "Closed-Lost to Competition"
    if close >= TODAY or chance.random() < 0.03:
        stage = pick(chance, OPEN)
    barrels = chance.choice((4, 6, 10, 12, 20, 24, 36, 48, 60, 90))
    price = {"French Oak": 1180, "American Oak": 640, "Hungarian Oak": 890, "Acacia": 1020}[wood] * chance.uniform(
        0.9, 1.1
    )
    return {
        "Record Id": f"zcrm_41207000001{500000 + at * 7}",
        "Deal Name": f"{account['Account Name']} {made:%Y} {wood} x{barrels} ({at + 1})",
        "Account Name": account["Account Name"],
        "Deal Owner": account["Account Owner"] if chance.random() < 0.9 else chance.choice(list(REPS)),
        "Stage": stage,
        "Amount": gap(chance, round(barrels * price, 2), 0.15)
        if stage == "Qualification"
        else round(barrels * price, 2),
        "Wood": wood,
        "Toast": toast,
        "Barrels": barrels,
        "Lead Source": pick(chance, ORIGINS),
        "Created Time": f"{made:%Y-%m-%d} {chance.randrange(8, 18):02}:{chance.randrange(60):02}:{chance.randrange(60):02}",
        "Closing Date": f"{close:%Y-%m-%d}",
        "Next Step": gap(chance, chance.choice(("Send samples", "Call cellar master", "Revise quote")), 0.6),
    }


def _lead(chance: Random, at: int, who: tuple[str, str]) -> dict[str, Any]:
    state = pick(chance, {"Not Contacted": 3, "Contacted": 4, "Junk Lead": 2, "Lost Lead": 2, "Converted": 4})
    return {
        "Record Id": f"zcrm_41207000002{700000 + at * 3}",
        "Lead Name": " ".join(who),
        "Company": f"{chance.choice(WORDS)} {pick(chance, TRADES)} {at}",
        "Lead Owner": chance.choice(list(REPS)),
        "Lead Source": pick(chance, ORIGINS),
        "Lead Status": state,
        "Country": pick(chance, {"United States": 6, "US": 2, "U.S.": 1, "Canada": 2, "Chile": 1}),
        "Email": gap(chance, f"{who[0]}.{who[1]}@example.net".lower(), 0.12),
        "Created Time": f"{calm(chance, '2025-02-01', '2026-11-15'):%Y-%m-%d} 10:{chance.randrange(60):02}:00",
    }


def _call(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    start = calm(chance, "2025-03-01", "2026-11-18")
    missed = chance.random() < 0.2
    return {
        "Record Id": f"zcrm_41207000003{100000 + at}",
        "Subject": f"Call about {deal['Wood'].lower()}",
        "Call Type": pick(chance, {"Outbound": 7, "Inbound": 3}) if not missed else "Missed",
        "Call Start Time": f"{start:%Y-%m-%d} {chance.randrange(8, 18):02}:{chance.randrange(60):02}:00",
        "Call Duration (in seconds)": 0 if missed else chance.randrange(20, 2400),
        "Related To": deal["Deal Name"],
        "Call Owner": deal["Deal Owner"],
    }


def _order(chance: Random, at: int, deal: dict[str, Any]) -> dict[str, Any]:
    ordered = datetime.fromisoformat(deal["Closing Date"])
    shipped = later(chance, ordered, 20, 130)
    state = "Delivered" if shipped < TODAY else pick(chance, {"Approved": 3, "In the cooperage": 5})
    gone = shipped < TODAY and chance.random() < 0.96
    return {
        "SO Number": f"SO-{20400 + at}",
        "Deal Name": deal["Deal Name"],
        "Account Name": deal["Account Name"],
        "Order Date": f"{ordered:%Y-%m-%d}",
        "Delivered On": f"{shipped:%Y-%m-%d}" if gone else None,
        "Status": state if gone or shipped >= TODAY else "Cancelled",
        "Freight Charge": round(chance.uniform(90, 1900), 2),
        "Grand Total": round(deal["Amount"] * 1.0 + chance.randrange(0, 400), 2),
        "Carrier": pick(chance, {"Own truck": 4, "Estes": 3, "Kuehne+Nagel": 2}),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"Cases per Year", "Credit Limit"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}_2026_11_20.csv", index=False)


def _read(name: str, **dates: str) -> Any:
    frame = read(write, f"{name}_2026_11_20.csv")
    for column, shape in dates.items():
        frame[column] = pd.to_datetime(frame[column], format=shape)
    return frame


@cache
def frames() -> SimpleNamespace:
    day, second = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"
    a, r = _read("Accounts", customer_since="%m/%d/%Y"), _read("Sales_Reps").rename(columns={"rep": "deal_owner"})
    d = _read("Deals", created_time=second, closing_date=day)
    n, c = _read("Leads", created_time=second), _read("Calls", call_start_time=second)
    s = _read("Sales_Orders", order_date=day, delivered_on=day)
    a["industry"] = tidy(a.industry, [*TRADES, "Distilery"])
    assert a.account_name.is_unique
    assert d.deal_name.is_unique
    about = a[["account_name", "industry", "tag", "still_buys_from", "account_owner"]]
    d = d.merge(about, on="account_name").merge(r, on="deal_owner")
    s = s.merge(d[["deal_name", "wood", "toast", "barrels", "deal_owner", "industry", "amount"]], on="deal_name")
    s["days"] = (s.delivered_on - s.order_date).dt.days
    c = c.merge(d[["deal_name", "stage", "account_name"]], left_on="related_to", right_on="deal_name")
    assert (len(d), len(c)) == (880, 1300)
    won, lost = d[d.stage == "Closed Won"], d[d.stage.isin(["Closed Lost", "Closed-Lost to Competition"])]
    return SimpleNamespace(
        a=a, r=r, d=d, n=n, c=c, s=s, won=won, lost=lost, closed=pd.concat([won, lost]), open=d[d.stage.isin(OPEN)]
    )
