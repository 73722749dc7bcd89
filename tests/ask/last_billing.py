"""A made-up mix of a software firm's CRM accounts and meetings log with its payment provider's subscriptions and invoices."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

from fresh_parts import pick
from unseen_parts import TODAY, day, firms, later, save, snake, table

OWNERS = {"Hollis Brandt": 4, "Yara Mendes": 4, "Declan Foyle": 3, "Sunniva Aas": 3}
INDUSTRIES = {"Property": 3, "Insurance": 2, "E-commerce": 4, "Travel": 3, "Media": 2}
SEGMENTS = {"SMB": 5, "Mid-Market": 3, "Enterprise": 2}
PLANS = {"Basic": 90, "Team": 320, "Business": 740, "Platform": 1650}
REASONS = {"Too expensive": 4, "Missing features": 3, "Switched to competitor": 3, "Project ended": 2}


@cache
def tables() -> dict[str, Any]:
    chance = Random(55102)
    names = firms(chance, 96, ("Labs", "Rentals", "Travel", "Media", "Direct", "Homes", "Assurance"))
    accounts = [_account(chance, at, name) for at, name in enumerate(names)]
    bought: list[dict[str, Any]] = []
    for account in accounts[:-7]:
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            bought.append(_subscription(chance, len(bought), account))
    invoices = [_invoice(chance, at, chance.choice(bought)) for at in range(460)]
    invoices = sorted(invoices, key=lambda row: row["Date (UTC)"])
    for at, row in enumerate(invoices):
        row["Number"] = f"RB-{10021 + at}"
    return {
        "crm_accounts": table(accounts),
        "stripe_subscriptions": table(bought),
        "stripe_invoices": table(invoices),
        "meetings_log": table([_meeting(chance, at, accounts[3:]) for at in range(330)]),
    }


def _account(chance: Random, at: int, name: str) -> dict[str, Any]:
    return {
        "Account ID": f"A-{2001 + at}",
        "Account Name": name,
        "Stripe Customer ID": f"cus_{chance.randrange(36**8):x}{at}",
        "Account Owner": pick(chance, OWNERS),
        "Segment": pick(chance, SEGMENTS),
        "Region": pick(chance, {"North America": 4, "Europe": 4, "Asia Pacific": 2}),
        "Industry": pick(chance, INDUSTRIES),
        "Health": pick(chance, {"Green": 5, "Amber": 3, "Red": 2}),
        "Onboarding Completed": day(chance, "2023-05-01", "2026-10-30") if chance.random() < 0.9 else None,
        "Licensed Users": chance.randrange(4, 900),
    }


def _subscription(chance: Random, at: int, account: dict[str, Any]) -> dict[str, Any]:
    began = day(chance, "2024-04-01", "2026-11-14")
    plan = pick(chance, {"Basic": 5, "Team": 4, "Business": 3, "Platform": 1})
    gone = later(chance, began, 60, 620)
    left = gone < TODAY - timedelta(days=2) and chance.random() < 0.6
    return {
        "Subscription ID": f"sub_{chance.randrange(36**7):x}{at}",
        "Customer ID": account["Stripe Customer ID"],
        "Plan": plan,
        "Interval": pick(chance, {"month": 3, "year": 2}),
        "MRR": round(PLANS[plan] * chance.uniform(0.7, 2.4), 2),
        "Currency": "usd",
        "Status": "canceled" if left else pick(chance, {"active": 9, "past_due": 1}),
        "Start Date (UTC)": began,
        "Canceled At (UTC)": gone if left else None,
        "Cancellation Reason": pick(chance, REASONS) if left else None,
    }


def _invoice(chance: Random, at: int, bought: dict[str, Any]) -> dict[str, Any]:
    first = max(bought["Start Date (UTC)"], TODAY - timedelta(days=680))
    last = bought["Canceled At (UTC)"] or TODAY
    sent = first + timedelta(days=chance.randrange(max(1, (last - first).days)))
    if sent == TODAY - timedelta(days=30):  # nothing falls due today, where people count differently
        sent -= timedelta(days=1)
    paid = later(chance, sent, 2, 58)
    done = paid < TODAY and chance.random() < 0.93
    times = 12 if bought["Interval"] == "year" else 1
    return {
        "Number": "",
        "Customer ID": bought["Customer ID"],
        "Subscription ID": bought["Subscription ID"],
        "Amount": round(bought["MRR"] * times * chance.uniform(0.97, 1.06), 2),
        "Currency": "usd",
        "Status": "paid" if done else pick(chance, {"open": 8, "void": 1}),
        "Date (UTC)": sent,
        "Due Date (UTC)": sent + timedelta(days=30),
        "Paid At (UTC)": paid if done else None,
    }


def _meeting(chance: Random, at: int, accounts: list[dict[str, Any]]) -> dict[str, Any]:
    account = chance.choice(accounts)
    kind = pick(chance, {"Call": 5, "Video meeting": 4, "On-site visit": 1})
    return {
        "Log ID": 77001 + at,
        "Account ID": account["Account ID"],
        "Kind": kind,
        "Topic": pick(chance, {"Renewal": 3, "Onboarding": 2, "Business review": 3, "Escalation": 1, "Upsell": 2}),
        "Held by": account["Account Owner"] if chance.random() < 0.8 else pick(chance, OWNERS),
        "Held on": day(chance, "2025-10-01", "2026-11-20"),
        "Minutes": chance.randrange(2, 10) * 5 if kind == "Call" else chance.randrange(6, 25) * 5,
        "Next step agreed": pick(chance, {"Yes": 3, "No": 2}),
    }


def write(folder: Path) -> None:
    for name, frame in tables().items():
        provider = name.startswith("stripe")
        form = "%Y-%m-%d %H:%M" if provider else "%Y-%m-%d"
        save(folder / f"{name}.csv", frame, {column: form for column in frame if frame[column].dtype.kind == "M"})


@cache
def frames() -> SimpleNamespace:
    found = {name: snake(frame) for name, frame in tables().items()}
    a = found["crm_accounts"].rename(columns={"stripe_customer_id": "customer_id"})
    kept = a[["account_id", "customer_id", "account_name", "account_owner", "segment", "region", "industry", "health"]]
    s = found["stripe_subscriptions"].merge(kept, on="customer_id")
    plans = s[["subscription_id", "plan", "interval"]]
    i = found["stripe_invoices"].merge(kept, on="customer_id").merge(plans, on="subscription_id")
    m = found["meetings_log"].merge(kept, on="account_id")
    s, i = (frame.rename(columns=lambda name: name.removesuffix("__utc")) for frame in (s, i))
    i["days"] = (i.paid_at - i.date).dt.days
    assert (len(a), len(i), len(m)) == (96, 460, 330)
    return SimpleNamespace(
        a=a, s=s, i=i, m=m, live=s[s.status == "active"], gone=s[s.status == "canceled"],
        paid=i[i.status == "paid"], owed=i[i.status == "open"],
    )  # fmt: skip
