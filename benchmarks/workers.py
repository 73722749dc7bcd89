"""Two `rapport run` on PostgreSQL and a Chroma server index one backlog: how much more than one does, and what becomes of
it when one of them is killed in the middle.

The machine may be shared with others, so rounds with one and with two follow each other, and seconds of the processor a
row are told beside rows a second. PostgreSQL, the Chroma server and this measurement take their part of the same cores:
where these are two, two processes find less than twice the room of one. `--share 0.6` gives each process so much of a
core and no more (Linux, as root), so that one and two of them are compared in equal rooms. The texts count as read
already: the deeper reading of one round would fall into the next.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks.chaos.codes import code, prose
from benchmarks.chaos.ledger import Ledger
from benchmarks.chaos.program import Program
from benchmarks.chaos.world import World, built, until
from benchmarks.quota import Quota
from benchmarks.vector_processes import ChromaProcess
from bot.wiring import Rapport
from crm.errors import RapportError
from crm.model import Interaction, InteractionReading, Kind

SENTENCES = 6  # of a text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_500, help="of a backlog")
    parser.add_argument("--rounds", type=int, default=2, help="with one process and with two, in turns")
    parser.add_argument("--share", type=float, help="of a core for each process")
    parser.add_argument("--database", default="postgresql://postgres@127.0.0.1:5432/postgres")
    chosen = parser.parse_args()
    with _chroma() as address, built(2, chosen.database, {"RAPPORT_VECTORS": address}) as world:
        quotas = [Quota(f"rapport-workers-{n}", chosen.share) for n in range(2)] if chosen.share else []
        print(json.dumps(measure(world, chosen.rows, chosen.rounds, quotas) | {"share": chosen.share}))
    for quota in quotas:
        quota.close()


def measure(world: World, rows: int, rounds: int, quotas: Sequence[Quota] = ()) -> dict[str, Any]:
    app = world.app()
    numbers = iter(range(1 << 24))
    second = world.programs[1]
    done: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    for _ in range(rounds):
        for processes in (1, 2):
            _with(second, running=processes == 2)
            for program, quota in zip(world.programs, quotas, strict=False):
                if program.process is not None and program.process.poll() is None:
                    quota.take(program.process.pid)
            done[processes].append(_round(app, world, rows, numbers))
    killed = _killed(app, world, rows, numbers)
    for program in world.programs:
        program.stop()
    counted = Ledger().settle(app)
    app.close()
    rate = {n: statistics.median(each for each, _ in found) for n, found in done.items()}
    cost = {n: statistics.median(each for _, each in found) for n, found in done.items()}
    return {
        "rows": rows,
        "load": round(os.getloadavg()[0], 1),
        "rows_per_s": {n: round(each, 1) for n, each in rate.items()},
        "ratio": round(rate[2] / rate[1], 2),
        "cpu_ms_per_row": {n: round(each * 1_000, 1) for n, each in cost.items()},
        "ratio_by_cpu": round(2 * cost[1] / cost[2], 2),
        "killed": killed,
        **{name: counted[name] for name in ("stale", "ahead", "rows", "passages")},
    }


def _round(app: Rapport, world: World, rows: int, numbers: Iterator[int]) -> tuple[float, float]:
    """Rows a second, and seconds of the processor a row, until a backlog is done."""
    _add(app, rows, numbers)
    before, begun = _cpu(world), time.monotonic()
    if not until(lambda: not _lag(app), 900, pause=0.1):
        raise SystemExit("the backlog was not done in time")
    took = time.monotonic() - begun
    return rows / took, (_cpu(world) - before) / rows


def _killed(app: Rapport, world: World, rows: int, numbers: Iterator[int]) -> dict[str, Any]:
    """Kills one in the middle of a backlog; after how many seconds the other had indexed a row more."""
    _with(world.programs[1], running=True)
    _add(app, rows, numbers)
    until(lambda: _lag(app) < rows * 0.7, 300, pause=0.1)
    world.programs[0].hold(held=True)
    world.programs[0].kill()
    left, begun = _lag(app), time.monotonic()
    went_on = until(lambda: _lag(app) < left, 120, pause=0.1)
    after = time.monotonic() - begun
    whole = until(lambda: not _lag(app), 900, pause=0.2)
    return {"left": left, "next_row_after_s": round(after, 1) if went_on else None, "all_done": whole}


def _with(program: Program, *, running: bool) -> None:
    program.hold(held=not running)
    if not running:
        program.kill()
        until(lambda: program.port is None, 60)
    elif not until(program.ready, 300):
        raise SystemExit("the second process did not get ready")


def _add(app: Rapport, rows: int, numbers: Iterator[int]) -> None:
    tenant, now = app.tenants.home(), app.clock.now()
    shared = {"tenant_id": tenant, "kind": Kind.NOTE, "source": "bench", "created_at": now, "updated_at": now}
    words = [code(next(numbers)) for _ in range(rows)]
    texts = [". ".join(f"{prose(f'{word}{n}')}" for n in range(SENTENCES)) + f" {word}" for word in words]
    made = [shared | {"text": text, "occurred_at": now, "attributes": {}, "version": 1} for text in texts]
    read = {"tenant_id": tenant, "version": 1, "attempts": 1, "read_at": now}
    read |= {name: [] for name in ("themes", "intents", "asks", "commitments", "human")}
    with app.store.write() as session:
        ids = session.scalars(insert(Interaction).returning(Interaction.id), made).all()
        session.execute(insert(InteractionReading), [read | {"interaction_id": one} for one in ids])


def _lag(app: Rapport) -> int:
    behind = select(func.count()).where(Interaction.version > Interaction.indexed_version)
    try:
        with app.store.read() as session:
            return int(session.scalar(behind) or 0)
    except RapportError:
        return 1 << 30


def _cpu(world: World) -> float:
    """Seconds of the processor that the processes which run have used."""
    ticks = 0
    for program in world.programs:
        if program.process is not None and program.process.poll() is None:
            with contextlib.suppress(OSError):
                fields = Path(f"/proc/{program.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _chroma() -> Iterator[str]:
    """A Chroma server of its own, as it is run beside Rapport."""
    with tempfile.TemporaryDirectory() as folder:
        server = ChromaProcess(Path(folder))
        try:
            yield server.url.replace("NAME", "workers")
        finally:
            server.stop()


if __name__ == "__main__":
    main()
