"""Whether anything came into a folder of mails: folders and mboxes tell by their times, and no mail is looked at."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from connectors.mail.files import MAILDIR, is_box

BETWEEN = 0.1  # seconds between two glances
REST = 20  # times as long as listing the folders took: a very large one is listed less often


class Stirrings:
    """Notices what comes into a folder and those below it, or into one mbox.

    A file that is changed where it lies goes unnoticed: the ordinary look finds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: dict[str, int] | None = None
        self._rested = 0.0

    def wait(self, timeout: float) -> bool:
        """Waits up to `timeout` seconds for something that came since the call before; at first there always is.

        Raises:
            OSError: the folder cannot be listed.
        """
        end = time.monotonic() + timeout
        while not self._stirred():
            left = end - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, BETWEEN))
        return True

    def _stirred(self) -> bool:
        if self._seen is not None and all(_stamp(name) == stamp for name, stamp in self._seen.items()):
            return False
        time.sleep(max(0.0, self._rested - time.monotonic()))
        begun = time.monotonic()
        self._seen = dict(_stamps(self._path))
        self._rested = time.monotonic() + REST * (time.monotonic() - begun)
        return True


def _stamps(path: Path) -> Iterator[tuple[str, int]]:
    """Each folder before it is listed, so that what comes meanwhile counts as new."""
    yield str(path), path.stat().st_mtime_ns
    if path.name in MAILDIR or not path.is_dir():
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _stamps(Path(entry.path))
            elif is_box(entry):
                yield entry.path, _stamp(entry.path)


def _stamp(name: str) -> int:
    try:
        return Path(name).stat().st_mtime_ns
    except OSError:  # gone
        return 0
