"""A made-up database dump of an exporter of seed potatoes: buyers, agents, contracts, loads and claims, with codes for links."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_parts import calm, parted
from fresh_parts import money, pick
from unseen_parts import TODAY, later, save, snake, table

AGENTS = {
    "A1": ("Samir Bennani", "Maghreb", 2.5), "A2": ("Nadia Farouk", "Egypt", 3.5), "A3": ("Okan Tuncel", "Levant", 4.0),
    "A4": ("Paulo Serrano", "Iberia", 3.0),
}  # fmt: skip
LANDS = {"MA": "A1", "DZ": "A1", "EG": "A2", "TR": "A3", "LB": "A3", "ES": "A4"}
PORTS = {"MA": "Casablanca", "DZ": "Oran", "EG": "Alexandria", "TR": "Mersin", "LB": "Beirut", "ES": "Valencia"}
VARIETIES = {"Spunta": 5, "Agria": 3, "Hermes": 2, "Kondor": 2}
BUYERS = parted(
    "Atlas Semences|Belkadi Freres|Cairo Tubers|Delta Agri|El Nour Farms|Figuig Import|Green Nile Trading|Hadj Moussa SARL|"
    "Iberpatata|Jbeil Growers|Karnak Produce|Levante Semillas|Mitidja Plants|Nador Agro|Oasis Seeds|Pamukova Tarim|"
    "Qena Cooperative|Rif Primeurs|Sahel Potato|Tarsus Tohum|Umit Gida|Valle Verde|Wadi Farms|Yilmaz Patates|Zahle Fields|"
    "Annaba Grain|Bekaa Crops|Cordoba Siembra|Dakahlia Agro|Ege Tohumculuk|Fes Agrico|Gharbia Farms|Huerta Norte|"
    "Ismailia Produce|Jijel Semence|Konya Tarla|Larache Fruits|Mascara Agri|Nile Valley Seed|Oujda Import"
)

COUNTRIES = parted(
    "MA|DZ|EG|EG|EG|MA|EG|DZ|ES|LB|EG|ES|DZ|MA|EG|TR|EG|MA|DZ|TR|TR|ES|EG|TR|LB|DZ|LB|ES|EG|TR|MA|EG|ES|EG|DZ|TR|MA|DZ|EG|MA"
)


@cache
def tables() -> dict[str, Any]:
    chance = Random(18437)
    buyers = [_buyer(chance, at, name) for at, name in enumerate(BUYERS)]
    contracts = [_contract(chance, at, chance.choice(buyers[2:])) for at in range(110)]
    sailing = [each for each in contracts if each["VALIDITY"] != "void" and each["SIGNED"].isoformat() < "2026-10-20"][
        8:
    ]
    lands = {buyer["BUYER_NO"]: buyer["CTRY"] for buyer in buyers}
    loads = [_load(chance, at, chance.choice(sailing), lands) for at in range(180)]
    landed = [load for load in loads if load["ARRIVED"] and load["ARRIVED"].isoformat() < "2026-11-10"]
    return {
        "BUYERS": table(buyers),
        "AGENTS": table([_agent(code) for code in AGENTS]),
        "CONTRACTS": table(contracts),
        "LOADS": table(loads),
        "CLAIMS": table([_claim(chance, at, load) for at, load in enumerate(chance.sample(landed, 48))]),
    }


def _agent(code: str) -> dict[str, Any]:
    name, region, rate = AGENTS[code]
    return {"AGENT_CODE": code, "AGENT_NAME": name, "REGION": region, "COMMISSION_PCT": rate}


def _buyer(chance: Random, at: int, name: str) -> dict[str, Any]:
    land = COUNTRIES[at]
    return {
        "BUYER_NO": 3001 + at * 7,
        "BUYER_NAME": name,
        "CTRY": land,
        "AGENT_CODE": LANDS[land],
        "INCOTERM": pick(chance, {"CIF": 4, "FOB": 2, "CFR": 2}),
        "CREDIT_LINE_KEUR": chance.randrange(2, 41) * 10 if chance.random() < 0.9 else None,
    }


def _contract(chance: Random, at: int, buyer: dict[str, Any]) -> dict[str, Any]:
    season = pick(chance, {"2024/25": 3, "2025/26": 4, "2026/27": 3})
    opens = int(season[:4])
    return {
        "CONTRACT_NO": f"K{season[2:4]}-{at + 1:03}",
        "BUYER_NO": buyer["BUYER_NO"],
        "VARIETY": pick(chance, VARIETIES),
        "SEASON": season,
        "TONNES": chance.randrange(2, 31) * 12.5,
        "PRICE_PER_T": chance.randrange(430, 700),
        "CURR": pick(chance, {"EUR": 3, "USD": 2}),
        "SIGNED": calm(chance, f"{opens}-06-01", f"{opens}-11-15"),
        "VALIDITY": pick(chance, {"firm": 8, "void": 1}),
    }


def _load(chance: Random, at: int, contract: dict[str, Any], lands: dict[int, str]) -> dict[str, Any]:
    leaves = later(chance, contract["SIGNED"], 20, 110)
    leaves += timedelta(days=leaves == TODAY)
    due = later(chance, leaves, 6, 19)
    came = later(chance, due, -2, 8)
    boxes = chance.randrange(1, 7)
    return {
        "LOAD_NO": f"L{9100 + at}",
        "CONTRACT_NO": contract["CONTRACT_NO"],
        "DEST_PORT": PORTS[lands[contract["BUYER_NO"]]],
        "CONTAINERS": boxes,
        "NET_T": round(boxes * chance.uniform(24.5, 26), 2),
        "ETD": leaves,
        "ETA": due,
        "ARRIVED": came if came < TODAY else None,
    }


def _claim(chance: Random, at: int, load: dict[str, Any]) -> dict[str, Any]:
    raised = later(chance, load["ARRIVED"], 1, 9)
    settled = later(chance, raised, 10, 120)
    asked = money(chance, 3800, 50)
    done = settled < TODAY and chance.random() < 0.8
    return {
        "CLAIM_NO": f"C-{410 + at}",
        "LOAD_NO": load["LOAD_NO"],
        "DEFECT": pick(chance, {"soft rot": 4, "sprouting": 3, "short weight": 2, "mixed sizes": 2}),
        "RAISED": raised,
        "CLAIMED_EUR": asked,
        "SETTLED_ON": settled if done else None,
        "PAID_OUT_EUR": round(asked * chance.choice((0, 0.25, 0.5, 0.8))) if done else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        days = {c: "%d-%m-%Y" for c in frame if frame[c].dtype.kind == "M"}
        save(folder / f"{name}.csv", frame, days, sep=";", encoding="utf-8")


@cache
def frames() -> SimpleNamespace:
    b, a, k, s, c = (snake(frame) for frame in tables().values())
    b = b.merge(a, on="agent_code")
    k = k.merge(b, on="buyer_no")
    s = s.merge(k[["contract_no", "buyer_name", "variety", "season", "ctry"]], on="contract_no")
    c = c.merge(s[["load_no", "buyer_name", "variety", "ctry", "dest_port"]], on="load_no")
    s["late"] = (s.arrived - s.eta).dt.days
    c["days"] = (c.settled_on - c.raised).dt.days
    assert (len(k), len(s), len(c)) == (110, 180, 48)
    return SimpleNamespace(b=b, a=a, k=k, s=s, c=c, valid=k[k.validity != "void"])
