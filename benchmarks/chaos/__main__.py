"""`make chaos`: breaks a running Rapport on purpose while a team works with it, and counts. Ends with 1 where it counts
anything lost, stale, ahead of the record or done twice, or where `rapport doctor` did not show a fault in time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.chaos.faults import FAULTS, Fault, Killer
from benchmarks.chaos.ledger import Ledger
from benchmarks.chaos.load import Load
from benchmarks.chaos.report import Report, Seen
from benchmarks.chaos.world import World, built, until
from bot.wiring import Rapport
from crm.errors import RapportError
from crm.model import InboxItem, InboxState

SMALL = {"events": 400, "rate": 2.0, "kills": 6}
FULL = {"events": 10_000, "rate": 6.0, "kills": 60}  # half an hour on two cores that nobody else uses
LOOK = 60.0  # seconds that doctor may take to show a fault, before it counts as not shown
EACH = 20.0  # seconds that a fault takes, about: kills are spread over them all
CALM = 3.0  # seconds between faults
SENDING, DRAIN = 3_600.0, 1_800.0  # seconds, at the most: on a busy machine


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 events and 60 kills; half an hour")
    parser.add_argument("--database", help="a PostgreSQL server, such as postgresql://postgres@127.0.0.1/postgres")
    parser.add_argument("--replicas", type=int, default=2, help="`rapport run` side by side")
    parser.add_argument("--events", type=int)
    parser.add_argument("--rate", type=float, help="events a second")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--only", action="append", help="this fault alone; may be repeated; 'none' for kills alone")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--logs", type=Path, help="where the processes' logs are kept")
    chosen = parser.parse_args()
    size: dict[str, Any] = dict(FULL if chosen.full else SMALL)
    size |= {name: getattr(chosen, name) for name in size if getattr(chosen, name) is not None}
    seed = secrets.randbelow(1 << 31) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", file=sys.stderr, flush=True)
    report = measure(seed, size, chosen)
    print(json.dumps(report.as_dict()))
    print(report.table(), file=sys.stderr)
    if report.problems():
        sys.exit(1)


def measure(seed: int, size: dict[str, Any], chosen: argparse.Namespace) -> Report:
    """One run in a world of its own."""
    replicas, database, only, logs = chosen.replicas, chosen.database, chosen.only, chosen.logs
    chance, begun = random.Random(seed), time.monotonic()
    with built(replicas, database) as world:
        ledger = Ledger()
        load = Load(world, ledger, random.Random(chance.random()), float(size["rate"]))
        report = Report(seed, "PostgreSQL" if database else "SQLite", replicas, int(size["events"]))
        length = max(size["events"] / size["rate"], EACH * len(FAULTS if only is None else only))
        victims: list[object] = [*world.programs, load.writer]
        killer = Killer(world, random.Random(chance.random()), victims, size["kills"], length / max(1, size["kills"]))
        faults = [each() for each in FAULTS if only is None or each.name in only]
        faults = [each for each in faults if each.fits(world)]
        report.false_alarms = _false_alarms(world, faults)
        ended = threading.Event()
        sending = threading.Thread(target=load.run, args=(size["events"], ended), name="events", daemon=True)
        sending.start()
        killer.start()
        chance.shuffle(faults)
        report.faults = _one_after_another(world, faults, load, int(size["events"]))
        ended.set()
        sending.join()
        until(lambda: killer.done >= size["kills"], SENDING)
        killer.stop()
        report.settled = _drained(world, load)
        load.stop()
        for program in world.programs:
            program.stop()
        _fill_in(report, world, ledger, load)
        if logs is not None:
            _keep(world, logs)
    report.seconds = round(time.monotonic() - begun, 1)
    return report


def _false_alarms(world: World, faults: list[Fault]) -> list[str]:
    """The faults that doctor shows before anything is broken."""
    checks = world.doctor() if faults else []
    return [fault.name for fault in faults if fault.sign.part and fault.sign.shown(checks)]


def _one_after_another(world: World, faults: list[Fault], load: Load, events: int) -> list[Seen]:
    """Spread over the events, each at its own; those that are late follow at once."""
    seen = []
    for number, fault in enumerate(faults):
        due = number * events // len(faults)
        until(partial(_reached, load, due), SENDING, pause=0.5)
        seen.append(_suffered(world, fault))
    return seen


def _reached(load: Load, events: int) -> bool:
    return load.sent >= events


def _suffered(world: World, fault: Fault) -> Seen:
    """Breaks, looks until doctor shows it, mends."""
    wanted = bool(fault.sign.part)
    print(f"  {fault.name} …", file=sys.stderr, flush=True)
    fault.break_(world)
    broken = time.monotonic()
    seen = Seen(fault.name, None, wanted=wanted)
    while wanted and seen.after is None and time.monotonic() - broken < LOOK:
        asked = time.monotonic()
        checks = world.doctor()
        if fault.sign.shown(checks):
            check = next(each for each in checks if each["name"] == fault.sign.part)
            took = round(time.monotonic() - asked, 1)
            seen = Seen(fault.name, round(asked - broken, 1), took, check["says"], check["remedy"])
        elif time.monotonic() - asked < 1.0:
            time.sleep(1.0)
    if not wanted:
        time.sleep(CALM)
    fault.mend(world)
    until(lambda: world.ready() > 0, 60)
    time.sleep(CALM)
    return seen


def _drained(world: World, load: Load) -> float | None:
    """Waits until nothing is under way; seconds that took."""
    app, begun = world.app(), time.monotonic()

    def done() -> bool:
        try:
            with app.store.read() as session:
                waits = select(func.count()).where(InboxItem.state == InboxState.RECEIVED)
                return load.settled() and not session.scalar(waits) and not app.indexer.lag().count
        except RapportError:
            return False

    def still() -> bool:
        """Done, and done still a moment later: a job may lie between two looks."""
        before = done()
        time.sleep(3.0)
        return before and done()

    well = until(still, DRAIN, pause=1.0)
    app.close()
    return round(time.monotonic() - begun, 1) if well else None


def _fill_in(report: Report, world: World, ledger: Ledger, load: Load) -> None:
    app: Rapport = world.app()
    report.counted = ledger.settle(app)
    with app.store.read() as session:
        states = session.execute(select(InboxItem.state, func.count()).group_by(InboxItem.state)).all()
    report.counted["inbox"] = {state.value: count for state, count in states}
    app.close()
    report.sorts, report.events = dict(ledger.sorts), load.sent
    report.kills = {program.name: program.kills for program in world.programs} | {"writer": load.writer.kills}
    report.load = round(os.getloadavg()[2], 1)
    report.logs = {"sent": len(ledger.calls), "accepted": len(ledger.taken), "first_try": ledger.first_try}
    report.untaken = ledger.untaken()


def _keep(world: World, logs: Path) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    for log in world.folder.glob("*.log"):
        (logs / log.name).write_bytes(log.read_bytes())


if __name__ == "__main__":
    main()
