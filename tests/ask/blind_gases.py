"""Made-up list pages of Business Central at a Belgian seller of gas in cylinders, saved from Excel: customers, salespeople,
items, posted invoices with their lines, cylinder contracts and the log of interactions. Codes link them; days come first.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm
from fresh_parts import pick
from unseen_parts import TODAY, firms

DAY = "%d-%m-%Y"
SELLERS = {  # name, job title, commission in percent
    "EVL": ("Els Van Looy", "Key Account Manager", 1.5), "JDP": ("Joris De Pauw", "Account Manager", 2.0),
    "AMB": ("Amina Benali", "Account Manager", 2.25), "RKL": ("Ruud Klaassen", "Account Manager", 2.0),
    "CTH": ("Cecile Thill", "Key Account Manager", 1.75),
}  # fmt: skip
GASES = {  # litres: price of a filling
    "Argon": {10: 61, 20: 104, 50: 188}, "Oxygen": {10: 34, 20: 55, 50: 92}, "CO2": {10: 29, 30: 66},
    "Nitrogen": {10: 31, 50: 84}, "Acetylene": {20: 131, 40: 214}, "Weld mix": {20: 97, 50: 172}, "Helium": {10: 243, 50: 890},
}  # fmt: skip
GROUPS = {  # posting group, by the end of the name: which gases they buy
    "Lasbedrijf": ("WELDING", ("Argon", "Oxygen", "Acetylene", "Weld mix", "CO2")),
    "Metaalbouw": ("WELDING", ("Argon", "Oxygen", "Acetylene", "Weld mix")),
    "Ziekenhuis": ("MEDICAL", ("Oxygen", "Nitrogen", "Helium")), "Brouwerij": ("FOOD", ("CO2", "Nitrogen")),
    "Labs": ("LAB", ("Argon", "Nitrogen", "Helium", "CO2", "Oxygen")), "Frisdranken": ("FOOD", ("CO2", "Nitrogen")),
}  # fmt: skip
COUNTRIES = {"BE": 6, "NL": 3, "LU": 2}
TOWNS = {"BE": ("Mechelen", "Aalst", "Hasselt"), "NL": ("Breda", "Goes"), "LU": ("Esch", "Differdange")}
WHY = {"Price": 4, "Moved to competitor": 3, "Closed down": 2, "Fewer cylinders needed": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(28114)
    customers = [_customer(chance, at, name) for at, name in enumerate(firms(chance, 96, tuple(GROUPS)))]
    items = [_item(chance, gas, litres) for gas, sizes in GASES.items() for litres in sizes]
    heads, lines = [], []
    for at in range(640):
        head, parts = _invoice(chance, at, chance.choice(customers[:84]), items)
        heads.append(head)
        lines.extend(parts)
    return {
        "Customers": customers,
        "Salespeople": [
            {"Code": code, "Name": name, "Job Title": title, "Commission %": rate}
            for code, (name, title, rate) in SELLERS.items()
        ],
        "Items": items,
        "Posted Sales Invoices": heads,
        "Posted Sales Invoice Lines": lines,
        "Cylinder Contracts": [_contract(chance, at, chance.choice(customers[:88])) for at in range(150)],
        "Interaction Log Entries": [_talk(chance, at, chance.choice(customers)) for at in range(760)],
    }


def _customer(chance: Random, at: int, name: str) -> dict[str, Any]:
    country = pick(chance, COUNTRIES)
    return {
        "No.": f"K{at * 10 + 10010}",
        "Name": name,
        "City": chance.choice(TOWNS[country]),
        "Country/Region Code": country,
        "Cust. Posting Group": GROUPS[name.split(" ", 1)[1]][0],
        "Salesperson Code": "CTH" if country == "LU" else chance.choice(("EVL", "JDP", "AMB", "RKL")),
        "Payment Terms Code": pick(chance, {"30D": 6, "14D": 2, "60D": 2}),
        "Credit Limit (LCY)": gap(chance, chance.choice((2500, 5000, 10000, 20000)), 0.1),
        "Blocked": pick(chance, {"": 12, "Ship": 2, "All": 1}) or None,
        "Phone No.": gap(chance, f"+32 460 00 {chance.randrange(10, 100)} {chance.randrange(10, 100)}", 0.1),
    }


def _item(chance: Random, gas: str, litres: int) -> dict[str, Any]:
    price = GASES[gas][litres]
    code = "".join(letter for letter in gas.upper() if letter.isalnum())[:3]
    return {
        "No.": f"{code}-{litres:02}",
        "Description": f"{gas} cylinder {litres} L",
        "Item Category": gas,
        "Cyl. Size (L)": litres,
        "Unit Price": price,
        "Unit Cost": round(price * chance.uniform(0.38, 0.62), 2),
        "Inventory": chance.randrange(5, 240),
        "Reorder Point": chance.choice((20, 40, 60, 80)),
    }


def _invoice(
    chance: Random, at: int, buyer: dict[str, Any], items: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    number = f"VF{at + 250101}"
    day = calm(chance, "2025-01-06", "2026-11-18")
    due = aside(day + timedelta(days=int(buyer["Payment Terms Code"][:2])))
    gases = GROUPS[buyer["Name"].split(" ", 1)[1]][1]
    fitting = [item for item in items if item["Item Category"] in gases]
    chosen = chance.sample(fitting, min(len(fitting), chance.choice((1, 1, 2, 2, 3, 4))))
    lines = [_line(chance, number, place, item) for place, item in enumerate(chosen)]
    net = round(sum(line["Line Amount"] for line in lines), 2)
    gross = round(net * 1.21, 2)
    paid = chance.random() < (0.93 if due < TODAY else 0.3)
    head = {
        "No.": number,
        "Sell-to Cust. No.": buyer["No."],
        "Posting Date": f"{day:{DAY}}",
        "Due Date": f"{due:{DAY}}",
        "Salesperson Code": buyer["Salesperson Code"] if chance.random() < 0.92 else chance.choice(list(SELLERS)),
        "Shpt. Method": pick(chance, {"DELIVERY": 7, "PICKUP": 3}),
        "Amount": net,
        "Amount Incl. VAT": gross,
        "Remaining Amount": 0.0 if paid else chance.choice((gross, gross, round(gross / 2, 2))),
    }
    return head, lines


def _line(chance: Random, number: str, place: int, item: dict[str, Any]) -> dict[str, Any]:
    count, off = chance.choice((1, 2, 2, 4, 6, 8, 12)), chance.choice((0, 0, 0, 2.5, 5, 7.5, 10))
    price = round(item["Unit Price"] * chance.uniform(0.96, 1.08), 2)
    return {
        "Document No.": number,
        "Line No.": (place + 1) * 10000,
        "Item No.": item["No."],
        "Qty.": count,
        "Unit Price": price,
        "Line Disc. %": off,
        "Line Amount": round(count * price * (1 - off / 100), 2),
    }


def _contract(chance: Random, at: int, buyer: dict[str, Any]) -> dict[str, Any]:
    start = calm(chance, "2022-03-01", "2026-10-10")
    end = aside(start + timedelta(days=365 * chance.choice((1, 1, 2, 3, 5)) + chance.randrange(-3, 12)))
    status = pick(chance, {"Signed": 8, "Canceled": 2, "Quote": 1})
    cylinders = chance.choice((4, 6, 8, 10, 12, 16, 24, 40, 60))
    return {
        "Contract No.": f"CC{at + 4001}",
        "Customer No.": buyer["No."],
        "Description": f"Rental of {chance.choice(list(GASES)).lower()} cylinders",
        "Status": status,
        "Starting Date": f"{start:{DAY}}",
        "Expiration Date": f"{end:{DAY}}",
        "Cylinders": cylinders,
        "Annual Amount": round(cylinders * chance.uniform(38, 71), 2),
        "Cancel Reason": pick(chance, WHY) if status == "Canceled" else None,
    }


def _talk(chance: Random, at: int, customer: dict[str, Any]) -> dict[str, Any]:
    kind = pick(chance, {"Visit": 4, "Phone call": 5, "E-mail": 3})
    return {
        "Entry No.": at + 90001,
        "Customer No.": customer["No."],
        "Date": f"{calm(chance, '2025-02-03', '2026-11-18'):{DAY}}",
        "Salesperson Code": customer["Salesperson Code"],
        "Interaction Type": kind,
        "Duration (Min.)": {"Visit": chance.randrange(20, 150), "Phone call": chance.randrange(2, 45)}.get(kind),
        "Evaluation": gap(chance, pick(chance, {"Positive": 5, "Neutral": 4, "Negative": 2}), 0.15),
        "Subject": chance.choice(("Prices 2027", "Cylinder returns", "New supply panel", "Complaint delivery", "Courtesy")),
    }  # fmt: skip


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"Credit Limit (LCY)", "Duration (Min.)"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


def _read(file: str, *dates: str, **names: str) -> Any:
    return read(write, f"{file}.csv", dict.fromkeys(dates, DAY)).rename(columns=names)


@cache
def frames() -> SimpleNamespace:
    s = _read("Salespeople", code="salesperson_code", name="seller")
    c = _read("Customers", no="customer_no", name="customer", country_region_code="country", cust_posting_group="group")
    c = c.merge(s, on="salesperson_code")
    about = c[["customer_no", "customer", "country", "group", "blocked", "seller"]]
    t = _read("Items", no="item_no", unit_price="list_price")
    i = _read("Posted Sales Invoices", "Posting Date", "Due Date", sell_to_cust_no="customer_no")
    i = i.merge(about.drop(columns="seller"), on="customer_no").merge(s, on="salesperson_code")
    r = _read("Posted Sales Invoice Lines", document_no="no").merge(t, on="item_no")
    r = r.merge(i[["no", "posting_date", "customer", "country", "group", "seller"]], on="no")
    r["cost"], r["litres"] = r.qty * r.unit_cost, r.qty * r.cyl_size_l
    k = _read("Cylinder Contracts", "Starting Date", "Expiration Date").merge(about, on="customer_no")
    e = _read("Interaction Log Entries", "Date").merge(about.drop(columns="seller"), on="customer_no")
    e = e.merge(s, on="salesperson_code")
    assert (len(i), len(k), len(e), r.no.nunique()) == (640, 150, 760, 640)
    signed = k[k.status == "Signed"]
    running = signed[(signed.starting_date <= TODAY) & (signed.expiration_date > TODAY)]
    return SimpleNamespace(
        c=c, s=s, t=t, i=i, r=r, k=k, e=e, signed=signed, running=running, v=e[e.interaction_type == "Visit"]
    )
