"""Every benchmark there is, one after the other: `python -m benchmarks.every [--full]`. Each prints what it found."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

SMALL = {
    "commands": [],
    "first_answer": [],
    "folders": ["--papers", "10", "--meetings", "1000"],
    "freshness": ["--seconds", "15"],
    "fuzzing": ["--questions", "600"],
    "importing": ["--rows", "20000"],
    "mail_folder": ["--mails", "2000"],
    "indexing": ["--texts", "400"],
    "naive_stack": ["--mails", "120"],
    "nudge_years": ["--people", "4", "--days", "120", "--every", "40"],
    "nudging": ["--seeds", "3"],
    "outage": ["--calls", "200"],
    "leaking": ["--probes", "600"],
    "periods": [],
    "redaction": [],
    "replies": [],
    "mood": ["--sample", "2000"],
    "asks": [],
    "asking": [],
    "logging_calls": [],
    "retrieval": [],
    "seeing": [],
    "slack_load": ["--seconds", "10"],
    "starting": [],
    "summaries": [],
    "transcripts": [],
    "vector_stores": ["--count", "3000"],
    "speed_asking": ["--interactions", "10000", "--rounds", "2"],
}
FULL = SMALL | {
    "folders": [],
    "freshness": ["--seconds", "120"],
    "fuzzing": [],
    "importing": ["--rows", "100000"],
    "indexing": ["--texts", "2000"],
    "mail_folder": [],
    "outage": ["--calls", "1000"],
    "leaking": [],
    "mood": [],
    "naive_stack": ["--mails", "2000", "--rounds", "2"],
    "nudge_years": [],
    "nudging": [],
    "retrieval": ["--cacm"],
    "slack_load": ["--seconds", "300", "--drain", "400"],
    "speed_asking": [],
    "vector_stores": [],
}
LONGEST = 1800  # seconds a part may take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="all the data, as docs/measurements.md reports it")
    parser.add_argument("--only", choices=sorted(SMALL), action="append", help="this part alone; may be repeated")
    chosen = parser.parse_args()
    parts = FULL if chosen.full else SMALL
    failed = [name for name in chosen.only or parts if not _run(name, parts[name])]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _run(name: str, arguments: list[str]) -> bool:
    begun = time.perf_counter()
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    took = time.perf_counter() - begun
    print(f"== {name} {' '.join(arguments)} ({took:.0f} s)")
    print(_short(done.stdout) if done.returncode == 0 else done.stderr[-2000:], flush=True)
    return done.returncode == 0


def _short(output: str) -> str:
    """JSON on one line where a part prints one object; anything else as it is."""
    try:
        return json.dumps(json.loads(output))
    except ValueError:
        return output.rstrip()


if __name__ == "__main__":
    main()
