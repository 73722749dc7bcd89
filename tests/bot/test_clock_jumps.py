"""A machine's clock that is set forth and back while the clockwork runs."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm.clock import FixedClock
from crm.errors import RetryableError
from indexing.breaker import REST, Breaker

TICKING = """
import sys, time
from datetime import timedelta
from pathlib import Path
from benchmarks.chaos.replica import Dial, shift
dial = Dial(Path(sys.argv[1]))
shift(dial)
from bot.schedule import Ticks
beats = []
ticks = Ticks()
ticks.every(timedelta(seconds=1), "beat", lambda: beats.append(1))
ticks.start()
for hours in (1, -1):
    dial.turn(3600 * hours)
    before, end = len(beats), time.monotonic() + 20
    while len(beats) < before + 3 and time.monotonic() < end:
        time.sleep(0.05)
    print(len(beats) >= before + 3, flush=True)
ticks.stop()
"""


def test_the_clockwork_goes_on(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", TICKING, str(tmp_path / "dial")], capture_output=True, text=True, env=environment,
        timeout=100, check=True,
    )  # fmt: skip
    assert [line for line in done.stdout.split() if line in {"True", "False"}] == ["True", "True"]


def test_a_rest_is_not_drawn_out_by_a_clock_set_back() -> None:
    clock = FixedClock(datetime(2026, 11, 20, 15, tzinfo=UTC))
    breaker = Breaker(clock, failures=1)
    with pytest.raises(RetryableError), breaker.guard():
        raise RetryableError("down")
    assert breaker.resting
    clock.instant += REST / 2
    assert breaker.resting
    clock.instant -= timedelta(hours=1)
    assert not breaker.resting
    with breaker.guard():
        pass
