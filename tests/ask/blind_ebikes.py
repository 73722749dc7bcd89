"""A made-up star schema of a BI course: a wholesaler of electric bikes, its dealers, models, agents, claims and contracts.

The facts hold keys only; web orders have no agent; the dictionary describes the fields and holds no facts.
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
from fresh_parts import pick
from unseen_parts import TODAY, WORDS, later

AGENTS = {  # name: team lead, region, hired
    "Aino Lehtonen": ("Roel Bastiaans", "Nordics", "2018-04-02"), "Bjarke Storm": ("Roel Bastiaans", "Nordics", "2022-08-15"),
    "Corinne Maas": ("Roel Bastiaans", "Benelux", "2016-01-11"), "Dirk Peeters": ("Roel Bastiaans", "Benelux", "2023-02-01"),
    "Enzo Ferri": ("Mirela Stan", "South", "2020-10-05"), "Flavia Conti": ("Mirela Stan", "South", "2019-03-18"),
    "Gunda Thiele": ("Mirela Stan", "DACH", "2017-06-26"), "Hannes Wolf": ("Mirela Stan", "DACH", "2024-05-13"),
    "Ilse Kummer": ("Mirela Stan", "DACH", "2026-09-01"),
}  # fmt: skip
MODELS = {  # name: series, list price, battery, launch year
    "Metro 3": ("Metro", 1990, 400, 2021), "Metro 5": ("Metro", 2490, 500, 2023), "Metro 5 Plus": ("Metro", 2890, 625, 2025),
    "Haul Mini": ("Haul", 4200, 500, 2022), "Haul Max": ("Haul", 5900, 1000, 2024), "Haul Family": ("Haul", 5400, 750, 2023),
    "Ridge 100": ("Ridge", 3300, 630, 2020), "Ridge 200": ("Ridge", 4700, 750, 2024), "Foldy": ("Compact", 1750, 300, 2022),
    "Foldy Air": ("Compact", 2250, 250, 2026), "Tandem Duo": ("Special", 6200, 1000, 2025),
}  # fmt: skip
LANDS = {
    "Nordics": {"Sweden": 3, "Finland": 2}, "Benelux": {"Netherlands": 5, "The Netherlands": 2, "Belgium": 3},
    "South": {"Italy": 3, "Spain": 3}, "DACH": {"Germany": 6, "Austria": 2, "Switzerland": 1},
}  # fmt: skip
FAULTS = {"Motor": 4, "Battery": 5, "Brakes": 3, "Display": 3, "Frame": 1}
NOTES = [
    ("fact_sales", "order_no", "Number of the order line, unique"), ("fact_sales", "net_sales_eur", "Units x unit price less discount"),
    ("fact_sales", "landed_cost_eur", "What the units cost us, duty and freight in"), ("dim_dealer", "tier", "Gold, Silver, Bronze"),
    ("dim_model", "series", "Family of models"), ("dim_agent", "team_lead", "Whom the agent reports to"),
    ("fact_claims", "accepted", "Y if the claim was paid"), ("fact_contracts", "ended_on", "Empty while the contract runs"),
]  # fmt: skip


@cache
def tables() -> dict[str, Any]:
    chance = Random(29031)
    dealers = [_dealer(chance, at) for at in range(160)]
    sellers = dealers[:138]
    return {
        "fact_sales": [_sale(chance, at, chance.choice(sellers)) for at in range(3200)],
        "fact_claims": [_claim(chance, at, chance.choice(sellers[:125])) for at in range(640)],
        "fact_contracts": [_contract(chance, at, chance.choice(dealers[:120])) for at in range(260)],
        "dim_dealer": [{key: value for key, value in dealer.items() if key != "region"} for dealer in dealers],
        "dim_model": [
            {
                "model_key": at + 1,
                "model_name": name,
                "series": series,
                "list_price_eur": price,
                "battery_wh": watt,
                "launch_year": year,
            }
            for at, (name, (series, price, watt, year)) in enumerate(MODELS.items())
        ],
        "dim_agent": [
            {"agent_key": at + 11, "agent_name": name, "team_lead": lead, "sales_region": region, "hired_on": hired}
            for at, (name, (lead, region, hired)) in enumerate(AGENTS.items())
        ],
        "data_dictionary": [{"Table": of, "Field": field, "Description": text} for of, field, text in NOTES],
    }


def _dealer(chance: Random, at: int) -> dict[str, Any]:
    region = pick(chance, {"Nordics": 3, "Benelux": 5, "South": 4, "DACH": 6})
    tail = chance.choice(("Cycles", "Bikes", "Velo", "Zweirad", "Wheels"))
    return {
        "dealer_key": 1000 + at,
        "dealer_name": f"{WORDS[(at * 3 + 2) % len(WORDS)]} {tail if at < 125 else f'& Co {tail}'}"
        + (" II" if at == 70 else ""),
        "tier": pick(chance, {"Gold": 2, "Silver": 4, "Bronze": 5}),
        "segment": untidy(
            chance, pick(chance, {"Independant": 6, "Chain store": 3, "Online shop": 2, "Rental": 2}), 0.06
        ),
        "country": pick(chance, LANDS[region]),
        "outlets": gap(chance, chance.choice((1, 1, 1, 2, 3, 5, 8, 14)), 0.06),
        "onboarded_on": f"{calm(chance, '2017-01-01', '2026-10-10'):%d-%b-%Y}",
        "region": region,
    }


def _sale(chance: Random, at: int, dealer: dict[str, Any]) -> dict[str, Any]:
    day = calm(chance, "2024-01-02", "2026-11-18")
    names = [name for name in MODELS if MODELS[name][3] <= day.year]
    if dealer["tier"] == "Bronze":
        names = [name for name in names if name not in {"Tandem Duo", "Haul Max"}] + ["Metro 3", "Foldy"]
    name = chance.choice(names)
    units = chance.choice((1, 2, 2, 3, 4, 6, 8, 12))
    off = {"Gold": 0.12, "Silver": 0.08, "Bronze": 0.03}[dealer["tier"]] + chance.choice((0, 0, 0, 0.05))
    price = MODELS[name][1] * 0.72
    team = [
        who
        for who, (_, region, hired) in AGENTS.items()
        if region == dealer["region"] and datetime.fromisoformat(hired) <= day
    ]
    web = chance.random() < 0.13
    return {
        "order_no": f"L{at + 50001}",
        "order_date": f"{day:%d-%b-%Y}",
        "dealer_key": dealer["dealer_key"],
        "model_key": list(MODELS).index(name) + 1,
        "agent_key": None if web else list(AGENTS).index(chance.choice(team)) + 11,
        "channel": "Web portal" if web else pick(chance, {"Field visit": 5, "Phone": 3, "Trade fair": 1}),
        "units": units,
        "unit_price_eur": round(price, 2),
        "discount_rate": round(off, 2),
        "net_sales_eur": round(units * price * (1 - off), 2),
        "landed_cost_eur": round(units * MODELS[name][1] * chance.uniform(0.44, 0.56), 2),
    }


def _claim(chance: Random, at: int, dealer: dict[str, Any]) -> dict[str, Any]:
    fault = pick(chance, FAULTS)
    day = calm(chance, "2024-06-01", "2026-11-16")
    end = later(chance, day, 3, 80 if fault == "Frame" else 36)
    done = end < TODAY
    known = [at for at, about in enumerate(MODELS.values(), 1) if about[3] < day.year]
    return {
        "claim_id": 8100 + at,
        "dealer_key": dealer["dealer_key"],
        "model_key": chance.choice(known),
        "fault": fault,
        "reported_on": f"{day:%d-%b-%Y}",
        "settled_on": f"{end:%d-%b-%Y}" if done else None,
        "accepted": pick(chance, {"Y": 7, "N": 3}) if done else None,
        "repair_cost_eur": round(chance.uniform(35, 900), 2) if done else None,
        "dealer_rating": gap(chance, chance.randrange(1, 6), 0.35) if done else None,
    }


def _contract(chance: Random, at: int, dealer: dict[str, Any]) -> dict[str, Any]:
    day = calm(chance, "2022-03-01", "2026-10-01")
    end = aside(later(chance, day, 90, 1100))
    gone = end < TODAY and chance.random() < 0.7
    plan = pick(chance, {"Demo Fleet": 3, "Care Plus": 5, "Showroom": 2})
    return {
        "contract_no": f"C-{at + 300}",
        "dealer_key": dealer["dealer_key"],
        "plan": plan,
        "monthly_fee_eur": {"Demo Fleet": 390, "Care Plus": 120, "Showroom": 240}[plan] + chance.randrange(0, 9) * 10,
        "started_on": f"{day:%d-%b-%Y}",
        "ended_on": f"{end:%d-%b-%Y}" if gone else None,
        "end_reason": pick(chance, {"Too dear": 4, "Shop closed": 2, "Went to rival": 3, "Low demand": 3})
        if gone
        else None,
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"outlets", "agent_key", "dealer_rating"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


def _read(name: str, *dates: str) -> Any:
    return read(write, f"{name}.csv", dict.fromkeys(dates, "%d-%b-%Y"))


@cache
def frames() -> SimpleNamespace:
    r, m, g = _read("dim_dealer", "onboarded_on"), _read("dim_model"), _read("dim_agent")
    r["segment"] = tidy(r.segment, ["Independant", "Chain store", "Online shop", "Rental"])
    assert r.dealer_name.is_unique
    s = (
        _read("fact_sales", "order_date")
        .merge(r, on="dealer_key")
        .merge(m, on="model_key")
        .merge(g, on="agent_key", how="left")
    )
    c = _read("fact_claims", "reported_on", "settled_on").merge(r, on="dealer_key").merge(m, on="model_key")
    k = _read("fact_contracts", "started_on", "ended_on").merge(r, on="dealer_key")
    s["margin"] = s.net_sales_eur - s.landed_cost_eur
    c["days"], k["days"] = (c.settled_on - c.reported_on).dt.days, (k.ended_on - k.started_on).dt.days
    assert (len(s), len(c), len(k)) == (3200, 640, 260)
    return SimpleNamespace(r=r, m=m, g=g, s=s, c=c, k=k, running=k[k.ended_on.isna()])
