"""What a suggestion is worth and how urgent it is, before anybody's taste."""

from __future__ import annotations

from datetime import datetime

from crm.nudges.kind import NudgeKind
from crm.nudges.nudge import Candidate
from crm.nudges.scene import Scene

SMALLEST = 0.6  # what a step with the smallest client is worth, against 1 with the largest
GRAVER = 0.15  # what it is worth more for each degree it is graver than its kind


def worth(kind: NudgeKind, size: float, severity: int, lift: float = 1.0) -> float:
    """0..1.

    Args:
        size: where the client's open amount lies among all clients', 0..1.
    """
    grave = 1 + GRAVER * max(0, severity - kind.severity)
    return min(1.0, kind.base * (SMALLEST + (1 - SMALLEST) * size) * grave * lift)


def weighed(scene: Scene, kind: NudgeKind, candidate: Candidate) -> tuple[float, float]:
    """Value and urgency now."""
    value = worth(kind, scene.size(candidate.account_id), candidate.severity or kind.severity, candidate.lift)
    return value, kind.urgent(candidate.moment, scene.now)


def score(value: float, kind: NudgeKind, moment: datetime, at: datetime, taste: float = 1.0) -> float:
    return value * kind.urgent(moment, at) * taste
