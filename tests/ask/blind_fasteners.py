"""Made-up tables of SAP Business One at a wholesaler of bolts and nuts, saved from SQL Server: partners, sellers, items,
orders with their lines, and invoices. Suppliers stand among the partners; days carry a midnight; codes link the tables.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap
from blind_parts import calm
from fresh_parts import pick
from unseen_parts import TODAY, firms, later, save, snake, table

SELLERS = {3: "Nigel Attwood", 5: "Harpreet Gill", 6: "Fionnuala Keane", 9: "Owen Babbage"}
GROUPS = {  # item group: name, sizes, price
    "Hex bolts": ("HX", "Hex bolt", ("M6x30", "M8x40", "M10x60", "M12x80"), 0.21),
    "Nuts": ("NT", "Nyloc nut", ("M6", "M8", "M10", "M12"), 0.06), "Washers": ("WS", "Form A washer", ("M6", "M8", "M10"), 0.02),
    "Anchors": ("AN", "Sleeve anchor", ("M8x65", "M10x75", "M12x100"), 0.64),
    "Threaded rod": ("TR", "Studding 1m", ("M8", "M10", "M16"), 2.9), "Rivets": ("RV", "Pop rivet", ("3.2", "4.0", "4.8"), 0.035),
}  # fmt: skip
BRANCHES = {  # by the end of the name
    "Fabrications": "Fabricators", "Steelwork": "Fabricators", "Roofing Ltd": "Roofing", "Shopfitting": "Shopfitters",
    "Builders Merchants": "Merchants",
}  # fmt: skip
TOWNS = {"GB": ("Walsall", "Dudley", "Hull", "Swindon"), "IE": ("Drogheda", "Naas")}


@cache
def tables() -> dict[str, Any]:
    chance = Random(5512)
    names = firms(chance, 88, tuple(BRANCHES))
    buyers = [_buyer(chance, at, name) for at, name in enumerate(names[:78])]
    vendors = [_vendor(chance, at, name) for at, name in enumerate(names[78:])]
    items = [item for group in GROUPS for item in _items(chance, group, vendors)]
    heads, lines = [], []
    for at in range(520):
        head, parts = _order(chance, at, chance.choice(buyers[:70]), items)
        heads.append(head)
        lines.extend(parts)
    return {
        "OCRD": table(buyers + vendors),
        "OSLP": table([_seller(code) for code in SELLERS]),
        "OITM": table(items),
        "ORDR": table(heads),
        "RDR1": table(lines),
        "OINV": table([_invoice(chance, at, chance.choice(buyers[:60])) for at in range(240)]),
    }


def _seller(code: int) -> dict[str, Any]:
    return {"SlpCode": code, "SlpName": SELLERS[code], "Commission": 1.5 if code < 6 else 2.25, "Active": "Y"}


def _buyer(chance: Random, at: int, name: str) -> dict[str, Any]:
    country = pick(chance, {"GB": 7, "IE": 2})
    return {
        "CardCode": f"C{at + 1001}",
        "CardName": name,
        "CardType": "C",
        "GroupName": BRANCHES[name.split(" ", 1)[1]],
        "SlpCode": int(pick(chance, {"3": 4, "5": 4, "6": 3, "9": 2})),
        "City": chance.choice(TOWNS[country]),
        "Country": country,
        "CreditLine": chance.choice((1000, 2500, 5000, 10000)),
        "Phone1": gap(chance, f"01632 960{chance.randrange(100, 1000)}", 0.1),
        "validFor": "N" if chance.random() < 0.08 else "Y",
        "CreateDate": calm(chance, "2014-01-01", "2024-12-20"),
    }


def _vendor(chance: Random, at: int, name: str) -> dict[str, Any]:
    return _buyer(chance, 0, name) | {
        "CardCode": f"V{at + 2001}",
        "CardName": f"{name.split(maxsplit=1)[0]} {chance.choice(('Fixings GmbH', 'Screw Works', 'Cold Forming'))}",
        "CardType": "S",
        "GroupName": "Vendors",
        "SlpCode": None,
        "Country": pick(chance, {"DE": 3, "TW": 3, "GB": 2}),
        "City": None,
        "CreditLine": None,
        "validFor": "Y",
    }


def _items(chance: Random, group: str, vendors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    code, name, sizes, price = GROUPS[group]
    return [
        {
            "ItemCode": f"{code}-{size.replace('x', '-')}",
            "ItemName": f"{name} {size}",
            "ItmsGrpNam": group,
            "OnHand": chance.randrange(3, 900) * 20,
            "MinLevel": chance.randrange(5, 30) * 100,
            "AvgPrice": round(price * (1 + at * 0.35) * chance.uniform(0.55, 0.7), 4),
            "CardCode": chance.choice(vendors)["CardCode"],
            "LastPurDat": calm(chance, "2026-02-01", "2026-11-10"),
        }
        for at, size in enumerate(sizes)
    ]


def _order(
    chance: Random, at: int, buyer: dict[str, Any], items: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    day = calm(chance, "2025-01-03", "2026-11-19")
    due = aside(later(chance, day, 3, 24))
    still = chance.random() < (0.85 if due > TODAY else 0.02)
    cancelled = chance.random() < 0.07
    chosen = chance.sample(items, chance.choice((1, 2, 2, 3, 3, 4, 5, 7)))
    lines = [_line(chance, at, place, item, still=still and not cancelled) for place, item in enumerate(chosen)]
    head = {
        "DocEntry": at + 18001,
        "DocNum": at + 40250,
        "CardCode": buyer["CardCode"],
        "DocDate": day,
        "DocDueDate": due,
        "SlpCode": buyer["SlpCode"] if chance.random() < 0.9 else chance.choice(list(SELLERS)),
        "DocStatus": "O" if still and not cancelled else "C",
        "CANCELED": "Y" if cancelled else "N",
        "DocTotal": round(sum(line["LineTotal"] for line in lines), 2),
        "NumAtCard": gap(chance, f"PO{chance.randrange(1000, 99999)}", 0.2),
    }
    return head, lines


def _line(chance: Random, at: int, place: int, item: dict[str, Any], *, still: bool) -> dict[str, Any]:
    count = chance.choice((100, 200, 250, 500, 500, 1000, 2000))
    price = round(item["AvgPrice"] * chance.uniform(1.35, 1.95), 4)
    return {
        "DocEntry": at + 18001,
        "LineNum": place,
        "ItemCode": item["ItemCode"],
        "Quantity": count,
        "OpenQty": chance.choice((count, count, count // 2)) if still else 0,
        "Price": price,
        "LineTotal": round(count * price, 2),
        "WhsCode": pick(chance, {"WAL": 6, "HUL": 3}),
    }


def _invoice(chance: Random, at: int, buyer: dict[str, Any]) -> dict[str, Any]:
    day = calm(chance, "2025-11-01", "2026-11-17")
    due = aside(later(chance, day, 28, 46))
    owed = round(chance.uniform(60, 2900), 2)
    share = pick(chance, {"1": 8, "0": 1, "0.5": 1}) if due < TODAY else pick(chance, {"1": 2, "0": 5})
    return {
        "DocNum": at + 70110,
        "CardCode": buyer["CardCode"],
        "DocDate": day,
        "DocDueDate": due,
        "DocTotal": owed,
        "PaidToDate": round(owed * float(share), 2),
        "DocStatus": "C" if share == "1" else "O",
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        days = {c: "%Y-%m-%d 00:00:00.000" for c in frame if frame[c].dtype.kind == "M"}
        save(folder / f"{name}.csv", frame, days)


@cache
def frames() -> SimpleNamespace:
    partners, s, t, o, r, i = (snake(frame) for frame in tables().values())
    c = partners[partners.cardtype == "C"]
    about = c[["cardcode", "cardname", "groupname", "country", "creditline"]]
    o = o.merge(about, on="cardcode").merge(s, on="slpcode")
    i = i.merge(about, on="cardcode").assign(owed=lambda d: (d.doctotal - d.paidtodate).round(2))
    r = r.merge(t.drop(columns="cardcode"), on="itemcode")
    r = r.merge(
        o[["docentry", "docnum", "docdate", "canceled", "docstatus", "cardname", "slpname", "country"]], on="docentry"
    )
    r["cost"], r["waiting"] = r.quantity * r.avgprice, r.openqty * r.price
    t = t.merge(partners[["cardcode", "cardname"]], on="cardcode").assign(worth=lambda d: d.onhand * d.avgprice)
    assert (len(o), len(i), r.docentry.nunique()) == (520, 240, 520)
    kept, sold = o[o.canceled == "N"], r[r.canceled == "N"]
    vendors = partners[partners.cardtype == "S"]
    return SimpleNamespace(c=c, v=vendors, s=s, t=t, o=o, kept=kept, r=r, sold=sold, i=i)
