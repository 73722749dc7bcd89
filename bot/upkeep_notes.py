"""What the last backup and the last self-check left in a tenant's settings, for whoever tells of them."""

from __future__ import annotations

from dataclasses import dataclass

LAST_BACKUP = "last_backup"
LAST_CHECK = "last_check"
LEAST_RECALL = 0.95


@dataclass(frozen=True)
class Inspected:
    """What a look found. None is what could not be looked at, as another process holds it.

    Args:
        at: when.
        recall: share of the ten best passages that the index finds, over `questions` made of the record.
        removed: vectors without a row, taken out.
        requeued: rows without their vectors, indexed again.
        lost: originals that rows name and that are not there.
        strays: originals that no row names.
        keyless: sealed things that no key opens which is there.
    """

    at: str
    recall: float | None = None
    questions: int = 0
    removed: int | None = None
    requeued: int | None = None
    lost: int | None = None
    strays: int | None = None
    keyless: int = 0

    @property
    def faults(self) -> dict[str, int]:
        """What does not agree, by kind."""
        counts = {"removed": self.removed, "requeued": self.requeued, "lost": self.lost, "strays": self.strays}
        return {name: count or 0 for name, count in {**counts, "keyless": self.keyless}.items()}
