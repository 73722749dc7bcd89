"""A made-up warehouse dump of a subscription business: customers, subscriptions, invoices, usage and managers."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from unseen_parts import firms, later, moment, save, snake, table

CSMS = ("Noor Halvorsen", "Eamon Tully", "Giulia Sartori", "Desmond Okafor")
PLANS = {"starter": 19, "growth": 34, "scale": 52, "enterprise": 78}
REGIONS = {
    "EMEA": ("Spain", "Germany", "Kenya"),
    "AMER": ("Brazil", "Canada", "United States"),
    "APAC": ("Japan", "Australia"),
}
REASONS = ("too expensive", "switched vendor", "went out of business", "low usage", "missing integration")


@cache
def tables() -> dict[str, Any]:
    chance = Random(6311)
    names = firms(chance, 120, ("HQ", "Cloud", "Apps", "Logistics", "Retail", "Studios"))
    customers = [_customer(chance, at, name) for at, name in enumerate(names)]
    subscriptions: list[dict[str, Any]] = []
    for customer in customers[:-5]:
        for _ in range(chance.choice((1, 1, 2))):
            subscriptions.append(_subscription(chance, len(subscriptions), customer))
    invoices = [_invoice(chance, at, subscriptions) for at in range(520)]
    paying = [s for s in subscriptions if s["status"] == "active"][:48]
    days = [datetime(2026, 11, 8) + timedelta(days=ahead) for ahead in range(12)]  # noqa: DTZ001
    seen = sorted({s["customer_id"] for s in paying})
    usage = [_usage(chance, when, customer) for when in days for customer in seen if chance.random() < 0.93]
    managed = [_assignment(chance, customer) for customer in customers if chance.random() < 0.9]
    return {
        "customers": table(customers),
        "subscriptions": table(subscriptions),
        "invoices": table(invoices),
        "usage_daily": table(usage),
        "csm_assignments": table(managed),
    }


def _customer(chance: Random, at: int, name: str) -> dict[str, Any]:
    region = chance.choices(list(REGIONS), (5, 4, 2))[0]
    return {
        "customer_id": f"cus_{40017 + at * 13:x}",
        "name": name,
        "segment": chance.choice(("smb", "mid_market", "enterprise")),
        "region": region,
        "country": chance.choice(REGIONS[region]),
        "health": chance.choices(("green", "yellow", "red"), (5, 3, 2))[0],
        "nps": chance.randrange(0, 11) if chance.random() < 0.8 else None,
        "created_at": moment(chance, "2023-03-01", "2026-11-10"),
    }


def _subscription(chance: Random, at: int, customer: dict[str, Any]) -> dict[str, Any]:
    began = max(customer["created_at"], moment(chance, "2024-03-01", "2026-11-15"))
    trial = later(chance, began, 14, 31)
    plan = chance.choices(list(PLANS), (4, 4, 3, 2))[0]
    seats = chance.randrange(3, 190)
    gone = later(chance, trial, 20, 500)
    churned = gone < datetime(2026, 11, 18) and chance.random() < 0.5  # noqa: DTZ001
    trialing = trial > datetime(2026, 11, 20)  # noqa: DTZ001
    status = "canceled" if churned else "trialing" if trialing else chance.choices(("active", "past_due"), (8, 1))[0]
    return {
        "subscription_id": f"sub_{7001 + at}",
        "customer_id": customer["customer_id"],
        "plan": plan,
        "status": status,
        "billing_interval": chance.choice(("monthly", "annual")),
        "seats": seats,
        "mrr_usd": round(seats * PLANS[plan] * chance.uniform(0.7, 1.0), 2),
        "started_at": began,
        "trial_end": trial,
        "renews_at": moment(chance, "2026-11-24", "2027-11-10") if status == "active" else None,
        "churned_at": gone if churned else None,
        "cancel_reason": chance.choice(REASONS) if churned else None,
    }


def _invoice(chance: Random, at: int, subscriptions: list[dict[str, Any]]) -> dict[str, Any]:
    paying = [s for s in subscriptions if s["status"] != "trialing"][:150]
    bought = chance.choice(paying)
    issued = moment(chance, "2025-01-05", "2026-11-18")
    due = issued + timedelta(days=30)
    paid = later(chance, issued, 1, 55)
    done = paid < datetime(2026, 11, 19) and chance.random() < 0.9  # noqa: DTZ001
    void = not done and chance.random() < 0.15
    late = due < datetime(2026, 11, 20, 15)  # noqa: DTZ001
    return {
        "invoice_id": f"in_{90210 + at}",
        "customer_id": bought["customer_id"],
        "subscription_id": bought["subscription_id"],
        "amount_usd": round(bought["mrr_usd"] * chance.choice((1, 1, 3)) * chance.uniform(0.95, 1.1), 2),
        "status": "paid" if done else "void" if void else "overdue" if late else "open",
        "issued_at": issued,
        "due_at": due,
        "paid_at": paid if done else None,
    }


def _usage(chance: Random, when: datetime, customer: str) -> dict[str, Any]:
    return {
        "usage_date": when, "customer_id": customer, "active_users": chance.randrange(1, 120),
        "api_calls": chance.randrange(50, 40000), "reports_exported": chance.randrange(0, 30),
    }  # fmt: skip


def _assignment(chance: Random, customer: dict[str, Any]) -> dict[str, Any]:
    return {
        "customer_id": customer["customer_id"], "csm": chance.choices(CSMS, (4, 3, 3, 2))[0],
        "assigned_at": max(customer["created_at"], moment(chance, "2024-01-01", "2026-11-12")),
    }  # fmt: skip


def write(folder: Path) -> None:
    for name, frame in tables().items():
        stamps = {column: "%Y-%m-%d %H:%M:%S+00" for column in frame if column.endswith("_at")}
        days = {column: "%Y-%m-%d" for column in ("trial_end", "usage_date") if column in frame}
        save(folder / f"{name}.csv", frame, {**stamps, **days})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    c = found["customers"].merge(found["csm_assignments"], on="customer_id", how="left")
    kept = c[["customer_id", "name", "segment", "region", "country", "health", "csm"]]
    s, i, u = (found[name].merge(kept, on="customer_id") for name in ("subscriptions", "invoices", "usage_daily"))
    i = i.merge(s[["subscription_id", "plan"]], on="subscription_id")
    return SimpleNamespace(c=c, s=s, i=i, u=u, live=s[s.status == "active"], gone=s[s.status == "canceled"])
