"""Who goes first in a busy process: whoever somebody outside waits for, before what may take its time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local

LONGEST = 0.05  # seconds that others wait at a time: they go on slowly where it never ends


class RightOfWay:
    """Python runs one thread at a time, each in short turns: an acknowledgement among ten busy threads takes ten times
    as long. So the others stop, between two steps of their work, while somebody who cannot wait is under way.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._ahead = 0
        self._own = local()

    @contextmanager
    def first(self) -> Iterator[None]:
        """What is done within cannot wait."""
        with self._changed:
            self._ahead += 1
        outer = getattr(self._own, "first", False)
        self._own.first = True
        try:
            yield
        finally:
            self._own.first = outer
            with self._changed:
                self._ahead -= 1
                if not self._ahead:
                    self._changed.notify_all()

    def give(self) -> None:
        """Lets whoever cannot wait go first; to be called with nothing in hand that they may need."""
        if not self._ahead or getattr(self._own, "first", False):
            return
        with self._changed:
            self._changed.wait_for(lambda: not self._ahead, LONGEST)
