"""`make bench`: what Rapport's speed comes to, beside what a team would use instead, in one run and one table.

Small by default (some minutes); --full takes the sizes that docs/measurements.md reports (two hours). Ratios are of
things measured side by side. Prints a table, writes the same as JSON (--json FILE) and as a picture (--picture FILE).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.outcome import PARTS, Row

LONGEST = 7_200  # seconds a part may take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="the sizes that docs/measurements.md reports")
    parser.add_argument("--only", choices=list(PARTS), action="append", help="this part alone; may be repeated")
    parser.add_argument("--json", type=Path, help="a file for the rows and all that the parts told")
    parser.add_argument("--picture", type=Path, help="a PNG of the ratios")
    chosen = parser.parse_args()
    told: dict[str, Any] = {}
    rows: list[Row] = []
    failed = []
    for name in chosen.only or PARTS:
        part = PARTS[name]
        begun = time.perf_counter()
        try:
            told[name] = _told(part.module, part.full if chosen.full else part.small)
            rows += part.rows(told[name])
        except (ValueError, KeyError, IndexError, subprocess.SubprocessError) as error:
            failed.append(name)
            print(f"{name} failed: {error}", file=sys.stderr)
        print(f"{name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
    print(_table(rows))
    machine = {"cores": os.cpu_count(), "machine": platform.machine(), "load": round(os.getloadavg()[0], 1)}
    if chosen.json:
        found = {"machine": machine, "rows": [row.shown() for row in rows], "told": told}
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if chosen.picture and any(row.ratio is not None for row in rows):
        from benchmarks.outcome_picture import draw  # noqa: PLC0415

        draw(rows, chosen.picture)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _told(module: str, arguments: list[str]) -> Any:
    """A part's JSON: one object, or one a line."""
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.{module}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    if done.returncode:
        raise ValueError(done.stderr[-1000:])
    text = done.stdout
    try:
        return json.loads(text[text.index("{") :])
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def _table(rows: list[Row]) -> str:
    lines = [["what", "Rapport", "beside", "ratio", "wanted"]]
    lines += [[row.what, row.ours, row.beside, row.told_ratio, row.wanted] for row in rows]
    widths = [max(len(line[place]) for line in lines) for place in range(5)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


if __name__ == "__main__":
    main()
