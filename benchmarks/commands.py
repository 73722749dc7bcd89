"""How long the command line takes, each the median of five starts, and the demo until it answers."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RAPPORT = str(Path(sys.executable).parent / "rapport")
STARTS = 5


def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        demo = _took("--home", str(home), "demo", "--no-wait", "--port", "0")
        own = ("--home", str(home / "demo"))
        figures = {
            "help_s": _median("--help"),
            "bare_python_s": _python(),
            "demo_from_nothing_s": round(demo, 1),
            "ask_numbers_s": _median(*own, "ask", "won vs lost this year by rep"),
            "ask_words_s": _median(*own, "ask", "what did Acme say about pricing?"),
            "log_dry_run_s": _median(*own, "log", "called Jane at Acme, follow up Friday", "--dry-run", "--json"),
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(figures))


def _took(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([RAPPORT, *arguments], capture_output=True, check=True)
    return time.perf_counter() - begun


def _median(*arguments: str) -> float:
    return round(statistics.median(_took(*arguments) for _ in range(STARTS)), 2)


def _python() -> float:
    """The interpreter alone, to hold the others against."""
    took = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        took.append(time.perf_counter() - begun)
    return round(statistics.median(took), 2)


if __name__ == "__main__":
    main()
