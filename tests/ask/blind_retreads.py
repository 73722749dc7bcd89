"""A made-up Zoho CRM export of a retreader of truck tyres in Kenya: accounts, deals, job cards (a module of its own), field
visits that were typed into a phone form, and claims. Shillings without cents, days the British way.
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
from blind_files import aside, gap, read
from blind_parts import calm, parted, tidy, untidy, weekday
from fresh_parts import money, pick
from unseen_parts import TODAY, later

OWNERS = {"Wanjiru Kamau": 5, "Brian Otieno": 4, "Halima Abdi": 4, "Kiprop Sang": 3}
FLEETS = {
    "Haulage": "Athi Plains Cargo|Bonde Hauliers|Coastline Freighters|Dhow Gate Logistics|Embakasi Bulk Movers|Great Rift "
    "Transporters|Kifaru Haulage|Lakeside Tankers|Malaba Through Freight|Nyika Carriers|Port Reitz Container Haulage|"
    "Simba Mwitu Transport|Taita Ballast Carriers|Uhuru Highway Freight|Voi Longhaul|Webuye Road Services|"
    "Mlolongo Petroleum Carriers|Busia Border Trucking|Samburu Livestock Haulage|Ngong Flatbeds",
    "Matatu Sacco": "Kakamega Line Sacco|Nyeri Shuttle Sacco|Thika Superhighway Sacco|Likoni Ferry Sacco|Molo Line Riders "
    "Sacco|Kisii Highlands Sacco|Embu Express Sacco|Eldo Comfort Sacco|Rongai Night Owls Sacco|Machakos Junction Sacco|"
    "Bungoma Western Sacco|Malindi Beach Sacco|Narok Mara Sacco|Siaya Lake Sacco",
    "Bus Company": "Tahmeed Star Coaches|Savanna Cross Buses|Mash Kaskazi|Ziwa Queen Coach|Pwani Royal Buses|Chania Classic",
    "Tea & Coffee": "Kericho Ridge Tea|Limuru Leaf Growers|Nandi Escarpment Tea|Kirinyaga Cherry Coffee|Sotik Green Estates|"
    "Tetu Coffee Millers|Mau Summit Tea",
    "Construction": "Ballast Kings Quarry|Kajiado Murram Works|Rubis Hill Roads|Sultan Hamud Aggregates|Lamu Port Civils|"
    "Kapsabet Ready Mix|Chuka Road Builders|Juja Stone Works",
    "County Government": "Laikipia County Works|Vihiga County Works|Kwale County Works|Nyandarua County Works",
    "Sugar": "Awendo Cane Transport|Mumias Outgrowers|Chemelil Cane Haulers|Ramisi Sugar Fields",
}
DEPOTS = {  # first words of those who bring their casings elsewhere than to Nairobi
    "Mombasa": "Bonde Coastline Dhow Port Taita Voi Likoni Malindi Tahmeed Pwani Lamu Kwale Ramisi Simba",
    "Kisumu": "Lakeside Malaba Webuye Busia Kakamega Kisii Bungoma Siaya Ziwa Sotik Vihiga Awendo Mumias Chemelil",
    "Eldoret": "Great Samburu Molo Eldo Kericho Nandi Mau Kapsabet Laikipia Kifaru",
}
PACES = {"Nairobi": 7, "Mombasa": 10, "Kisumu": 8, "Eldoret": 12}
SIZES = {  # odds, price of one retread in shillings, part of the casings that is turned down
    "315/80R22.5": (7, 15800, 0.11),
    "295/80R22.5": (4, 15200, 0.10),
    "11R22.5": (3, 13900, 0.15),
    "12.00R24": (2, 21500, 0.22),
    "7.50R16": (3, 7400, 0.18),
}
PATTERNS = {"Drive Lug": 5, "Highway Rib": 4, "Mixed Service": 4, "Mixed Servise": 0.25, "Off-Road Block": 2}
MEN = parted(
    "Peter Mwangi|Grace Achieng|Hassan Omar|Mercy Chebet|Josphat Mutua|Esther Nyambura|Collins Ouma|Fatuma Said|Daniel "
    "Kiptoo|Lucy Wairimu|Samuel Barasa|Irene Moraa|Abdul Bakari|Joyce Atieno|Geoffrey Maina|Ruth Jepkosgei|Moses Wafula|"
    "Naomi Kerubo|Ali Mwinyi|Susan Muthoni|Erick Odhiambo|Winnie Cherono|Patrick Musyoka|Beatrice Njoki"
)
STAGES = {"Qualification": 4, "Trial Fitment": 4, "Proposal/Price Quote": 3, "Negotiation/Review": 3}
ODDS = {"Qualification": 10, "Trial Fitment": 35, "Proposal/Price Quote": 55, "Negotiation/Review": 75}
WHY = {"Price": 5, "Chinese New Tyres": 6, "Turnaround Time": 3, "Bad Experience": 2, "No Budget": 2}
DEFECTS = {"Tread Separation": 6, "Sidewall Bulge": 4, "Uneven Wear": 3, "Bead Damage": 2, "Nail Hole Missed": 2}
STAMP, DAY = "%d/%m/%Y %H:%M", "%d/%m/%Y"
FILES = {"accounts": "Accounts", "deals": "Deals", "jobs": "Job_Cards", "visits": "Field_Visits", "claims": "Claims"}


@cache
def tables() -> dict[str, list[dict[str, Any]]]:
    chance = Random(60427)
    names = [(name, kind) for kind, text in FLEETS.items() for name in parted(text)]
    chance.shuffle(names)
    accounts = [_account(chance, at, *each) for at, each in enumerate(names)]
    days = sorted([weekday(chance, "2025-01-06", "2026-11-18") for _ in range(430)])
    jobs = [_job(chance, at, day, _often(chance, accounts[:55])) for at, day in enumerate(days)]
    out = [job for job in jobs if job["Date Out"]]
    visits = [_visit(chance, chance.choice(accounts[:60])) for _ in range(310)]
    claims = [_claim(chance, chance.choice(out)) for _ in range(84)]
    claims = sorted([each for each in claims if each], key=lambda each: datetime.strptime(each["Claim Date"], DAY))  # noqa: DTZ007
    return {
        "accounts": accounts,
        "deals": [_deal(chance, at, chance.choice(accounts)) for at in range(165)],
        "jobs": jobs,
        "visits": sorted(visits, key=lambda each: datetime.strptime(each["Visit Date"], DAY)),  # noqa: DTZ007
        "claims": [{"Claim No": f"CL-{at + 211}", **each} for at, each in enumerate(claims)],
    }


def _often(chance: Random, accounts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Those further up send more."""
    return accounts[min(int(chance.random() ** 1.4 * len(accounts)), len(accounts) - 1)]


