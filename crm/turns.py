"""Whose turn it is to write, where a database lets one write at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident


class Turns:
    """A lock that whoever cannot wait is given first; a thread that has it may take it again.

    SQLite lets the others look again ever more rarely, so that one that comes late may be served first: an
    acknowledgement that Slack waits for would stand behind everything else.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._holder: int | None = None
        self._depth = 0
        self._urgent = 0  # how many that cannot wait are waiting

    @contextmanager
    def turn(self, *, urgent: bool = False) -> Iterator[None]:
        self._take(urgent=urgent)
        try:
            yield
        finally:
            self._give()

    def _take(self, *, urgent: bool) -> None:
        me = get_ident()
        with self._changed:
            if self._holder != me:
                self._urgent += urgent
                try:
                    self._changed.wait_for(lambda: self._holder is None and (urgent or not self._urgent))
                finally:
                    self._urgent -= urgent
                self._holder = me
            self._depth += 1

    def _give(self) -> None:
        with self._changed:
            self._depth -= 1
            if not self._depth:
                self._holder = None
                self._changed.notify_all()
