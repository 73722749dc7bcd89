"""A made-up Airtable base of a coffee roastery: cafés, standing orders, deliveries in three currencies, tastings and blends."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_parts import calm, parted, untidy
from fresh_parts import pick
from unseen_parts import later, save, snake, table

LEADS = ("Inês", "Maarten", "Roisin", "Bogdan")
COUNTRIES = {
    "Ireland": ("EUR", ("Cork", "Galway", "Dublin")), "United Kingdom": ("GBP", ("Bristol", "Glasgow")),
    "Denmark": ("DKK", ("Aarhus", "Odense")),
}  # fmt: skip
PER_EURO = {"EUR": 1.0, "GBP": 0.85, "DKK": 7.46}
BLENDS = {
    "Night Ferry": ("Brazil", "Dark", 7.2, 19.5), "Slow Sunday": ("Colombia", "Medium", 8.9, 22.0),
    "Lighthouse": ("Ethiopia", "Light", 11.4, 28.0), "Dockside Decaf": ("Peru", "Medium", 10.1, 24.0),
    "Harbour Espresso": ("Brazil", "Dark", 6.8, 18.0), "First Swim": ("Kenya", "Light", 12.6, 31.0),
}  # fmt: skip
NAMES = parted(
    "Penny Bun|Two Magpies|Salt & Ember|The Copper Spoon|Bakehouse 9|Lille Kaffebar|Mormors Køkken|Grind Theory|"
    "Tin Roof|Marzipan|Little Oven|The Reading Room|Fika Corner|Hatch & Sons|Quay Street Kitchen|Oat House|"
    "Bryggen Deli|Kornblomst|Wild Rye|Mother Hubbard's|Green Door|Stillwater|Brod & Smør|Half Moon Canteen|"
    "The Paper Mill|Tidemark|Nordre Kontor|Old Bank Brunch|Blue Plate|Fennel|Crumb Club|Latitude 53|Sixpence|"
    "Sugar Loaf Lane|Rook & Rye|Ceylon Row|Petit Matin|Skovhuset|Granny Smiths|Kitchen Table|The Snug|Pear Tree|"
    "Sunday School|Havnens Café|Mint & Clove|Waffle Yard"
)


@cache
def tables() -> dict[str, Any]:
    chance = Random(33057)
    cafes = [_cafe(chance, name) for name in NAMES]
    buyers = cafes[:40]
    return {
        "Cafés": table(cafes),
        "Standing orders": table([_standing(chance, at, chance.choice(buyers)) for at in range(72)]),
        "Deliveries": table([_delivery(chance, at, chance.choice(buyers)) for at in range(300)]),
        "Tastings": table([_tasting(chance, at, chance.choice(cafes)) for at in range(58)]),
        "Blends": table([_blend(name) for name in BLENDS]),
    }


def _blend(name: str) -> dict[str, Any]:
    origin, roast, cost, price = BLENDS[name]
    return {"Blend": name, "Origin": origin, "Roast": roast, "Cost €/kg": cost, "Shelf price €/kg": price}


def _cafe(chance: Random, name: str) -> dict[str, Any]:
    country = pick(chance, {"Ireland": 5, "United Kingdom": 3, "Denmark": 3})
    return {
        "Name": name,
        "Kind": pick(chance, {"Coffee bar": 5, "Restaurant": 3, "Office": 1, "Grocer": 2}),
        "Town": chance.choice(COUNTRIES[country][1]),
        "Country": country,
        "Looked after by": chance.choice(LEADS),
        "Seats": chance.randrange(8, 91) if chance.random() < 0.85 else None,
        "Grinder on loan": "checked" if chance.random() < 0.4 else None,
        "Customer since": calm(chance, "2019-02-01", "2026-06-01"),
    }


def _standing(chance: Random, at: int, cafe: dict[str, Any]) -> dict[str, Any]:
    state = pick(chance, {"running": 6, "paused": 1, "ended": 3})
    since = calm(chance, "2024-01-08", "2026-05-01" if state == "ended" else "2026-09-01")
    return {
        "Standing order": f"SO-{at + 1:03}",
        "Café": cafe["Name"],
        "Blend": chance.choice(list(BLENDS)),
        "Kg per week": chance.randrange(2, 25) / 2,
        "State": untidy(chance, state, 0.1),
        "Since": since,
        "Ended on": later(chance, since, 30, 200) if state == "ended" else None,
        "Why ended": pick(chance, {"Closed down": 2, "Switched roaster": 4, "Too dear": 2})
        if state == "ended"
        else None,
    }


def _delivery(chance: Random, at: int, cafe: dict[str, Any]) -> dict[str, Any]:
    blend = chance.choice(list(BLENDS))
    currency = COUNTRIES[cafe["Country"]][0]
    kilos = chance.randrange(2, 61)
    euros = round(kilos * BLENDS[blend][3] * chance.choice((0.6, 0.65, 0.7)), 2)
    return {
        "Delivery": f"D{12040 + at}",
        "Café": cafe["Name"],
        "Blend": blend,
        "Sent": calm(chance, "2025-09-01", "2026-11-18"),
        "Kg": kilos,
        "Currency": currency,
        "Invoiced": round(euros * PER_EURO[currency], 2),
        "Invoiced €": euros,
        "Paid": "checked" if chance.random() < 0.8 else None,
        "Courier": pick(chance, {"DPD": 4, "An Post": 3, "Own van": 2, "PostNord": 2}),
    }


def _tasting(chance: Random, at: int, cafe: dict[str, Any]) -> dict[str, Any]:
    return {
        "Tasting": f"Tasting {at + 1}",
        "Café": cafe["Name"],
        "Held": calm(chance, "2025-06-01", "2026-11-18"),
        "Host": chance.choice(LEADS),
        "Guests": chance.randrange(2, 13),
        "Result": pick(chance, {"Ordered": 3, "Samples sent": 2, "No fit": 2}),
        "Notes": chance.choice((None, "liked the light roast", "wants oat milk advice", "come back in spring")),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        days = {c: "%-d/%-m/%Y" for c in frame if frame[c].dtype.kind == "M"}
        save(folder / f"{name}-Grid view.csv", frame, days, encoding="utf-8-sig")


@cache
def frames() -> SimpleNamespace:
    raw = dict(zip("csdtb", (snake(frame) for frame in tables().values()), strict=True))
    c, s, d, t, b = raw.values()
    d["euros"] = tables()["Deliveries"]["Invoiced €"]
    d = d.loc[:, ~d.columns.duplicated()]
    s["state"] = s.state.str.strip().str.lower()
    about = c.rename(columns={"name": "café"})[["café", "kind", "town", "country", "looked_after_by"]]
    s = s.merge(about, on="café").merge(b[["blend", "origin", "roast"]], on="blend")
    d, t = d.merge(about, on="café").merge(b[["blend", "origin", "roast"]], on="blend"), t.merge(about, on="café")
    s["lasted"] = (s.ended_on - s.since).dt.days
    assert (len(s), len(d), len(t)) == (72, 300, 58)
    return SimpleNamespace(c=c, s=s, d=d, t=t, b=b, running=s[s.state == "running"], unpaid=d[d.paid.isna()])
