"""How many English time phrases are read as a person reads them.

    python -m benchmarks.periods [--misses]

Reads ../shared/data/time_expressions/duckling_en.jsonl: phrases with the meaning that duckling's authors gave them.
A phrase is right when exactly one period is found, with the same start, end and grain of its limits. Counted are the
days, and the intervals of whole days, weeks, months, quarters and years.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from crm.periods import Period, find_periods

DATA = Path("../shared/data/time_expressions/duckling_en.jsonl")
NOW = datetime(2013, 2, 12, 4, 30, tzinfo=timezone(timedelta(hours=-2)))
WHOLE = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Score:
    right: int
    total: int
    misses: tuple[tuple[str, str, str], ...]

    @property
    def accuracy(self) -> float:
        return self.right / self.total if self.total else 0.0


def read(text: str) -> list[Period]:
    return find_periods(text, NOW, prefer="future", counted="calendar")


def is_right(row: dict[str, Any], found: list[Period]) -> bool:
    if len(found) != 1:
        return False
    period = found[0]
    start, end = (None if at is None else at.replace(tzinfo=None).isoformat() for at in (period.start, period.end))
    if row["kind"] == "interval":
        return bool(start == row["start"] and end == row["end"])
    return bool(start == row["start"] and period.grain == row["grain"])


def score(rows: list[dict[str, Any]]) -> Score:
    misses = []
    for row in rows:
        found = read(row["text"])
        if not is_right(row, found):
            got = "; ".join(f"{p.start} {p.end} {p.grain}" for p in found) or "nothing"
            misses.append((row["text"], f"{row['start']} {row['end'] or ''} {row['grain']}", got))
    return Score(len(rows) - len(misses), len(rows), tuple(misses))


def load() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def groups(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    points = [row for row in rows if row["kind"] == "point"]
    return {
        "days": [row for row in points if row["grain"] == "day"],
        "intervals of whole days": [row for row in rows if row["kind"] == "interval" and row["grain"] in WHOLE],
        "weeks, months, quarters, years": [row for row in points if row["grain"] in WHOLE[1:]],
        "hours, minutes (not a goal)": [row for row in rows if row["grain"] not in WHOLE],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list the phrases read otherwise")
    options = parser.parse_args()
    rows = load()
    counts: Counter[str] = Counter()
    for name, chosen in groups(rows).items():
        result = score(chosen)
        print(f"{name:32} {result.right:4d} of {result.total:4d}  {result.accuracy:.3f}")
        if name in {"days", "intervals of whole days"}:
            counts.update(right=result.right, total=result.total)
        if options.misses:
            for text, wanted, got in result.misses:
                print(f"    {text!r}: wanted {wanted}, got {got}")
    print(
        f"{'days and intervals together':32} {counts['right']:4d} of {counts['total']:4d}  {counts['right'] / counts['total']:.3f}"
    )
    began = time.perf_counter()
    for row in rows:
        read(row["text"])
    print(f"{(time.perf_counter() - began) / len(rows) * 1e3:.3f} ms a phrase")


if __name__ == "__main__":
    main()