def _account(chance: Random, at: int, name: str, kind: str) -> dict[str, Any]:
    depot = next((each for each, words in DEPOTS.items() if name.split(maxsplit=1)[0] in words.split()), "Nairobi")
    return {
        "Record Id": f"zcrm_50211700000{410000 + at * 37}",
        "Account Name": name,
        "Account Owner": pick(chance, OWNERS),
        "Industry": kind,
        "Depot": depot,
        "Contact Person": chance.choice(MEN),
        "Phone": gap(chance, f"+254 7{chance.randrange(10, 30)} {chance.randrange(100000, 999999)}", 0.1),
        "KRA PIN": f"P05{chance.randrange(1000000, 9999999)}{chance.choice('ABCDKLMQTZ')}",
        "Fleet Size": gap(chance, money(chance, 34, 1), 0.12),
        "Credit Days": chance.choices((0, 30, 45, 60), (3, 6, 2, 2))[0],
        "Created Time": f"{calm(chance, '2018-03-01', '2026-08-01'):{DAY}} {chance.randrange(8, 17):02}:{chance.randrange(60):02}",
    }


def _deal(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    made = weekday(chance, "2025-01-08", "2026-11-16")
    end = aside(later(chance, made, 12, 130))
    luck = {"Wanjiru Kamau": 0.62, "Brian Otieno": 0.45, "Halima Abdi": 0.55, "Kiprop Sang": 0.36}
    stage = "Closed Won" if chance.random() < luck[account["Account Owner"]] else "Closed Lost"
    if end >= TODAY or end < made or chance.random() < 0.09:
        stage, end = pick(chance, STAGES), aside(calm(chance, "2026-10-05", "2027-03-20"))
    what = chance.choice(
        ("annual retread contract", "trial lot", "steer tyres trial", "fleet switch", "tender", "drive axle set")
    )
    return {
        "Record Id": f"zcrm_50211700000{730000 + at * 41}",
        "Deal Name": f"{account['Account Name']} - {what} {made:%b %y} #{at + 1}",
        "Account Name": account["Account Name"],
        "Deal Owner": account["Account Owner"],
        "Stage": stage,
        "Amount": money(chance, 540_000, 5000),
        "Probability (%)": {"Closed Won": 100, "Closed Lost": 0}.get(stage) or ODDS.get(stage, 0),
        "Closing Date": f"{end:{DAY}}",
        "Lead Source": gap(chance, pick(chance, {"Referral": 5, "Cold Call": 4, "Trade Fair": 2, "Walk-in": 3}), 0.08),
        "Reason For Loss": pick(chance, WHY) if stage == "Closed Lost" else None,
        "Created Time": f"{made:{DAY}} {chance.randrange(8, 17):02}:{chance.randrange(60):02}",
    }


def _job(chance: Random, at: int, day: datetime, account: dict[str, Any]) -> dict[str, Any]:
    size = pick(chance, {name: facts[0] for name, facts in SIZES.items()})
    _, price, bad = SIZES[size]
    received = max(2, round(chance.lognormvariate(0, 0.6) * 11))
    out: datetime | None = day + timedelta(days=max(2, round(chance.gauss(PACES[account["Depot"]], 3))))
    out = max(day, aside(out))
    rejected = sum(chance.random() < bad for _ in range(received))
    waiting = out >= TODAY or ((TODAY - day).days < 45 and chance.random() < 0.25)
    status = "Delivered" if (TODAY - out).days > 16 or chance.random() < 0.5 else "Ready"
    done = received - rejected
    return {
        "Job Card No": f"JC{at + 8804}",
        "Account Name": account["Account Name"],
        "Depot": account["Depot"],
        "Date In": f"{day:{DAY}}",
        "Date Out": None if waiting else f"{out:{DAY}}",
        "Casing Size": size,
        "Tread Pattern": pick(chance, PATTERNS),
        "Casings Received": received,
        "Casings Rejected": None if waiting else rejected,
        "Casings Retreaded": None if waiting else done,
        "Amount (KES)": None if waiting else round(done * price * chance.choice((1, 1, 0.97, 0.94, 0.9))),
        "Status": chance.choice(("Inspection", "In Production")) if waiting else status,
    }


def _visit(chance: Random, account: dict[str, Any]) -> dict[str, Any]:
    who = account["Account Owner"] if chance.random() < 0.88 else pick(chance, OWNERS)
    return {
        "Visit Date": f"{weekday(chance, '2026-01-06', '2026-11-18'):{DAY}}",
        "Visited By": who,
        "Account": untidy(chance, account["Account Name"], 0.05),
        "Purpose": pick(chance, {"Tyre Check": 5, "Casing Collection": 4, "Sales": 4, "Complaint": 1, "Payment": 2}),
        "Tyres Checked": chance.randrange(4, 60) if chance.random() < 0.5 else None,
        "Photo Attached": chance.choices(("Yes", "No"), (3, 5))[0],
        "Remarks": gap(
            chance,
            chance.choice(
                (
                    "foreman not in, left card",
                    "will send casings next week",
                    "asking for 60 days",
                    "happy with last lot",
                    "pressure too low on rear axle",
                    "wants price for 315",
                    "comparing with new chinese tyres",
                )
            ),
            0.35,
        ),
    }


def _claim(chance: Random, job: dict[str, Any]) -> dict[str, Any] | None:
    out = datetime.strptime(job["Date Out"], DAY)  # noqa: DTZ007
    day = aside(later(chance, out, 10, 150))
    if day >= TODAY or day < out:
        return None
    decision = pick(chance, {"Pending": 4, "Accepted": 3, "Rejected": 2}) if (TODAY - day).days < 40 else None
    decision = decision or pick(chance, {"Accepted": 6, "Rejected": 5})
    tyres = chance.choices((1, 2, 3), (7, 3, 1))[0]
    return {
        "Job Card No": job["Job Card No"],
        "Account Name": job["Account Name"],
        "Claim Date": f"{day:{DAY}}",
        "Defect": pick(chance, DEFECTS),
        "Tyres": tyres,
        "Decision": decision,
        "Credit (KES)": round(tyres * SIZES[job["Casing Size"]][1] * chance.choice((0.4, 0.5, 0.75, 1)))
        if decision == "Accepted"
        else None,
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in frame.select_dtypes("float"):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{FILES[name]}.csv", index=False)


@cache
def frames() -> SimpleNamespace:
    a = read(write, "Accounts.csv", {"Created Time": STAMP})
    d = read(write, "Deals.csv", {"Closing Date": DAY, "Created Time": STAMP})
    j = read(write, "Job_Cards.csv", {"Date In": DAY, "Date Out": DAY})
    v = read(write, "Field_Visits.csv", {"Visit Date": DAY})
    m = read(write, "Claims.csv", {"Claim Date": DAY})
    assert a.account_name.is_unique
    assert d.deal_name.is_unique
    assert j.job_card_no.is_unique
    v["account_name"] = tidy(v.account, a.account_name)
    assert v.account_name.notna().all()
    about = a[["account_name", "industry"]]
    j, d = j.merge(about, on="account_name"), d.merge(about, on="account_name")
    m = m.merge(j[["job_card_no", "depot", "casing_size"]], on="job_card_no")
    j["days"] = (j.date_out - j.date_in).dt.days
    won, lost = d[d.stage == "Closed Won"], d[d.stage == "Closed Lost"]
    return SimpleNamespace(
        a=a,
        d=d,
        j=j,
        v=v,
        m=m,
        won=won,
        lost=lost,
        open=d[~d.stage.str.startswith("Closed")],
        done=j[j.date_out.notna()],
    )
