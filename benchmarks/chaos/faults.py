"""What is broken on purpose. A fault says how it breaks, how it is mended, and what `rapport doctor` must say of it."""

from __future__ import annotations

import os
import random
import signal
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from benchmarks.chaos.world import World, until
from bot.console.faults import Fault as SlackFault

Check = dict[str, str]
BAD = ("warning", "down")
WAKES = 120.0  # seconds that all processes may take to start on a busy machine, before the next is killed all the same


@dataclass(frozen=True)
class Sign:
    """What of doctor's checks tells of a fault: the part, and a word of what it says."""

    part: str
    word: str = ""

    def shown(self, checks: list[Check]) -> bool:
        """Whether it is there, and says what to do."""
        return any(
            each["name"] == self.part and each["state"] in BAD and self.word in each["says"] and each["remedy"]
            for each in checks
        )


class Fault(ABC):
    name: ClassVar[str]
    sign: ClassVar[Sign]

    def fits(self, world: World) -> bool:  # noqa: ARG002 - most fit everywhere
        """Whether there is such a thing to break here."""
        return True

    @abstractmethod
    def break_(self, world: World) -> None: ...

    @abstractmethod
    def mend(self, world: World) -> None: ...


class DiskFull(Fault):
    """The data folder's own disk is filled to the last block; without one, no file may grow."""

    name = "disk full"
    sign = Sign("disk", "0.0 GB free")

    def fits(self, world: World) -> bool:
        return world.own_disk

    def break_(self, world: World) -> None:
        with (world.home / "filler").open("wb") as filler:
            room = os.statvfs(filler.fileno())
            os.posix_fallocate(filler.fileno(), 0, max(1, room.f_bavail * room.f_frsize - 65_536))

    def mend(self, world: World) -> None:
        (world.home / "filler").unlink(missing_ok=True)


class NoGrowth(Fault):
    """Where no disk of its own can be mounted: the system refuses to let any file of the processes grow."""

    name = "files cannot grow"
    sign = Sign("processes")

    def fits(self, world: World) -> bool:
        return not world.own_disk

    def break_(self, world: World) -> None:
        for program in world.programs:
            program.shrink(4096)

    def mend(self, world: World) -> None:
        for program in world.programs:
            program.shrink(-1)


class DatabaseGone(Fault):
    name = "database gone"
    sign = Sign("record")

    def fits(self, world: World) -> bool:
        return world.database_door is not None

    def break_(self, world: World) -> None:
        assert world.database_door is not None
        world.database_door.turn("refuse")

    def mend(self, world: World) -> None:
        assert world.database_door is not None
        world.database_door.turn("open")


class DatabaseHangs(DatabaseGone):
    name = "database hangs"

    def break_(self, world: World) -> None:
        assert world.database_door is not None
        world.database_door.turn("hang")


class IndexCorrupted(Fault):
    """Bytes in the middle of the index's files are overwritten while it is open, and its owner is killed."""

    name = "index corrupted"
    sign = Sign("index", "damaged")

    def break_(self, world: World) -> None:
        chance = random.Random(11)
        for file in sorted((world.home / "vectors").rglob("*")):
            if file.is_file() and file.suffix in {".sqlite3", ".bin"} and file.stat().st_size > 4096:
                with file.open("r+b") as opened:
                    for _ in range(24):
                        opened.seek(chance.randrange(0, file.stat().st_size - 512))
                        opened.write(chance.randbytes(512))
                    opened.seek(0)
                    opened.write(chance.randbytes(64))
        for program in world.programs:
            program.kill()

    def mend(self, world: World) -> None:
        """Nobody mends it: Rapport makes the index anew by itself."""


class ModelRefuses(Fault):
    name = "Ollama refuses"
    sign = Sign("model")

    def break_(self, world: World) -> None:
        world.model_door.turn("refuse")

    def mend(self, world: World) -> None:
        world.model_door.turn("open")


class ModelHangs(ModelRefuses):
    name = "Ollama hangs"

    def break_(self, world: World) -> None:
        world.model_door.turn("hang")


class ModelGarbles(ModelRefuses):
    name = "Ollama garbles"

    def break_(self, world: World) -> None:
        world.model_door.turn("garble")


