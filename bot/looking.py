"""Looks at parts, side by side and each with an end: one that hangs hides no other, and holds nobody up."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Mapping
from time import monotonic

from bot.check import Check
from crm.errors import HeldElsewhereError, RapportError

PATIENCE = 5.0  # seconds that looks of one thread may take together
HELP = "See docs/admins.md, “When something is down”."
LOG = "Run with RAPPORT_LOG_LEVEL=info and see the log."

Look = Callable[[], Check]


class Looks:
    """Looks that are made one after the other in a thread of their own; they are under way once this is made.

    Args:
        looks: by the name of the part.
        patience: seconds; what is not done by then is told to be silent. Its thread ends with what it waits for.
        todo: what to do about what is silent.
    """

    def __init__(self, looks: Mapping[str, Look], patience: float = PATIENCE, todo: str = HELP) -> None:
        self._looks, self._patience, self._todo = looks, patience, todo
        self._end = monotonic() + patience
        self._found: dict[str, Check] = {}
        self._done = threading.Event()
        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(self._run,), name=f"look-{next(iter(looks))}", daemon=True)
        thread.start()

    def found(self) -> dict[str, Check]:
        """What was seen of each part; waits for it no longer than patience lasts."""
        self._done.wait(max(0.0, self._end - monotonic()))
        seen = dict(self._found)
        return {name: seen.get(name) or self._silent(name) for name in self._looks}

    def _run(self) -> None:
        try:
            for name, look in self._looks.items():
                self._found[name] = looked(name, look)
        finally:
            self._done.set()

    def _silent(self, name: str) -> Check:
        return Check(name, "down", f"did not answer within {self._patience:.0f} s", self._todo)


def looked(name: str, look: Look) -> Check:
    """What a look finds; what it raises is a finding too.

    Raises:
        HeldElsewhereError: another process holds what was to be looked at.
    """
    try:
        return look()
    except HeldElsewhereError:
        raise
    except RapportError as error:
        return Check(name, "down", error.message, HELP)
    except Exception as error:  # noqa: BLE001 - a broken part is a finding, not the end of the visit
        return Check(name, "down", f"failed ({type(error).__name__})", LOG)
