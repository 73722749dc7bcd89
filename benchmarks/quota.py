"""A part of a core for a process, so that several find equal room on a machine that also runs what they speak with."""

from __future__ import annotations

from pathlib import Path

CONTROLLER = Path("/sys/fs/cgroup/cpu")  # of cgroups in version 1; version 2 has one tree
TREE = Path("/sys/fs/cgroup")
PERIOD = 20_000  # microseconds: short, so that a process that waits its turn is seldom long silent


class Quota:
    """A control group of a process, which is moved into it; Linux, as root.

    Args:
        name: of the group.
        share: of one core.
    """

    def __init__(self, name: str, share: float) -> None:
        self._folder = (CONTROLLER if CONTROLLER.is_dir() else TREE) / name
        most = round(PERIOD * share)
        try:
            self._folder.mkdir(exist_ok=True)
            if CONTROLLER.is_dir():
                (self._folder / "cpu.cfs_period_us").write_text(str(PERIOD))
                (self._folder / "cpu.cfs_quota_us").write_text(str(most))
            else:
                (self._folder / "cpu.max").write_text(f"{most} {PERIOD}")
        except OSError as error:
            raise SystemExit(f"No part of a core can be had here ({error.strerror}); leave --share out.") from error

    def take(self, process: int) -> None:
        (self._folder / "cgroup.procs").write_text(str(process))

    def close(self) -> None:
        """Once its processes have ended."""
        self._folder.rmdir()
