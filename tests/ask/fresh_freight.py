"""A forwarder's export as Zoho writes it: accounts, contacts, potentials, calls and cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import money, pick
from unseen_parts import FIRST, LAST, TODAY, firms, later, moment, people, save, table

OWNERS = {"Ingrid Solheim": 5, "Pawel Zaremba": 4, "Rosa Delgado": 6, "Trevor Nkemelu": 3, "Yvette Charlier": 4}
AGENTS = {"Bodil Ravn": 5, "Manuel Ortega": 3, "Sinead Doyle": 4}
ENDINGS = ("Foods", "Chemicals", "Retail", "Motors", "Furniture", "Pharma", "Paper", "Electronics")
INDUSTRIES = {"Food & Beverage": 5, "Automotive": 4, "Chemicals": 3, "Retail": 6, "Pharma": 2, "Furniture": 3}
PLACES = {
    "Rotterdam": "Netherlands",
    "Utrecht": "Netherlands",
    "Hamburg": "Germany",
    "Stuttgart": "Germany",
    "Antwerp": "Belgium",
    "Lyon": "France",
    "Gdansk": "Poland",
}
MODES = {"Road": 8, "Sea": 5, "Air": 3, "Rail": 2}
TYPES = {"Customer": 8, "Prospect": 5, "Carrier partner": 2, "Former customer": 1}
STAGES = {"Qualification": 10, "Rate Request": 25, "Proposal/Price Quote": 50, "Negotiation/Review": 75}
SOURCES = {"Trade Show": 4, "Cold Call": 5, "Partner": 3, "Web Form": 4, "Employee Referral": 2}
LOSSES = {"Price": 6, "Transit time": 3, "No capacity": 2, "Stayed with incumbent": 4}
REASONS = {"Late delivery": 6, "Damaged goods": 4, "Customs hold": 3, "Wrong invoice": 3, "Lost pallet": 1}
LANES = {"Rotterdam-Milan": 5, "Hamburg-Oslo": 3, "Antwerp-Lyon": 4, "Gdansk-Vienna": 3, "Shanghai-Hamburg": 4}
SERVICE = {"Full truckload": 5, "Groupage": 6, "Warehousing": 3, "Container": 4}


def _accounts(chance: Random) -> Any:
    rows = []
    for place, name in enumerate(firms(chance, 120, ENDINGS)):
        city = chance.choice(list(PLACES))
        rows.append(
            {
                "Record Id": f"zcrm_51200000{1000 + place}",
                "Account Name": name,
                "Account Owner": pick(chance, OWNERS),
                "Account Type": pick(chance, TYPES),
                "Industry": pick(chance, INDUSTRIES),
                "Billing City": city,
                "Billing Country": PLACES[city],
                "Employees": money(chance, 180, 1),
                "Annual Revenue": money(chance, 24_000_000, 10_000),
                "Credit Limit": chance.choice((10_000, 25_000, 40_000, 60_000, 100_000)),
                "Preferred Mode": pick(chance, MODES),
                "Pallets per Month": money(chance, 90, 1),
                "Created Time": moment(chance, "2022-01-10", "2026-10-01"),
            }
        )
    return table(rows)


def _contacts(chance: Random, accounts: Any) -> Any:
    titles = {"Logistics Manager": 6, "Buyer": 4, "Warehouse Lead": 3, "CFO": 1, "Supply Chain Director": 2}
    rows = []
    for place, (first, last) in enumerate(people(chance, 230)):
        account = accounts.iloc[chance.randrange(110)]  # ten accounts have nobody
        rows.append(
            {
                "Record Id": f"zcrm_51300000{1000 + place}",
                "First Name": first,
                "Last Name": last,
                "Account Name": account["Account Name"],
                "Title": pick(chance, titles),
                "Email": f"{first}.{last}@{account['Account Name'].split()[0]}.example".lower(),
                "Lead Source": pick(chance, SOURCES),
                "Email Opt Out": chance.random() < 0.15,
                "Contact Owner": account["Account Owner"],
                "Created Time": moment(chance, "2022-01-10", "2026-11-10"),
            }
        )
    return table(rows)


def _potentials(chance: Random, accounts: Any) -> Any:
    luck = dict(zip(OWNERS, (0.6, 0.45, 0.52, 0.3, 0.38), strict=True))
    rows = []
    for place in range(310):
        account = accounts.iloc[chance.randrange(105)]
        created, owner = moment(chance, "2025-01-06", "2026-10-25"), account["Account Owner"]
        closing = later(chance, created, 12, 160).replace(hour=0, minute=0)
        stage, lane = pick(chance, dict.fromkeys(STAGES, 1)), pick(chance, LANES)
        if closing < TODAY and chance.random() < 0.93:
            stage = "Closed Won" if chance.random() < luck[owner] else "Closed Lost"
        service, amount = pick(chance, SERVICE), money(chance, 32_000, 100)
        probability = STAGES.get(stage, 100 if stage == "Closed Won" else 0)
        rows.append(
            {
                "Record Id": f"zcrm_51400000{1000 + place}",
                "Potential Name": f"{account['Account Name'].split()[0]} {service.lower()} {101 + place}",
                "Account Name": account["Account Name"],
                "Potential Owner": owner,
                "Stage": stage,
                "Amount": amount,
                "Probability (%)": probability,
                "Expected Revenue": amount * probability / 100,
                "Closing Date": closing,
                "Service": service,
                "Lane": lane,
                "Lead Source": pick(chance, SOURCES),
                "Reason For Loss": pick(chance, LOSSES) if stage == "Closed Lost" else None,
                "Created Time": created,
            }
        )
    return table(rows)


def _calls(chance: Random, accounts: Any) -> Any:
    rows = []
    for place in range(420):
        account = accounts.iloc[chance.randrange(112)]
        kind = pick(chance, {"Outbound": 6, "Inbound": 3, "Missed": 1})
        rows.append(
            {
                "Record Id": f"zcrm_51500000{1000 + place}",
                "Subject": chance.choice(("Rate check", "Follow-up", "Booking", "Contract review")),
                "Call Type": kind,
                "Call Start Time": moment(chance, "2025-06-02", "2026-11-18"),
                "Call Duration (in minutes)": 0 if kind == "Missed" else chance.randrange(2, 48),
                "Related To": account["Account Name"],
                "Call Owner": account["Account Owner"] if chance.random() < 0.8 else pick(chance, OWNERS),
            }
        )
    return table(rows)


def _cases(chance: Random, accounts: Any) -> Any:
    rows = []
    for place in range(190):
        created = moment(chance, "2025-09-01", "2026-11-16")
        closed = later(chance, created, 1, 30)
        done = closed < TODAY and chance.random() < 0.88
        rows.append(
            {
                "Case Number": 30_400 + place,
                "Subject": f"{chance.choice(FIRST)} {chance.choice(LAST)} reports a problem",
                "Account Name": accounts.iloc[chance.randrange(100)]["Account Name"],
                "Case Reason": pick(chance, REASONS),
                "Priority": pick(chance, {"Low": 3, "Medium": 5, "High": 3}),
                "Status": "Closed" if done else chance.choice(("New", "On Hold", "Escalated")),
                "Case Origin": pick(chance, {"Phone": 4, "Email": 6, "Web": 2}),
                "Case Owner": pick(chance, AGENTS),
                "Created Time": created,
                "Closed Time": closed if done else None,
            }
        )
    return table(rows)


@cache
def tables() -> dict[str, Any]:
    chance = Random(5120)
    accounts = _accounts(chance)
    return {
        "Accounts": accounts,
        "Contacts": _contacts(chance, accounts),
        "Potentials": _potentials(chance, accounts),
        "Calls": _calls(chance, accounts),
        "Cases": _cases(chance, accounts),
    }


def write(folder: Path) -> None:
    moments = dict.fromkeys(("Created Time", "Closed Time", "Call Start Time"), "%Y-%m-%d %H:%M:%S")
    for name, frame in tables().items():
        save(folder / f"{name}.csv", frame, {**moments, "Closing Date": "%Y-%m-%d"})


def frames() -> SimpleNamespace:
    found = tables()
    about = found["Accounts"].drop(columns=["Created Time", "Record Id"])
    potentials = found["Potentials"].merge(about, on="Account Name")
    closed = potentials[potentials.Stage.str.startswith("Closed")].assign(won=lambda f: f.Stage == "Closed Won")
    return SimpleNamespace(
        accounts=found["Accounts"],
        contacts=found["Contacts"].merge(about, on="Account Name"),
        potentials=potentials,
        closed=closed,
        won=closed[closed.won],
        lost=closed[~closed.won],
        open=potentials[~potentials.Stage.str.startswith("Closed")],
        calls=found["Calls"].merge(about, left_on="Related To", right_on="Account Name"),
        cases=found["Cases"].merge(about, on="Account Name"),
    )
