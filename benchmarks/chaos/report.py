"""What a run of chaos found, as JSON and as a table, and whether that is good enough."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_SECONDS = 30.0  # until a fault is to be seen in `rapport doctor`
ZEROS = ("lost", "stale", "ahead", "twice")


@dataclass
class Seen:
    """One fault: after how many seconds doctor was asked that showed it (None: never), how long it took to answer, what
    it said, what to do.
    """

    fault: str
    after: float | None
    took: float = 0.0
    says: str = ""
    remedy: str = ""
    wanted: bool = True  # some harm nobody, and are only counted


@dataclass
class Report:
    seed: int
    database: str
    replicas: int
    events: int
    sorts: dict[str, int] = field(default_factory=dict)
    kills: dict[str, int] = field(default_factory=dict)
    counted: dict[str, Any] = field(default_factory=dict)
    logs: dict[str, int] = field(default_factory=dict)  # sent, accepted, at the first try
    untaken: dict[str, list[str]] = field(default_factory=dict)  # what was said to calls that were not taken
    faults: list[Seen] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)  # shown before they were there
    seconds: float = 0.0
    load: float = 0.0  # of the machine, the mean of the last quarter of an hour
    settled: float | None = None  # seconds from the last event until everything was done; None: never

    def problems(self) -> list[str]:
        found = [f"{name}: {self.counted.get(name)}" for name in ZEROS if self.counted.get(name) != 0]
        if self.logs.get("accepted") != self.logs.get("sent"):
            found.append(f"of {self.logs.get('sent')} calls only {self.logs.get('accepted')} were taken")
        if self.settled is None:
            found.append("not everything was done in the end")
        found += [f"doctor shows what is not there: {name}" for name in self.false_alarms]
        late = [each for each in self.faults if each.wanted and (each.after is None or each.after > MOST_SECONDS)]
        return [*found, *(f"doctor did not show in {MOST_SECONDS:.0f} s: {each.fault}" for each in late)]

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "problems": self.problems()}

    def table(self) -> str:
        counted = "  ".join(f"{name} {self.counted.get(name)}" for name in ZEROS)
        first = (
            f"{self.events} events ({', '.join(f'{n} {kind}' for kind, n in self.sorts.items())}) on {self.database}, "
            f"{self.replicas} processes, seed {self.seed}, {self.seconds:.0f} s, load {self.load}"
        )
        lines = [
            first,
            f"killed: {', '.join(f'{name} {n}' for name, n in self.kills.items())}",
            f"{counted}  calls taken {self.logs.get('accepted')} of {self.logs.get('sent')}",
            f"all done {self.settled:.0f} s after the last event" if self.settled is not None else "never all done",
            "",
            f"{'fault':<24}{'seen after':>11}  doctor (how long it took to answer)",
        ]
        for each in self.faults:
            after = f"{each.after:.0f} s" if each.after is not None else ("never" if each.wanted else "-")
            lines.append(
                f"{each.fault:<24}{after:>11}  ({each.took:.0f} s) {each.says}{' → ' if each.remedy else ''}{each.remedy}"
            )
        return "\n".join([*lines, "", *self.problems()] if self.problems() else lines)
