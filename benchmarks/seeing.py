"""What rights cost a question: `python -m benchmarks.seeing [--accounts N]`.

One record, asked the same questions as the admin and as a rep of a team that holds 8 of 10 clients, under each setting of who sees
accounts; each question takes its asker's sight anew, as in Slack. Prints medians of the processor's milliseconds as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import insert

from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.model import Account, Deal, Outcome, Role, Stage, User

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
ACCOUNTS = 10_000
SETTINGS = ("everyone", "team", "owner")
QUESTIONS = (
    "how many accounts do we have?", "list accounts", "accounts by industry", "open deals", "open deals by account",
    "total amount of open deals by account", "average deal size by industry", "top 5 accounts by revenue", "biggest deal",
    "deals by rep", "accounts by owner", "my deals", "which deals close this month?", "accounts without open deals",
)  # fmt: skip
ROUNDS = 3


def filled(app: Rapport, accounts: int) -> dict[str, User]:
    """An admin, and three reps: two of the team that holds 8 of 10 clients, one of the other."""
    tenant = app.tenants.home()
    stamp = {"tenant_id": tenant, "created_at": NOW, "updated_at": NOW}
    teams = {"admin": None, "rep": "North", "mate": "North", "other": "South"}
    with app.store.write() as session:
        users = {
            who: User(name=f"{who.capitalize()} Alder", email=f"{who}@alder.example", team=team,
                      role=Role.ADMIN if who == "admin" else Role.REP, **stamp)
            for who, team in teams.items()
        }  # fmt: skip
        session.add_all([*users.values(), Stage(tenant_id=tenant, name="Talks", position=0, outcome=Outcome.OPEN)])
        session.flush()
        owners = [users[who].id for who in ("rep", "mate", "mate", "mate", "other")]
        session.execute(
            insert(Account),
            [
                {"id": number, "name": f"Client {number}", "owner_id": owners[number % 5], "industry": f"Trade {number % 9}",
                 "annual_revenue": number, **stamp}
                for number in range(1, accounts + 1)
            ],
        )  # fmt: skip
        session.execute(
            insert(Deal),
            [
                {"name": f"Order {number}", "account_id": number, "stage": "Talks", "amount": number, "outcome": Outcome.OPEN,
                 "owner_id": owners[number % 5], "close_date": NOW.date() + timedelta(days=number % 60), **stamp}
                for number in range(1, accounts + 1)
            ],
        )  # fmt: skip
    return users


def measure(accounts: int) -> dict[str, Any]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors only
    with tempfile.TemporaryDirectory() as home:
        app = Rapport(Settings(home=Path(home)), FixedClock(NOW))
        try:
            users, tenant = filled(app, accounts), app.tenants.home()
            app.warm_up()
            result: dict[str, Any] = {"accounts": accounts, "load": round(os.getloadavg()[0], 1)}
            for access in SETTINGS:
                app.rights.set_accounts(tenant, access, by=None)
                for who in ("admin", "rep"):
                    seen, _, _ = app.rights.extent(tenant, users[who])
                    result[f"{access}, {who}"] = {"sees": seen, "median_cpu_ms": _median(app, tenant, users[who])}
            return result
        finally:
            app.close()


def _median(app: Rapport, tenant: int, user: User) -> float:
    took = []
    for round_ in range(ROUNDS + 1):
        for question in QUESTIONS:
            began = time.process_time()
            app.asker.ask(tenant, question, user=user, now=NOW)
            took += [(time.process_time() - began) * 1000] if round_ else []  # the first round warms up
    return round(statistics.median(took), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=ACCOUNTS)
    print(json.dumps(measure(parser.parse_args().accounts), indent=2))


if __name__ == "__main__":
    main()
