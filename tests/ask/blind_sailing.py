"""A made-up Keap export of a sailing school in New Zealand: contacts, orders and opportunities, and the school's sheets of
courses and enrolments. Its customers are people; tags stand in one cell; instructors are typed by first name.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from blind_files import aside, gap
from blind_parts import calm, tidy, untidy
from fresh_parts import pick
from unseen_parts import TODAY, later, people, save, snake, table

OWNERS = {"Ngaire Pohatu": 5, "Stu Kirkbride": 4, "Elspeth Rae": 3}
LEVELS = {
    "Learn to Sail": (390, 2),
    "Competent Crew": (980, 5),
    "Day Skipper": (1350, 5),
    "Coastal Skipper": (1790, 6),
    "Racing Clinic": (260, 1),
}
INSTRUCTORS = {"Hemi": 5, "Jo": 4, "Bruno": 3, "Wiki": 2}
BOATS = {"Tui": 6, "Kererū": 8, "Albatross": 10}
PRODUCTS = {"Course fee": 9, "Gift voucher": 3, "Logbook": 2, "Charter day": 3, "Wet weather hire": 2}
PRICES = {"Gift voucher": 200, "Logbook": 38, "Charter day": 640, "Wet weather hire": 45}
SOURCES = {"Instagram": 4, "Boat show": 3, "Friend": 4, "Google Ads": 4, "Yacht club": 2}
CITIES = {"Auckland": 7, "Hamilton": 3, "Tauranga": 3, "Whangārei": 2, "Rotorua": 1}
STAGES = {"New Opportunity": 3, "Contacting": 4, "Quote Out": 4, "Closed Won": 7, "Closed Lost": 6}
TAGS = ("Newsletter", "VIP", "Has own boat", "Crew list")


@cache
def tables() -> dict[str, Any]:
    chance = Random(64043)
    contacts = [_contact(chance, at, who) for at, who in enumerate(people(chance, 260))]
    courses = [_course(chance, at) for at in range(74)]
    enrolled = [row for course in courses for row in _enrolments(chance, course, contacts[:215])]
    return {
        "Contacts": table(contacts),
        "Orders": table([_order(chance, at, chance.choice(contacts[20:])) for at in range(420)]),
        "Opportunities": table([_group(chance, at, chance.choice(contacts[:90])) for at in range(95)]),
        "Courses": table(courses),
        "Enrolments": table([{"Enrolment No": 15001 + at} | row for at, row in enumerate(enrolled)]),
    }


def _contact(chance: Random, at: int, who: tuple[str, str]) -> dict[str, Any]:
    first, last = who
    return {
        "Id": 2201 + at * 4,
        "First Name": first,
        "Last Name": last,
        "Email": gap(chance, f"{first}{at}@{pick(chance, {'sailmail': 3, 'kiwinet': 4})}.example".lower(), 0.07),
        "Phone 1": gap(chance, f"021 555 {chance.randrange(100, 1000)}", 0.1),
        "City": untidy(chance, pick(chance, CITIES), 0.05),
        "Lead Source": pick(chance, SOURCES),
        "Owner": pick(chance, OWNERS),
        "Tags": gap(chance, ",".join(chance.sample(TAGS, chance.randrange(1, 4))), 0.3),
        "Date Created": calm(chance, "2023-02-01", "2026-10-30"),
    }


def _course(chance: Random, at: int) -> dict[str, Any]:
    level = pick(
        chance, {"Learn to Sail": 6, "Competent Crew": 4, "Day Skipper": 4, "Coastal Skipper": 2, "Racing Clinic": 3}
    )
    boat = chance.choice(list(BOATS))
    return {
        "Course Code": f"{''.join(word[0] for word in level.split())}{at + 301}",
        "Level": level,
        "Boat": boat,
        "Starts": calm(chance, "2025-10-01", "2027-03-10"),
        "Days": LEVELS[level][1],
        "Places": BOATS[boat],
        "Instructor": untidy(chance, pick(chance, INSTRUCTORS), 0.06),
        "Fee": LEVELS[level][0],
    }


def _enrolments(chance: Random, course: dict[str, Any], contacts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ran = course["Starts"] < TODAY
    free = course["Places"]
    count = free if chance.random() < 0.3 else chance.randrange(max(2, free - 5) if ran else 1, free + 1)
    rows = []
    for who in chance.sample(contacts, count):
        booked = aside(min(course["Starts"], TODAY) - timedelta(days=chance.randrange(3, 85)))
        status = pick(chance, {"Attended": 9, "No Show": 1, "Cancelled": 1} if ran else {"Booked": 15, "Cancelled": 1})
        rating = chance.choice((2, 3, 4, 4, 5, 5, 5)) if status == "Attended" else None
        rows.append({
            "Contact Id": who["Id"], "Course Code": course["Course Code"], "Booked On": booked, "Status": status,
            "Stars": gap(chance, rating, 0.35),
        })  # fmt: skip
    return rows


def _order(chance: Random, at: int, contact: dict[str, Any]) -> dict[str, Any]:
    product = pick(chance, PRODUCTS)
    count = chance.choice((1, 1, 1, 1, 2, 3)) if product != "Course fee" else 1
    price = PRICES.get(product) or chance.choice([fee for fee, _ in LEVELS.values()])
    promo = pick(chance, {"WINDY10": 2, "SHOW25": 1, "": 7})
    worth = round(count * price * {"WINDY10": 0.9, "SHOW25": 0.75, "": 1}[promo], 2)
    paid = pick(chance, {"all": 8, "half": 1, "none": 1})
    return {
        "Order Id": 8801 + at,
        "Contact Id": contact["Id"],
        "Order Date": calm(chance, "2025-01-02", "2026-11-19"),
        "Product": product,
        "Qty": count,
        "Order Total": worth,
        "Amount Paid": {"all": worth, "half": round(worth / 2, 2), "none": 0.0}[paid],
        "Balance Due": {"all": 0.0, "half": round(worth - round(worth / 2, 2), 2), "none": worth}[paid],
        "Promo Code": promo or None,
    }


def _group(chance: Random, at: int, contact: dict[str, Any]) -> dict[str, Any]:
    stage = pick(chance, STAGES)
    made = calm(chance, "2025-03-01", "2026-10-25")
    closed = aside(min(later(chance, made, 6, 95), TODAY - timedelta(days=3)))
    return {
        "Opportunity Title": f"{chance.choice(('Team day', 'Regatta hire', 'Stag do', 'School camp', 'Awards cruise'))} {at + 40}",
        "Contact Id": contact["Id"],
        "Stage": stage,
        "Projected Revenue": chance.randrange(6, 90) * 100,
        "Headcount": gap(chance, chance.randrange(6, 60), 0.1),
        "Owner": pick(chance, OWNERS),
        "Created": made,
        "Closed": closed if stage.startswith("Closed") else None,
        "Next Action Date": calm(chance, "2026-10-01", "2026-12-20") if not stage.startswith("Closed") else None,
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        shape = "%-d/%m/%Y" if name in {"Courses", "Enrolments"} else "%d-%m-%Y"
        save(folder / f"{name}.csv", frame, {c: shape for c in frame if frame[c].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    p, o, g, c, e = (snake(frame) for frame in tables().values())
    p["name"] = p.first_name + " " + p.last_name
    p["city"], c["instructor"] = tidy(p.city, CITIES), tidy(c.instructor, INSTRUCTORS)
    about = p[["id", "name", "city", "lead_source"]].rename(columns={"id": "contact_id"})
    o, g = o.merge(about, on="contact_id"), g.merge(about, on="contact_id")
    e = e.merge(about, on="contact_id").merge(c, on="course_code")
    assert (len(o), len(g)) == (420, 95)
    kept = e[e.status != "Cancelled"]
    coming = c[c.starts > TODAY].assign(taken=lambda d: d.course_code.map(kept.groupby("course_code").size()).fillna(0))
    won, closed = g[g.stage == "Closed Won"], g[g.stage.str.startswith("Closed")]
    still = g[~g.stage.str.startswith("Closed")]
    return SimpleNamespace(p=p, o=o, g=g, c=c, e=e, kept=kept, coming=coming, won=won, closed=closed, open=still)
