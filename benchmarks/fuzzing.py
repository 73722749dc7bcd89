"""Whether any question makes asking raise or write: `python -m benchmarks.fuzzing [--questions N]`.

Noise, walks over a record's own words, real questions gone wrong and known attacks, as questions and as remarks on
answers before, asked by nobody, a rep and a manager over two records. Every answer is also drawn as blocks that Slack
takes, saved as CSV and looked at for a chart. Prints counts as JSON; fails where there is a traceback or a write.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ASKING = Path(__file__).resolve().parents[1] / "tests" / "ask"
QUESTIONS = 10_000


def measure(questions: int) -> dict[str, Any]:
    """Counts over both records; the same questions in every run."""
    sys.path[:0] = [str(ASKING), str(ASKING.parent)]
    watching = importlib.import_module("watched_asking")
    with tempfile.TemporaryDirectory() as home:
        records = [watching.Record(data, Path(home)) for data in watching.DATA]
        watches = [watching.fuzzed(record, questions // len(records)) for record in records]
        for record in records:
            record.store.close()
    for watch in watches:
        print(*watch.faults[:5], *watch.writes[:5], *watch.unrun[:5], sep="\n", file=sys.stderr, end="")
    return {
        **{
            name: sum(watch.counts[name] for watch in watches) for name in ("asked", "followed", "answered", "declined")
        },
        "different": len(set().union(*(watch.different for watch in watches))),
        "tracebacks": sum(len(watch.faults) for watch in watches),
        "plans_that_did_not_run": sum(len(watch.unrun) for watch in watches),
        "writes": sum(len(watch.writes) for watch in watches),
        "slowest_ms": max(watch.slowest[0] for watch in watches),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    found = measure(parser.parse_args().questions)
    print(json.dumps(found, indent=2))
    if found["tracebacks"] or found["writes"]:
        sys.exit("a question raised or wrote")


if __name__ == "__main__":
    main()