class SlackLimits(Fault):
    """Every message is refused as too many."""

    name = "Slack rate-limits"
    sign = Sign("slack", "rate")

    def break_(self, world: World) -> None:
        for method in ("chat.postMessage", "chat.update", "users.info"):
            world.slack.faults.add(SlackFault("rate_limited", method, times=-1, retry_after=2))

    def mend(self, world: World) -> None:
        world.slack.faults.clear()


class SlackDisconnects(Fault):
    """Every line is cut, and no new one is opened."""

    name = "Slack disconnects"
    sign = Sign("slack", "not connected")

    def break_(self, world: World) -> None:
        world.slack.faults.add(SlackFault("error", "apps.connections.open", times=-1, error="internal_error"))
        world.slack.socket.cut()

    def mend(self, world: World) -> None:
        world.slack.faults.clear()


class SlackReplays(Fault):
    """Deliveries come twice, and again though they were acknowledged."""

    name = "Slack replays"
    sign = Sign("slack", "again")

    def break_(self, world: World) -> None:
        world.slack.faults.add_event_fault("duplicate", 200)
        world.slack.faults.add_event_fault("lose_ack", 60)

    def mend(self, world: World) -> None:
        world.slack.faults.clear()


class SlackReorders(Fault):
    """Messages are held back and come in the reverse order, some of them late."""

    name = "Slack reorders"
    sign = Sign("", "")

    def break_(self, world: World) -> None:
        world.slack.faults.add_event_fault("delay", 8)
        world.slack.faults.add_event_fault("reorder", 4)

    def mend(self, world: World) -> None:
        """What is held back goes out with the last of them: nothing is to be taken away."""
        until(lambda: not world.slack.faults.pending("reorder"), 120)


class ClockAhead(Fault):
    """The machine's clock jumps an hour ahead, and back again."""

    name = "clock jumps ahead"
    sign = Sign("clock")
    seconds = 3600.0

    def break_(self, world: World) -> None:
        world.dial.turn(self.seconds)

    def mend(self, world: World) -> None:
        world.dial.turn(0.0)


class ClockBehind(ClockAhead):
    name = "clock jumps back"
    seconds = -3600.0


class ProcessGone(Fault):
    """A process is killed, and nothing starts it again."""

    name = "a process is gone"
    sign = Sign("processes", "not heard of")

    def fits(self, world: World) -> bool:
        return len(world.programs) > 1

    def break_(self, world: World) -> None:
        world.programs[-1].hold(held=True)
        world.programs[-1].kill()

    def mend(self, world: World) -> None:
        world.programs[-1].hold(held=False)


class ProcessStuck(Fault):
    """A process stands still without ending, as on a machine that swaps."""

    name = "a process stands still"
    sign = Sign("processes", "not heard of")

    def break_(self, world: World) -> None:
        self._send(world, signal.SIGSTOP)

    def mend(self, world: World) -> None:
        self._send(world, signal.SIGCONT)

    def _send(self, world: World, number: signal.Signals) -> None:
        process = world.programs[0].process
        if process is not None and process.poll() is None:
            os.kill(process.pid, number)


FAULTS: tuple[type[Fault], ...] = (
    DiskFull, NoGrowth, DatabaseGone, DatabaseHangs, IndexCorrupted, ModelRefuses, ModelHangs, ModelGarbles,
    SlackLimits, SlackDisconnects, SlackReplays, SlackReorders, ClockAhead, ClockBehind, ProcessGone, ProcessStuck,
)  # fmt: skip


class Killer(threading.Thread):
    """Kills one process at random, sometimes all at once, until it has done so often enough."""

    def __init__(self, world: World, chance: random.Random, victims: list[object], kills: int, pause: float) -> None:
        super().__init__(name="killer", daemon=True)
        self._world, self._chance, self._victims = world, chance, victims
        self._left, self._pause = kills, pause
        self._ended = threading.Event()
        self.done = 0

    def run(self) -> None:
        while self.done < self._left and not self._ended.wait(self._chance.uniform(0.5, 1.5) * self._pause):
            until(lambda: self._world.ready() > 0 or self._ended.is_set(), WAKES, pause=1.0)
            together = self._chance.random() < 0.15
            for victim in self._victims if together else [self._chance.choice(self._victims)]:
                self.done += victim.kill()  # type: ignore[attr-defined]

    def stop(self) -> None:
        self._ended.set()
        self.join(10)
