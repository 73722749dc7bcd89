"""How long a change of the record waits until it can be found by meaning: `python -m benchmarks.freshness [--seconds 60]`.

The whole of `rapport run` over the sample company, five changes a second: of five, three calls that reps log, one text
that is put right, and one row that another program commits and nobody announces. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr
from sqlalchemy import func, select

from benchmarks.outage import SAID
from bot.cli.demo import fill
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.process import Process
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Contact, Interaction, Kind

RATE = 5  # changes a second
PATIENCE = 60.0  # seconds after the last
Told = dict[int, tuple[int, float, str]]  # by row: the version that waits, since when, and of which kind it is


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    print(json.dumps(measure(parser.parse_args().seconds), indent=2))


def measure(seconds: int) -> dict[str, Any]:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors only
    with tempfile.TemporaryDirectory() as folder, Console(Workspace()) as slack:
        app = Rapport(_settings(Path(folder), slack))
        fill(app, quiet=True)
        process = Process(app)
        process.start()
        try:
            while app.indexer.lag(app.tenants.home()).count:
                time.sleep(0.2)
            process.warm.wait(120)
            waits = _changed(app, seconds * RATE)
        finally:
            process.stop()
            app.close()
    return {
        "changes": seconds * RATE,
        "found": sum(map(len, waits.values())),
        "announced": _spread([each for kind in ("logged", "corrected") for each in waits.get(kind, [])]),
        "unannounced": _spread(waits.get("foreign", [])),
        "load": round(os.getloadavg()[0], 1),
    }


def _settings(home: Path, slack: Console) -> Settings:
    return Settings(
        home=home, log_level="error", http_port=0, slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token), slack_api_url=f"{slack.url}/api/",
    )  # fmt: skip


def _changed(app: Rapport, changes: int) -> dict[str, list[float]]:
    """Seconds that each change waited, by kind."""
    with app.store.read() as session:
        people = session.scalars(select(Contact).where(Contact.account_id.is_not(None)).limit(40)).all()
        names = [(each.name, each.account.name) for each in people if each.account]
        older = list(session.scalars(select(Interaction.id).order_by(Interaction.id).limit(changes)))
    waiting: Told = {}
    waits: dict[str, list[float]] = {}
    begun = time.perf_counter()
    for number in range(changes):
        while time.perf_counter() < begun + number / RATE:
            _note(app, waiting, waits)
            time.sleep(0.02)
        found, version, kind = _change(app, number, names, older)
        waiting[found] = (version, time.perf_counter(), kind)
    ended = time.perf_counter()
    while waiting and time.perf_counter() < ended + PATIENCE:
        _note(app, waiting, waits)
        time.sleep(0.02)
    return waits


def _change(app: Rapport, number: int, names: list[tuple[str, str]], older: list[int]) -> tuple[int, int, str]:
    tenant, now = app.tenants.home(), app.clock.now()
    if number % 5 == 4:
        with app.store.write() as session:
            row = Interaction(
                tenant_id=tenant, kind=Kind.NOTE, source="other", text=f"Pallet {number} came back broken again.",
                occurred_at=now, created_at=now, updated_at=now, attributes={}, version=1,
            )  # fmt: skip
            session.add(row)
            session.flush()
            return row.id, 1, "foreign"
    if number % 5 == 3:
        with app.store.write() as session:
            row = session.get_one(Interaction, older[number])
            row.text, row.version, row.updated_at = f"{row.text} Put right: lot {number}.", row.version + 1, now
            changed = row.id, row.version, "corrected"
        app.jobs.enqueue_index(tenant)
        return changed
    who, account = names[number % len(names)]
    text = SAID[number % len(SAID)].format(who=who, account=account, n=number)
    proposal = app.logbook.propose(tenant, text, user=None, now=now - timedelta(minutes=number))
    assert proposal.entry_id is not None, text
    app.logbook.confirm(tenant, proposal.entry_id, None)
    app.jobs.enqueue_index(tenant)
    with app.store.read() as session:
        return session.scalar(select(func.max(Interaction.id))) or 0, 1, "logged"


def _note(app: Rapport, waiting: Told, waits: dict[str, list[float]]) -> None:
    indexed = select(Interaction.id, Interaction.indexed_version).where(Interaction.id.in_(waiting))
    with app.store.read() as session:
        found = session.execute(indexed).all()
    now = time.perf_counter()
    for row, version in found:
        if version is not None and version >= waiting[row][0]:
            _, since, kind = waiting.pop(row)
            waits.setdefault(kind, []).append(now - since)


def _spread(waits: list[float]) -> dict[str, float]:
    waits = sorted(waits)
    return {
        "p50_s": round(waits[len(waits) // 2], 2),
        "p95_s": round(waits[int(len(waits) * 0.95)], 2),
        "longest_s": round(waits[-1], 2),
    }


if __name__ == "__main__":
    main()
