"""Calls that keep failing are not made for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from crm.clock import Clock
from crm.errors import FatalError, RejectedError, RetryableError

FAILURES_BEFORE_REST = 3
REST = timedelta(seconds=30)

DOWN = "The language model did not answer. Rapport goes on without it; please try again later."


class Breaker:
    """Refuses at once for a while when calls keep failing, so that nobody waits for what is down."""

    def __init__(
        self, clock: Clock, failures: int = FAILURES_BEFORE_REST, rest: timedelta = REST, says: str = DOWN
    ) -> None:
        self._clock = clock
        self._limit = failures
        self._rest = rest
        self._says = says
        self._lock = Lock()
        self._failures = 0
        self._resting_until: datetime | None = None

    @property
    def resting(self) -> bool:
        """Whether calls are refused now."""
        with self._lock:
            return self._rests(self._clock.now())

    @property
    def tried(self) -> bool:
        """Whether it rested, and no call since then has shown that it is over."""
        with self._lock:
            return self._resting_until is not None

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Counts a RetryableError out of the block as a failure.

        Raises:
            RetryableError: it rests.
        """
        self._admit()
        try:
            yield
        except RetryableError:
            self._failed()
            raise
        except (FatalError, RejectedError, GeneratorExit):  # it did answer, or who listened has heard enough
            self._worked()
            raise
        self._worked()

    def _admit(self) -> None:
        with self._lock:
            now = self._clock.now()
            if self._resting_until is None:
                return
            if self._rests(now):
                raise RetryableError(self._says)
            self._resting_until = now + self._rest  # this caller tries; the others go on waiting for its result
            self._failures = self._limit - 1

    def _rests(self, now: datetime) -> bool:
        """Never for longer than a rest lasts: a clock that was set back would draw it out by as much."""
        return self._resting_until is not None and timedelta(0) < self._resting_until - now <= self._rest

    def _worked(self) -> None:
        with self._lock:
            self._failures, self._resting_until = 0, None

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._resting_until = self._clock.now() + self._rest
