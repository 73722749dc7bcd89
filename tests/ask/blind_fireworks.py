"""Made-up spreadsheets of a firm that shoots fireworks displays in Ontario and Quebec, saved as CSV: clients, quotes, shows,
invoices and a log of calls that the office keeps in its own way. A cell that says nothing means no, or not yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, cash, gap, read
from blind_parts import calm, parted, tidy, untidy, weekday
from fresh_parts import money, pick
from unseen_parts import TODAY, later, people

OFFICE = {"Joanne": 5, "Marcel": 4, "Tyler": 3}
LEADS = {"Big Dave": 5, "Annick": 4, "Sukhi": 4, "Werner": 2, "Jean-Guy": 3, "Mo": 2, "Trish": 3}
FRENCH = ("Lac", "Fête", "Ville", "Saint", "Trois", "Petit", "Festival des", "Hull", "Sorel", "Lumière", "Manoir")
CLIENTS = {
    "Municipality": "Town of Perch Lake|City of Lachance|Township of North Burleigh|Municipality of Trois-Pins|Town of Cold "
    "Harbour|Village of Sainte-Ursule|City of Dunmore|Town of Mapleton Falls|Township of Otter Creek|Ville de Belle-Anse|"
    "Town of Gravel Bay|City of Port Ansel|Village of Wexcombe|Town of Petit-Rocher|Township of Kettle Hills",
    "Festival": "Bluewater Harbourfest|Festival des Montgolfières de Roxbury|Kawartha Ribfest|Carnaval du Lac Noir|Thousand Lights "
    "Festival|Fête du Maïs|Muskie Days|Winterlude Nord|Highland Games of Glen Orrin|Cranberry Weekend|Fall Fair Paisley Mills|"
    "Lumière sur le Canal|Regatta Week Cobden",
    "Wedding": "Pelletier & Boyd wedding|Gill & Sandhu wedding|Fournier & Roy wedding|Macleod & Tran wedding|Bouchard & Stein "
    "wedding|Okafor & Whyte wedding|Desrosiers & Lam wedding|Haldane & Price wedding|Kaur & Dhaliwal wedding|Vance & Moretti "
    "wedding|Thibault & Cross wedding|Arsenault & Beck wedding",
    "Casino & Resort": "Casino Lac-Bleu|Loon Point Resort|Deerhurst Sands|Grand Chute Casino|Manoir Saint-Hilaire|Black Bear Lodge",
    "Sports Club": "Renards de Sorel hockey|Kingsmere Raceway|Stormont Speedway|Capital Loggers baseball|Aigles de Hull soccer|"
    "Bytown Rowing Club",
    "Cottage Association": "Lake Temagansett Cottagers|Big Rideau Shores|Lac Simonet riverains|Stony Island Association|"
    "Pike Bay Property Owners|Lac des Huards association|Sharbot Narrows Cottagers",
}
BUDGETS = {
    "Municipality": 15500,
    "Festival": 13000,
    "Wedding": 3400,
    "Casino & Resort": 21000,
    "Sports Club": 6500,
    "Cottage Association": 5200,
}
WHY = {"Too expensive": 6, "Fire ban worries": 2, "Going with drones": 5, "Event called off": 3, "Other supplier": 4}
TOPICS = {"Permit": 4, "Site plan": 4, "Quote follow-up": 6, "Payment": 3, "Thank you": 2, "Music": 2}
DATED, ISO = "%d-%b-%Y", "%Y-%m-%d"


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(7119)
    named = [(name, kind) for kind, text in CLIENTS.items() for name in parted(text)]
    chance.shuffle(named)
    clients = [_client(chance, *each) for each in zip(named, people(chance, len(named)), strict=True)]
    quotes = _quotes(chance, clients)
    shows = _shows(chance, [each for each in quotes if each["Status"] == "Accepted"])
    bills = _bills(chance, shows)
    calls = [_call(chance, chance.choice(clients[:50])) for _ in range(265)]
    found = {
        "Clients": clients,
        "Quotes": quotes,
        "Shows": shows,
        "Invoices": bills,
        "Call log": sorted(calls, key=lambda each: str(each["Date"])),
    }
    return {name: [{k: v for k, v in row.items() if k[0] != "_"} for row in rows] for name, rows in found.items()}


def _client(chance: Random, named: tuple[str, str], who: tuple[str, str]) -> dict[str, Any]:
    (name, kind), (first, last) = named, who
    return {
        "Client": name,
        "Type": kind,
        "Prov": "QC" if any(each in name for each in FRENCH) else pick(chance, {"ON": 7, "QC": 1}),
        "Contact": f"{first} {last}",
        "Cell": gap(chance, f"{chance.choice((613, 705, 819, 450))}-555-{chance.randrange(1000, 9999)}", 0.12),
        "Email": gap(
            chance, f"{first}.{last}@{chance.choice(('mailnorth', 'lacweb', 'bellpost'))}.example".lower(), 0.1
        ),
        "Client since": 2026 if kind == "Wedding" and chance.random() < 0.6 else chance.randrange(2009, 2026),
        "Looked after by": pick(chance, OFFICE),
        "How they found us": gap(
            chance,
            pick(chance, {"Word of mouth": 5, "Saw a show": 4, "Google": 4, "Goggle": 0.25, "Trade show": 1}),
            0.1,
        ),
    }


def _event(chance: Random) -> tuple[datetime, str]:
    """A day on which one shoots, and what for."""
    year = chance.choice((2025, 2026))
    what = pick(chance, {"Canada Day": 4, "Summer": 11, "Saint-Jean": 2, "Fall": 3, "New Year's Eve": 4, "Winter": 3})
    if what == "Summer":
        day = calm(chance, f"{year}-07-04", f"{year}-09-08")
    elif what == "Fall":
        day = calm(chance, f"{year}-09-12", f"{year}-11-08")
    elif what == "Winter":
        year += 1
        day = calm(chance, f"{year}-01-20", f"{year}-03-01")
    else:
        fixed = {"Canada Day": "07-01", "Saint-Jean": "06-23", "New Year's Eve": "12-31"}[what]
        day = datetime.fromisoformat(f"{year}-{fixed}")
        day += timedelta(days=chance.choices((-1, 0, 1), (1, 6, 1))[0] if what == "Canada Day" else 0)
    while what in {"Summer", "Fall", "Winter"} and day.weekday() not in {4, 5}:
        day += timedelta(days=1)
    return aside(day), what


def _quotes(chance: Random, clients: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < 265:
        client, (event, what) = chance.choice(clients), _event(chance)
        if client["Type"] == "Wedding":
            what = "Wedding"
            if any(each["Client"] == client["Client"] for each in found) or event.weekday() not in {4, 5}:
                continue
        sent = aside(event - timedelta(days=chance.randrange(*((60, 200) if event.month in {12, 1, 2} else (38, 165)))))
        if (
            sent >= TODAY
            or sent.year < 2025
            or (client["Client"], event) in {(each["Client"], each["_event"]) for each in found}
        ):
            continue
        answered = aside(later(chance, sent, 3, 34))
        luck = {"Joanne": 0.66, "Marcel": 0.55, "Tyler": 0.42}[client["Looked after by"]]
        status = "Accepted" if chance.random() < luck else "Declined"
        if answered >= TODAY or answered < sent or (event > TODAY and chance.random() < 0.22):
            status = "Waiting"
        elif chance.random() < 0.05 and status == "Declined" and event < TODAY:
            status = "No answer"
        told = status in {"Accepted", "Declined"}
        found.append(
            {
                "Client": client["Client"],
                "For": what,
                "Sent on": f"{sent:{DATED}}",
                "Sent by": client["Looked after by"] if chance.random() < 0.9 else pick(chance, OFFICE),
                "Quoted $": f"${money(chance, BUDGETS[client['Type']], 50):,}.00",
                "Status": status,
                "Answered on": f"{answered:{DATED}}" if told else None,
                "Why not": gap(chance, pick(chance, WHY), 0.06) if status == "Declined" else None,
                "_event": event,
                "_sent": sent,
                "_answered": answered,
            }
        )
    found.sort(key=lambda each: each["_sent"])
    return [{"Quote #": f"Q{at + 3016}", **each} for at, each in enumerate(found)]


def _shows(chance: Random, quotes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for at, quote in enumerate(sorted(quotes, key=lambda each: each["_event"])):
        price = float(quote["Quoted $"].replace("$", "").replace(",", ""))
        past = quote["_event"] < TODAY
        taken = {each["Lead pyro"] for each in found if each["_event"] == quote["_event"]}
        free = {name: odds for name, odds in LEADS.items() if name not in taken} or LEADS
        found.append(
            {
                "Show #": f"F-{at + 702}",
                "Quote #": quote["Quote #"],
                "Client": untidy(chance, quote["Client"], 0.04),
                "Show date": f"{quote['_event']:{DATED}}",
                "Lead pyro": gap(chance, pick(chance, free), 0 if past else 0.45),
                "Crew": chance.randrange(2, 4) + round(price / 9000),
                "Minutes": max(4, round(3.5 + (price / 1000) ** 0.75 + chance.gauss(0, 1))),
                "Shells": round(price / chance.uniform(17, 30)),
                "Barge": "Y" if chance.random() < 0.22 else None,
                "Price": quote["Quoted $"],
                "Outcome": pick(chance, {"Fired": 20, "Cancelled": 2}) if past else None,
                "Cancelled because": None,
                "_client": quote["Client"],
                "_answered": quote["_answered"],
                "_event": quote["_event"],
            }
        )
        if found[-1]["Outcome"] == "Cancelled":
            found[-1]["Cancelled because"] = pick(chance, {"Wind": 4, "Fire ban": 3, "Client broke": 1})
    return found


def _bills(chance: Random, shows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for show in shows:
        price = float(show["Price"].replace("$", "").replace(",", ""))
        parts = [("Deposit", 0.3, show["_answered"], 14)]
        if show["Outcome"] == "Fired":
            parts.append(("Balance", 0.7, show["_event"], 30))
        for kind, part, since, terms in parts:
            issued = max(since, aside(since + timedelta(days=chance.randrange(1, 6))))
            if issued >= TODAY - timedelta(days=1):
                continue
            due = issued + timedelta(days=terms)
            while abs((TODAY - due).days) in {0, 1, 29, 30, 31, 59, 60, 61}:
                due += timedelta(days=1)
            age = (TODAY - due).days
            owing = chance.random() < (0.75 if age < 0 else 0.28 if age < 100 else 0.03)
            paid = due + timedelta(days=chance.randrange(-terms + 1, 15))
            found.append(
                {
                    "Show #": show["Show #"],
                    "Client": show["_client"],
                    "What for": kind,
                    "Issued": f"{issued:{DATED}}",
                    "Due": f"{due:{DATED}}",
                    "Amount": f"${price * part:,.2f}",
                    "Paid on": None if owing or paid >= TODAY - timedelta(days=1) else f"{paid:{DATED}}",
                    "_issued": issued,
                }
            )
    found.sort(key=lambda each: each["_issued"])
    return [{"Inv #": 5240 + at, **each} for at, each in enumerate(found)]


def _call(chance: Random, client: dict[str, Any]) -> dict[str, Any]:
    who = client["Looked after by"] if chance.random() < 0.8 else pick(chance, OFFICE)
    day = weekday(chance, "2026-01-06", "2026-11-18")
    then = aside(later(chance, day, 5, 60))
    return {
        "Date": f"{day:{ISO}}",
        "Who": who,
        "Client": untidy(chance, client["Client"], 0.03),
        "How": pick(chance, {"Phone": 6, "Email": 5, "Site visit": 2, "Text": 2}),
        "About": pick(chance, TOPICS),
        "Next call by": f"{then:{ISO}}" if (TODAY - day).days < 70 and chance.random() < 0.5 and then > day else None,
        "Happy?": chance.choices(("Y", "N", None), (6, 1, 5))[0],
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        pd.DataFrame(rows).to_csv(folder / f"{name}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    c = read(write, "Clients.csv")
    q = read(write, "Quotes.csv", {"Sent on": DATED, "Answered on": DATED})
    s = read(write, "Shows.csv", {"Show date": DATED})
    n = read(write, "Invoices.csv", {"Issued": DATED, "Due": DATED, "Paid on": DATED})
    v = read(write, "Call log.csv", {"Date": ISO, "Next call by": ISO})
    assert c.client.is_unique
    assert s.show.is_unique
    for frame in (s, v):
        frame["client"] = tidy(frame.client, c.client)
        assert frame.client.notna().all()
    q["quoted"], s["price"], n["amount"] = cash(q.quoted), cash(s.price), cash(n.amount)
    about = c[["client", "type", "prov", "looked_after_by"]]
    q, s, n = (frame.merge(about, on="client") for frame in (q, s, n))
    q["days"] = (q.answered_on - q.sent_on).dt.days
    assert (q.days.dropna() >= 0).all()
    return SimpleNamespace(
        c=c, q=q, s=s, n=n, v=v, fired=s[s.outcome == "Fired"], coming=s[s.show_date > TODAY], owed=n[n.paid_on.isna()]
    )
