"""Made-up Excel sheets that a British removals firm keeps by hand: enquiries, the job diary, money in, crew and claims.

Days come in two shapes, amounts with and without the pound sign, and words in whatever case the office typed them.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap
from blind_parts import calm
from fresh_parts import pick
from unseen_parts import TODAY, later, people, snake, table

SURVEYORS = {"Kath": 5, "Imran": 4, "Pete": 3}
CREW = {  # known as: name, role, started, day rate, HGV licence
    "Baz": ("Barry Tulloch", "Foreman", "2011-04-04", 165, "Y"), "Lenny": ("Leonard Sykes", "Foreman", "2016-09-12", 158, "Y"),
    "Mo": ("Mohamed Farah-Dean", "Foreman", "2019-02-18", 152, "N"), "Steph": ("Stephanie Orme", "Foreman", "2022-05-30", 150, "Y"),
    "Young Dave": ("David Pickles", "Porter", "2024-07-01", 104, "N"), "Big Col": ("Colin Hartnoll", "Porter", "2013-11-11", 122, "Y"),
    "Tash": ("Natasha Weir", "Porter", "2023-03-06", 108, "N"), "Wojtek": ("Wojciech Lis", "Porter", "2018-08-20", 118, "Y"),
    "Errol": ("Errol Grant", "Packer", "2015-01-19", 112, "N"), "Maureen": ("Maureen Slade", "Packer", "2009-06-08", 115, "N"),
}  # fmt: skip
FOREMEN = {"Baz": 5, "Lenny": 4, "Mo": 4, "Steph": 3}
VANS = {"Luton 1": 4, "Luton 2": 4, "7.5 tonner": 5, "18 tonner": 2}
TOWNS = {"Bath": 5, "Frome": 4, "Wells": 3, "Trowbridge": 3, "Shepton Mallet": 2}
FURTHER = {"Bristol": 5, "Bath": 3, "London": 3, "Exeter": 2, "Cardiff": 2, "Frome": 2}
HEARD = {"Google": 5, "Estate agent": 4, "Friend": 4, "Van signage": 2, "Yell": 1}
OUTCOMES = {"Booked": 9, "Lost - price": 4, "Lost - date": 2, "Lost - no reply": 2, "Pending": 2}
ITEMS = (
    "wardrobe door",
    "piano leg",
    "telly",
    "mirror",
    "sofa arm",
    "box of china",
    "washing machine",
    "hall wallpaper",
)


@cache
def tables() -> dict[str, Any]:
    chance = Random(31959)
    asked = [_enquiry(chance, at, who) for at, who in enumerate(people(chance, 320))]
    jobs = [_job(chance, at, each) for at, each in enumerate(a for a in asked if a["Outcome"] == "Booked")]
    moved = [job for job in jobs if job["Final £"] is not None]
    money = [part for job in jobs for part in _payments(chance, job)]
    return {
        "Enquiries": table([{key: value for key, value in each.items() if key != "wanted"} for each in asked]),
        "Job diary": table([{key: value for key, value in job.items() if key != "deposit"} for job in jobs]),
        "Money in": table(money),
        "Crew": table([_hand(chance, name) for name in CREW]),
        "Damage claims": table([_claim(chance, at, chance.choice(moved)) for at in range(46)]),
    }


def _enquiry(chance: Random, at: int, who: tuple[str, str]) -> dict[str, Any]:
    asked = calm(chance, "2025-10-01", "2026-11-17")
    outcome = pick(chance, OUTCOMES)
    if outcome == "Pending":
        asked = calm(chance, "2026-10-05", "2026-11-17")
    feet = chance.randrange(8, 76) * 25
    return {
        "Ref": f"E{at + 601}",
        "Customer": " ".join(who),
        "Enq date": asked,
        "From": pick(chance, TOWNS),
        "To": pick(chance, FURTHER),
        "How heard": pick(chance, HEARD),
        "Surveyed by": pick(chance, SURVEYORS),
        "Cu ft": gap(chance, feet, 0.05),
        "Quote £": gap(chance, round(feet * chance.uniform(0.95, 1.5) / 5) * 5 + 180, 0.06),
        "Outcome": outcome,
        "wanted": aside(later(chance, asked, 9, 75)),
    }


def _job(chance: Random, at: int, enquiry: dict[str, Any]) -> dict[str, Any]:
    done = enquiry["wanted"] < TODAY
    quote = enquiry["Quote £"] or 900
    hours = chance.choice((4, 5, 6, 7, 8, 10))
    return {
        "Job no": f"J{at + 2200}",
        "Enq ref": enquiry["Ref"],
        "Customer name": enquiry["Customer"],
        "Move date": enquiry["wanted"],
        "Foreman": pick(chance, FOREMEN),
        "Van": pick(chance, VANS),
        "Est hrs": hours,
        "Actual hrs": max(3, hours + chance.choice((-1, -0.5, 0, 0, 0.5, 1, 2, 3))) if done else None,
        "Final £": quote + chance.choice((0, 0, 0, 0, 45, 90, 120, -50)) if done else None,
        "Storage?": pick(chance, {"Y": 1, "N": 5}),
        "deposit": round(quote * 0.2 / 5) * 5,
    }


def _payments(chance: Random, job: dict[str, Any]) -> list[dict[str, Any]]:
    day = aside(job["Move date"] - timedelta(days=chance.randrange(4, 9)))
    found = [_payment(chance, job, day, job["deposit"])] if day < TODAY else []
    if job["Final £"] is not None and chance.random() < 0.9:
        rest = job["Final £"] - sum(part["Amount"] for part in found)
        paid = aside(job["Move date"] + timedelta(days=chance.randrange(0, 12)))
        late = paid >= TODAY or chance.random() < 0.06
        found += [] if late else [_payment(chance, job, paid, rest)]
    return found


def _payment(chance: Random, job: dict[str, Any], day: Any, amount: int) -> dict[str, Any]:
    how = pick(chance, {"BACS": 6, "Card": 4, "Cash": 2, "Cheque": 1})
    return {"Job": job["Job no"], "Date rec'd": day, "Amount": amount, "How paid": how}


def _hand(chance: Random, known: str) -> dict[str, Any]:
    name, role, since, rate, licence = CREW[known]
    return {
        "Known as": known,
        "Full name": name,
        "Role": role,
        "Started": pd.Timestamp(since),
        "Day rate": rate,
        "HGV?": licence,
        "Mobile": f"07700 900{chance.randrange(100, 1000)}",
    }


def _claim(chance: Random, at: int, job: dict[str, Any]) -> dict[str, Any]:
    status = pick(chance, {"Settled": 5, "Open": 3, "Refused": 2})
    asked = chance.randrange(3, 95) * 10
    return {
        "Claim": at + 1,
        "Job number": job["Job no"],
        "Reported": aside(min(later(chance, job["Move date"], 1, 15), TODAY - timedelta(days=2))),
        "What broke": chance.choice(ITEMS),
        "Claimed £": asked,
        "Paid out £": round(asked * chance.choice((0.5, 0.75, 1, 1)), 2) if status == "Settled" else None,
        "Status": status,
    }


def write(folder: Path) -> None:
    """As hands type: two shapes of days, pounds now and then, small letters now and then."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables().items():
        out = frame.astype(object)
        for column in frame:
            if frame[column].dtype.kind == "M":
                out[column] = [_day(day, at) for at, day in enumerate(frame[column])]
            elif "£" in column or column == "Amount":
                out[column] = [_pounds(value, at) for at, value in enumerate(frame[column])]
            elif column in {"Outcome", "How heard", "How paid", "Storage?", "Foreman", "Van"}:
                out[column] = [text.lower() if at % 13 == 6 else text for at, text in enumerate(frame[column])]
        out.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _day(day: Any, at: int) -> str | None:
    return None if pd.isna(day) else f"{day:%d %b %Y}" if at % 9 == 4 else f"{day:%d/%m/%Y}"


def _pounds(value: Any, at: int) -> str | None:
    return None if pd.isna(value) else f"{value:g}" if at % 4 == 1 else f"£{value:,.2f}".removesuffix(".00")


@cache
def frames() -> SimpleNamespace:
    e, j, m, h, c = (snake(frame) for frame in tables().values())
    j = j.merge(e, left_on="enq_ref", right_on="ref")
    j["paid"] = j.job_no.map(m.groupby("job").amount.sum()).fillna(0)
    j["owed"] = j.final.astype(float) - j.paid
    j["broke"] = j.job_no.isin(c.job_number)
    m = m.merge(j[["job_no", "foreman", "van"]], left_on="job", right_on="job_no")
    c = c.merge(j[["job_no", "foreman", "van", "customer_name"]], left_on="job_number", right_on="job_no")
    assert len(c) == 46
    return SimpleNamespace(e=e, j=j, m=m, h=h, c=c, moved=j[j.move_date < TODAY], decided=e[e.outcome != "Pending"])
