"""Capture beside a naive stack and the embedder alone, on the same mails: `python -m benchmarks.naive_stack [--mails 200]`.

Rapport looks at the mbox, links, redacts, captures, hears moods, embeds and indexes (`taken in`), then reads all of it
deeper for asks, promises, intents and a summary (`read`). The naive stack is that of `naive_pipeline.py`. Each runs in
a process of its own on all cores; loading of models and a first lot of mails are not counted. They take turns
(`--rounds`), and the embedder reads the same texts before and after each, so that other work on the machine slows all
alike. Times by the clock and of the processor, and their ratios. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.capturing import company, embedded, fill, letters
from bot.settings import Settings
from bot.wiring import Rapport

WARM = 40  # mails taken in before the clock starts
Spent = tuple[float, float]  # seconds by the clock, seconds of the processor


def measure(count: int, rounds: int) -> dict[str, Any]:
    spent: dict[str, list[Spent]] = {"embedder alone": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = _prepare(folder, count)
        for turn in range(rounds):
            for part in ("rapport", "naive"):
                spent["embedder alone"].append(_alone(texts))
                told = subprocess.run(
                    [sys.executable, "-m", "benchmarks.naive_stack", "--part", part, "--folder", name, "--turn", str(turn)],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                if told.returncode:
                    raise SystemExit(f"{part} failed: {told.stderr[-2000:]}")
                for step, times in json.loads(told.stdout.splitlines()[-1]).items():
                    spent.setdefault(step, []).append((times[0] / count, times[1] / count))
    return _table(spent) | {"mails": count, "load": round(os.getloadavg()[0], 1)}


def _alone(texts: list[str]) -> Spent:
    per_second, busy = embedded(texts)
    return 1 / per_second, busy


def _table(spent: dict[str, list[Spent]]) -> dict[str, Any]:
    clock, busy = (
        {step: sum(each[at] for each in times) / len(times) for step, times in spent.items()} for at in (0, 1)
    )
    for times in (clock, busy):
        times["rapport: taken in and read"] = times["rapport: taken in"] + times["rapport: read"]
    return {
        "mails_per_second": {step: round(1 / each, 1) for step, each in clock.items()},
        "processor_ms_a_mail": {step: round(1_000 * each, 1) for step, each in busy.items()},
        "rate_to_embedder_alone": _ratios(clock, "embedder alone"),
        "rate_to_naive": _ratios(clock, "naive"),
        "processor_rate_to_embedder_alone": _ratios(busy, "embedder alone"),
        "processor_rate_to_naive": _ratios(busy, "naive"),
    }


def _ratios(times: dict[str, float], beside: str) -> dict[str, float]:
    return {step: round(times[beside] / each, 2) for step, each in times.items() if step != "rapport: read"}


def _prepare(folder: Path, count: int) -> list[str]:
    """Two boxes of mails and the company they are of; the texts of those that count."""
    home = folder / "home"
    home.mkdir()
    app = Rapport(Settings(home=home, log_level="error", http_port=0))
    company(app)
    while app.indexer.run_once(app.tenants.home()):
        pass
    while app.interaction_readings.run_once(app.tenants.home()):
        pass
    written = list(letters(app, count + WARM))
    app.close()
    fill(folder / "warm.mbox", written[:WARM])
    fill(folder / "box.mbox", written[WARM:])
    return [str(mail.get_content()) for mail in written[WARM:]]


def _rapport(folder: Path, turn: int) -> dict[str, Spent]:
    """What `rapport sync` does, and the reading of everything rather than of the newest alone."""
    import shutil  # noqa: PLC0415

    home = folder / f"home{turn}"
    shutil.copytree(folder / "home", home)
    app = Rapport(Settings(home=home, log_level="error", http_port=0))
    tenant = app.tenants.home()
    for name in ("warm", "box"):
        path = str(folder / f"{name}.mbox")
        app.sources.add(tenant, name, "mail-folder", {"path": path}, timedelta(days=1))
    _take_in(app, tenant, "warm")
    _read(app, tenant)
    found = {
        "rapport: taken in": _timed(lambda: _take_in(app, tenant, "box")),
        "rapport: read": _timed(lambda: _read(app, tenant)),
    }
    app.close()
    return found


def _take_in(app: Rapport, tenant: int, name: str) -> None:
    from bot.cli.catchup import Ahead  # noqa: PLC0415

    with Ahead(app, tenant):
        app.sync.run(app.sources.get(tenant, name).id)
        app.chain.run(tenant)
    while app.indexer.run_once(tenant):
        pass


def _read(app: Rapport, tenant: int) -> None:
    while app.interaction_readings.run_once(tenant):
        pass


def _naive(folder: Path, turn: int) -> dict[str, Spent]:
    from benchmarks.naive_pipeline import Naive  # noqa: PLC0415

    own = folder / f"naive{turn}"
    own.mkdir()
    naive = Naive(own)
    naive.take(folder / "warm.mbox")
    return {"naive": _timed(lambda: naive.take(folder / "box.mbox"))}


def _timed(work: Callable[[], object]) -> Spent:
    begun, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - busy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--part", choices=["rapport", "naive"], help="this alone, in a folder that is prepared")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--turn", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.part:
        part = _rapport if chosen.part == "rapport" else _naive
        print(json.dumps(part(chosen.folder, chosen.turn)))
        return
    print(json.dumps(measure(chosen.mails, chosen.rounds), indent=2))


if __name__ == "__main__":
    main()
