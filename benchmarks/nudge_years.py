"""Years of nudges to forty people in forty time zones, from two processes that are killed and started again: what was
sent against what may be sent. Everything but Slack is the real thing, on a real SQLite file; the clock is turned.

Every figure that must be 0 is counted by a watcher that knows nothing of the rhythm: it looks at each message as it comes.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from benchmarks.nudge_watch import Watcher
from benchmarks.nudge_world import Company, Post, Replica, Stopped
from crm.clock import FixedClock

START = datetime(2026, 1, 1, tzinfo=UTC)
DOWN = (1, 45)  # minutes a killed process takes to come back
MINUTE = timedelta(minutes=1)
EDGES = (-61, -31, -16, -1, 0, 1, 29, 59, 60, 61)  # minutes around a change of a clock that are all looked at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--people", type=int, default=40, help="one in each zone")
    parser.add_argument(
        "--first", type=int, default=0, help="the zone to begin with, to share the years among processes"
    )
    parser.add_argument("--nudges", type=float, default=0.5, help="that come up for a person on a day")
    parser.add_argument("--ticks", type=int, default=60, help="minutes between two looks, on average")
    parser.add_argument("--kills", type=float, default=0.02, help="the part of messages at which the process is killed")
    parser.add_argument(
        "--every", type=int, default=10, help="days away from any change of a clock: one in so many; 1 plays them all"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measure(**vars(given))))


def measure(
    *, days: int, people: int, nudges: float, ticks: int, kills: float, seed: int, first: int = 0, every: int = 1
) -> dict[str, Any]:
    """Plays the years; returns what was sent, and how often what must not be was."""
    chance = random.Random(seed)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, capture_logs() as logs:
        clock = FixedClock(START)
        company = Company(Path(folder), clock, chance, people=range(first, first + people))
        play = Play(company, clock, chance, nudges=nudges, kills=kills)
        played = 0
        for day in company.days(START, days, every):
            play.through(day, ticks)
            played += 1
        found = play.told()
        company.close()
    logged = Counter(f"logged: {each['event']}" for each in logs)
    return {
        "days": days,
        "days played": played,
        "zones": people,
        "seconds": round(time.perf_counter() - began, 1),
        **found,
        **logged,
    }


class Play:
    """The years, moment by moment."""

    def __init__(
        self, company: Company, clock: FixedClock, chance: random.Random, *, nudges: float, kills: float
    ) -> None:
        self._company, self._clock, self._chance = company, clock, chance
        self._rate, self.counts = nudges, Counter[str]()
        self.watcher = Watcher(company)
        post = Post(company, clock, chance, self.watcher, kills=kills, interrupt=self._interrupt)
        self._replicas = [Replica(company, clock, post) for _ in range(2)]
        self._down = [START, START]
        self._running: set[int] = set()

    def through(self, day: datetime, ticks: int) -> None:
        """One day of the world's; what is under way at its end comes to its end."""
        self._clock.instant = max(self._clock.instant, day)
        end = day + timedelta(days=1)
        edges = self._company.clock_changes(day, end, EDGES)
        while self._clock.instant < end:
            step = self._chance.randint(1, 2 * ticks) * MINUTE
            upcoming = self._clock.instant + step
            while edges and edges[0] <= self._clock.instant:
                edges.pop(0)
            self._clock.instant = min(upcoming, edges[0]) if edges else upcoming
            self._company.live(self._clock.instant, step, self._rate)
            order = [0, 1]
            self._chance.shuffle(order)
            for number in order:
                self._run(number)
        self._settle()

    def told(self) -> dict[str, Any]:
        return {**self.counts, **self.watcher.told(), **self._company.told(self.watcher)}

    def _run(self, number: int) -> None:
        """One look of one process, which may be killed in the middle of it."""
        if number in self._running or self._clock.instant < self._down[number]:
            return
        self._running.add(number)
        try:
            self._replicas[number].run()
        except Stopped:
            self.counts["kills"] += 1
            self._replicas[number].restart()
            self._down[number] = self._clock.instant + self._chance.randint(*DOWN) * MINUTE
        finally:
            self._running.discard(number)

    def _interrupt(self) -> None:
        """In the middle of one process's work the other one has a look too."""
        for number in (0, 1):
            if number not in self._running:
                self.counts["looks in between"] += 1
                self._run(number)

    def _settle(self) -> None:
        self._down = [self._clock.instant, self._clock.instant]
        for _ in range(5):
            self._clock.instant += timedelta(minutes=3)
            for number in (0, 1):
                self._run(number)


if __name__ == "__main__":
    main()
