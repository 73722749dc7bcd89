"""A made-up dump of the database of a company that rents berth-planning software to marinas, one CSV per table.

As PostgreSQL writes it: t and f, moments with "+00", no header but the column's own name; amounts of invoices in dollars.
Staff are the customer success managers. A few organisations have a country in other words ("US", "United States", "USA").
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pandas as pd
from blind_files import aside, gap, read
from blind_parts import calm, untidy
from fresh_parts import pick
from unseen_parts import TODAY, WORDS, later, people

STAFF = {  # csm: pod, pod lead
    "Ola Brandt": ("Harbour", "Sinead Rourke"), "Tess Okafor": ("Harbour", "Sinead Rourke"),
    "Raoul Perrin": ("Lagoon", "Marcus Tell"), "Yoko Ishii": ("Lagoon", "Marcus Tell"), "Bea Lindgren": ("Estuary", "Marcus Tell"),
}  # fmt: skip
PLANS = {"Dinghy": 89, "Sloop": 249, "Schooner": 690, "Flagship": 1850}
KINDS = {"Public harbour": 4, "Private marina": 7, "Yacht club": 5, "Boatyard": 2}
LANDS = {"United States": 5, "US": 2, "USA": 1, "France": 3, "Croatia": 3, "United Kingdom": 4}
WHY = {"price": 5, "missing_feature": 4, "season_ended": 3, "switched_vendor": 3, "closed_down": 1}
MODULES = {"berth_map": 6, "tide_alerts": 3, "online_booking": 5, "invoicing": 4, "crane_slots": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(83215)
    staff = [
        {"id": at + 1, "full_name": name, "pod": pod, "pod_lead": lead}
        for at, (name, (pod, lead)) in enumerate(STAFF.items())
    ]
    orgs = [_org(chance, at) for at in range(300)]
    plans: list[dict[str, Any]] = []
    for org in orgs[:282]:
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3))):
            plans.append(_plan(chance, len(plans), org))
    ended = [plan for plan in plans if plan["ended_on"]]
    named = people(chance, 900)
    return {
        "organisations": orgs,
        "csms": staff,
        "plan_terms": plans,
        "bills": [_bill(chance, at, chance.choice(plans)) for at in range(2400)],
        "app_users": [_user(chance, at, who, chance.choice(orgs)) for at, who in enumerate(named)],
        "module_usage": [_usage(chance, at, chance.choice(orgs[:240])) for at in range(3600)],
        "helpdesk": [_help(chance, at, chance.choice(orgs[:260])) for at in range(950)],
        "departures": [_leave(chance, at, plan) for at, plan in enumerate(ended) if chance.random() < 0.95],
    }


def _stamp(chance: Random, day: datetime) -> str:
    return f"{day:%Y-%m-%d} {chance.randrange(6, 20):02}:{chance.randrange(60):02}:{chance.randrange(60):02}+00"


def _org(chance: Random, at: int) -> dict[str, Any]:
    kind = pick(chance, KINDS)
    tail = {
        "Public harbour": "Harbour",
        "Private marina": "Marina",
        "Yacht club": "Yacht Club",
        "Boatyard": "Boatyard",
    }[kind]
    return {
        "id": 501 + at,
        "display_name": f"{'' if at < 150 else 'Port '}{WORDS[(at * 3 + 1) % len(WORDS)]} {tail}"
        + (f" {at // 10}" if at > 295 else ""),
        "site_type": kind,
        "country": pick(chance, LANDS),
        "berths": gap(chance, chance.randrange(20, 900), 0.05),
        "found_us_via": gap(
            chance, pick(chance, {"boat_show": 4, "google": 4, "word_of_mouth": 3, "harbour_association": 2}), 0.08
        ),
        "csm_id": chance.randrange(1, 6),
        "registered_at": _stamp(chance, calm(chance, "2021-05-01", "2026-11-05")),
        "is_seasonal": chance.choice("tff"),
    }


def _plan(chance: Random, at: int, org: dict[str, Any]) -> dict[str, Any]:
    first = datetime.fromisoformat(org["registered_at"][:10])
    start = first + timedelta(days=chance.randrange(2, max(3, min(500, (TODAY - first).days - 5))))
    end = aside(later(chance, start, 60, 1300))
    gone = end < TODAY and start < end and chance.random() < 0.65
    level = pick(chance, {"Dinghy": 5, "Sloop": 6, "Schooner": 3, "Flagship": 1})
    seats = chance.randrange(1, 6) * (list(PLANS).index(level) + 1)
    return {
        "id": 9001 + at,
        "organisation_id": org["id"],
        "plan_level": untidy(chance, level, 0.04),
        "mrr_usd": PLANS[level] + seats * 12,
        "seats": seats,
        "billed": pick(chance, {"monthly": 6, "yearly": 4}),
        "started_on": f"{start:%Y-%m-%d}",
        "ended_on": f"{end:%Y-%m-%d}" if gone else None,
        "auto_renew": "f" if gone and chance.random() < 0.7 else "t",
    }


def _bill(chance: Random, at: int, plan: dict[str, Any]) -> dict[str, Any]:
    start = datetime.fromisoformat(plan["started_on"])
    end = datetime.fromisoformat(plan["ended_on"]) if plan["ended_on"] else TODAY - timedelta(days=2)
    made = aside(start + timedelta(days=chance.randrange(max(1, (end - start).days))))
    paid = later(chance, made, 1, 60) if chance.random() < 0.9 else None
    return {
        "id": 100001 + at,
        "bill_no": f"M-{made:%y}-{at + 1:04}",
        "organisation_id": plan["organisation_id"],
        "plan_term_id": plan["id"],
        "total_usd": round(plan["mrr_usd"] * (11 if plan["billed"] == "yearly" else 1), 2),
        "billed_on": f"{made:%Y-%m-%d}",
        "due_on": f"{aside(made + timedelta(days=30)):%Y-%m-%d}",
        "settled_on": f"{paid:%Y-%m-%d}" if paid and paid < TODAY else None,
        "method": pick(chance, {"card": 6, "bank_transfer": 3, "check": 1}),
    }


def _user(chance: Random, at: int, who: tuple[str, str], org: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 20001 + at,
        "organisation_id": org["id"],
        "person": " ".join(who),
        "email": f"{who[0]}.{who[1]}@example.com".lower(),
        "access_role": pick(chance, {"harbourmaster": 4, "clerk": 6, "admin": 2, "read_only": 2}),
        "last_login_at": gap(chance, _stamp(chance, calm(chance, "2025-06-01", "2026-11-18")), 0.12),
        "two_factor": chance.choice("tf"),
    }


def _usage(chance: Random, at: int, org: dict[str, Any]) -> dict[str, Any]:
    day = calm(chance, "2026-01-02", "2026-11-18")
    return {
        "id": at + 1,
        "organisation_id": org["id"],
        "module": pick(chance, MODULES),
        "used_on": f"{day:%Y-%m-%d}",
        "clicks": chance.randrange(1, 260),
        "minutes": round(chance.uniform(0.5, 95), 1),
        "error_count": chance.choice((0, 0, 0, 0, 1, 2)),
    }


def _help(chance: Random, at: int, org: dict[str, Any]) -> dict[str, Any]:
    day = calm(chance, "2025-03-01", "2026-11-17")
    urgent = pick(chance, {"low": 4, "normal": 6, "urgent": 2})
    end = later(chance, day, 1, 6 if urgent == "urgent" else 25)
    done = end < TODAY and chance.random() < 0.95
    return {
        "id": 70001 + at,
        "organisation_id": org["id"],
        "topic": pick(chance, {"login": 3, "map_wrong": 4, "payments": 3, "tides_wrong": 2, "how_to": 4}),
        "urgency": urgent,
        "came_in_on": f"{day:%Y-%m-%d}",
        "solved_on": f"{end:%Y-%m-%d}" if done else None,
        "first_reply_minutes": gap(chance, chance.randrange(3, 900), 0.04),
        "happiness": gap(chance, chance.randrange(1, 6), 0.4) if done else None,
        "escalated": "t" if chance.random() < 0.12 else "f",
    }


def _leave(chance: Random, at: int, plan: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": at + 1,
        "plan_term_id": plan["id"],
        "organisation_id": plan["organisation_id"],
        "left_on": plan["ended_on"],
        "why": gap(chance, pick(chance, WHY), 0.05),
        "refund_usd": chance.choice((0, 0, 0, 50, 120, 249)),
        "win_back_possible": chance.choice("tf"),
    }


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        frame = pd.DataFrame(rows)
        for column in {"berths", "first_reply_minutes", "happiness"} & set(frame):
            frame[column] = frame[column].astype("Int64")
        frame.to_csv(folder / f"{name}.csv", index=False)


def _read(name: str, *days: str, **moments: str) -> Any:
    frame = read(write, f"{name}.csv", dict.fromkeys(days, "%Y-%m-%d"))
    for column in moments:
        frame[column] = pd.to_datetime(frame[column].str[:19])
    return frame


@cache
def frames() -> SimpleNamespace:
    o, g = _read("organisations", registered_at="moment"), _read("csms").rename(columns={"id": "csm_id"})
    assert o.display_name.is_unique
    o = o.merge(g, on="csm_id").rename(columns={"id": "organisation_id"})
    p = _read("plan_terms", "started_on", "ended_on").merge(o, on="organisation_id")
    p["plan_level"] = p.plan_level.str.strip().str.title()
    b = _read("bills", "billed_on", "due_on", "settled_on").merge(o, on="organisation_id")
    b = b.merge(p[["id", "plan_level"]].rename(columns={"id": "plan_term_id"}), on="plan_term_id")
    m = _read("module_usage", "used_on").merge(o, on="organisation_id")
    h = _read("helpdesk", "came_in_on", "solved_on").merge(o, on="organisation_id")
    x = _read("departures", "left_on").merge(o, on="organisation_id")
    x = x.merge(
        p[["id", "plan_level", "mrr_usd", "started_on"]].rename(columns={"id": "plan_term_id"}), on="plan_term_id"
    )
    u = _read("app_users", last_login_at="moment").merge(
        o[["organisation_id", "display_name", "country"]], on="organisation_id"
    )
    h["days"], b["days"] = (h.solved_on - h.came_in_on).dt.days, (b.settled_on - b.billed_on).dt.days
    p["days"] = (p.ended_on - p.started_on).dt.days
    assert (len(b), len(h), len(m)) == (2400, 950, 3600)
    return SimpleNamespace(o=o, p=p, b=b, u=u, m=m, h=h, x=x, now=p[p.ended_on.isna()])
