"""What came of learning moods from a team's corrections, as it is noted beside the head that was learnt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FEWEST = 20  # corrections before anything is learnt


@dataclass(frozen=True)
class Learnt:
    """What came of the last try. `shipped` and `own` are parts of corrections held out that are right."""

    version: int
    corrections: int
    kept: bool
    shipped: float = 0.0
    own: float = 0.0
    unchanged: float = 1.0
    space: str = ""

    def told(self) -> str:
        if self.kept:
            return (
                f"learnt from {self.corrections} corrections (version {self.version}): of those held out "
                f"{self.own:.0%} are read right, {self.shipped:.0%} without it; {self.unchanged:.0%} of all else stays"
            )
        if self.corrections < FEWEST:
            return f"the shipped reader; {self.corrections} of {FEWEST} corrections it takes to learn from them"
        return f"the shipped reader; what {self.corrections} corrections taught was not better"


def learnt(folder: Path, tenant_id: int) -> Learnt:
    """As it stands in the folder of heads."""
    path = note_of(folder, tenant_id)
    return Learnt(**json.loads(path.read_text("utf-8"))) if path.is_file() else Learnt(0, 0, kept=False)


def note_of(folder: Path, tenant_id: int) -> Path:
    return folder / f"{tenant_id}.json"
