"""How long `rapport run` takes until Slack has it, and what it holds then: `python -m benchmarks.starting [--home FOLDER]`.

The sample company by default, or any data folder. A local Slack on a real socket; the clock stops when the bot's
connection stands, and again when the first question is answered; then it is left alone, for what it takes to do nothing.
Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.cli.demo import fill
from bot.console.server import Console
from bot.demo import workspace
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Interaction

QUESTION = "unhappy clients last quarter"
STARTS = 3
SETTLED, IDLE = 10, 10  # seconds: until what came in is read too, and of doing nothing


def measure(home: Path) -> dict[str, Any]:
    app = Rapport(Settings(home=home, log_level="error", http_port=0))
    with app.store.read() as session:
        empty = session.scalar(select(Interaction.id).limit(1)) is None
    if empty:
        fill(app, quiet=True)
    starts = [_start(app, home) for _ in range(STARTS)]
    app.close()
    return {
        "connected_s": _median(starts, "connected"),
        "first_answer_after_that_s": _median(starts, "answered"),
        "resident_mib": _median(starts, "resident"),
        "idle_ms_of_processor_per_s": _median(starts, "idle"),
        "disk_mib": round(sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 2**20),
        "load": round(os.getloadavg()[0], 1),
    }


def _start(app: Rapport, home: Path) -> dict[str, float]:
    with Console(workspace(app)) as console:
        person = next(one.id for one in console.workspace.people.values() if one.role == "admin" and not one.is_bot)
        begun = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-c", "from bot.cli import main; main()", "--home", str(home), "run"],
            env=_environment(console), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            try:
                assert console.wait_connected(120), "it never connected"
                connected = time.perf_counter()
                ts = console.say(person, "dm", QUESTION)
                console.wait_for(
                    lambda: [one for one in console.messages("dm", ts, person=person) if one.bot], timeout=120
                )
                answered = time.perf_counter()
                resident = _resident(process.pid)
                time.sleep(SETTLED)
                before = _processor(process.pid)
                time.sleep(IDLE)
                idle = 1000 * (_processor(process.pid) - before) / IDLE
            finally:
                process.terminate()
    return {"connected": connected - begun, "answered": answered - connected, "resident": resident, "idle": idle}


def _environment(console: Console) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return kept | {
        "RAPPORT_SLACK_BOT_TOKEN": console.bot_token,
        "RAPPORT_SLACK_APP_TOKEN": console.app_token,
        "RAPPORT_SLACK_API_URL": f"{console.url}/api/",
        "RAPPORT_HTTP_PORT": "0",
    }


def _median(starts: list[dict[str, float]], name: str) -> float:
    return round(statistics.median(each[name] for each in starts), 2)


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _processor(pid: int) -> float:
    """Seconds that a process has computed."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="a data folder; the sample company without")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(chosen.home or Path(folder))))


if __name__ == "__main__":
    main()
