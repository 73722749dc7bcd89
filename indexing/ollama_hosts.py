"""The hosts that serve one model: each call goes to the least busy of those that are up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from time import perf_counter
from typing import TypeVar

from crm.clock import Clock
from crm.errors import FatalError, RapportError, RetryableError
from indexing.breaker import DOWN, REST, Breaker
from indexing.deadline import Deadline
from indexing.ollama_host import BUSY, Host, UnusableError

KNOCK = timedelta(seconds=2)  # for a sign of life of a host that failed, before anybody's call is trusted to it
LOADING = "The language model is being loaded. Rapport goes on without it until it is ready."

T = TypeVar("T")


class Place:
    """One host, with what calls have taught of it. `latency` is the seconds that the last one took there."""

    def __init__(self, host: Host, clock: Clock) -> None:
        self.host, self.breaker = host, Breaker(clock)
        self.in_flight, self.latency = 0, 0.0
        self.loading = threading.Event()
        self.lacks_until: datetime | None = None  # it said that it has no such model; it is not asked again before

    @property
    def open(self) -> bool:
        return not self.breaker.resting and not self.loading.is_set()


class Hosts:
    """Routes calls. All hosts are held to one list of allowed names.

    Args:
        addresses: where Ollama listens, with commas between several.
        model: what is asked of them.
        at_once: calls that run side by side on each of them; None for any number.
        waiting: callers that may wait for a free host; whoever comes next is refused at once.

    Raises:
        FatalError: a host is not allowed.
    """

    def __init__(
        self,
        addresses: str,
        allowed_hosts: Collection[str],
        clock: Clock,
        model: str,
        *,
        at_once: int | None = None,
        waiting: int = 0,
    ) -> None:
        several = dict.fromkeys(each.strip() for each in addresses.split(",") if each.strip()) or [""]
        self._places = [Place(Host(each, allowed_hosts), clock) for each in several]
        self._clock, self._model = clock, model
        self._at_once, self._room = at_once, waiting
        self._waiting = 0
        self._changed = threading.Condition()

    @property
    def all(self) -> list[Host]:
        return [place.host for place in self._places]

    @property
    def resting(self) -> bool:
        """Whether every host failed so often that it is left alone for now."""
        return all(place.breaker.resting for place in self._places)

    def call(self, budget: timedelta, ask: Callable[[Host, Deadline], Iterator[T]]) -> Iterator[T]:
        """What `ask` yields of the least busy host. One that fails before its first piece is passed over for the next,
        within the same budget.

        Raises:
            RetryableError: no host answered, all are busy, or one that had begun broke off.
            FatalError: the model is on none of them.
        """
        deadline = Deadline(budget)
        failed: dict[Place, RapportError] = {}
        while True:
            begun = False
            place = self._taken(deadline, failed)
            try:
                with self._held(place), closing(ask(place.host, deadline)) as pieces:  # type: ignore[type-var]
                    for piece in pieces:
                        begun = True
                        yield piece
            except (RetryableError, FatalError) as error:
                failed[place] = error
                if begun or deadline.passed or isinstance(error, UnusableError):
                    raise
                if not self._usable(failed):
                    raise _telling(failed) from None
            else:
                return

    def each(self, action: Callable[[Host], T]) -> list[T]:
        """What `action` makes of every host, side by side, in their order."""
        with ThreadPoolExecutor(len(self._places)) as pool:
            return list(pool.map(action, self.all))

    def load(self, load: Callable[[Host], object]) -> threading.Thread:
        """Has `load` done for every host in the background; none is called until its own is done."""
        for place in self._places:
            place.loading.set()
        threads = [threading.Thread(target=_load, args=(place, load), daemon=True) for place in self._places]

        def run() -> None:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        whole = threading.Thread(target=run, name="model-warm-up", daemon=True)
        whole.start()
        return whole

    def _taken(self, deadline: Deadline, failed: Collection[Place]) -> Place:
        """A host that is free for one more call, the caller's from now on."""
        with self._changed:
            place = self._free(failed) or self._waited(deadline, failed)
            place.in_flight += 1
            return place

    def _waited(self, deadline: Deadline, failed: Collection[Place]) -> Place:
        if self._waiting >= self._room:
            raise RetryableError(BUSY)
        self._waiting += 1
        try:
            while (place := self._free(failed)) is None:
                if not self._changed.wait(deadline.left()):
                    raise RetryableError(BUSY)
            return place
        finally:
            self._waiting -= 1

    def _free(self, failed: Collection[Place]) -> Place | None:
        usable = self._usable(failed)
        if not usable:
            raise RetryableError(LOADING if any(place.loading.is_set() for place in self._places) else DOWN)
        free = [place for place in usable if self._at_once is None or place.in_flight < self._at_once]
        return min(free, key=lambda place: (place.in_flight, place.latency), default=None)

    def _usable(self, failed: Collection[Place]) -> list[Place]:
        """Hosts that may be called; one without the model only where all that are left are without it."""
        now = self._clock.now()
        left = [place for place in self._places if place.open and place not in failed]
        return [place for place in left if place.lacks_until is None or place.lacks_until <= now] or left

    @contextmanager
    def _held(self, place: Place) -> Iterator[None]:
        begun, trial = perf_counter(), place.breaker.tried and len(self._places) > 1
        try:
            with place.breaker.guard():
                if trial:
                    self._knock(place)
                yield
            place.lacks_until = None
        except FatalError:
            place.lacks_until = self._clock.now() + REST
            raise
        finally:
            with self._changed:
                place.in_flight -= 1
                place.latency = perf_counter() - begun
                self._changed.notify_all()

    def _knock(self, place: Place) -> None:
        with place.host.client(self._model, Deadline(KNOCK)) as client:
            client.list()


def _telling(failed: dict[Place, RapportError]) -> RapportError:
    """The error to end with: where one host was only down, asking again later may help."""
    errors = list(failed.values())
    return next((error for error in errors if isinstance(error, RetryableError)), errors[-1])


def _load(place: Place, load: Callable[[Host], object]) -> None:
    try:
        with suppress(RapportError):  # whatever is wrong is told to whoever asks next
            load(place.host)
    finally:
        place.loading.clear()
