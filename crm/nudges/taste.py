"""What one person makes of each kind: a Bayesian rate that begins at the team's and forgets, to follow changes.

Each answer counts fully when it is given and less with every later one of the same kind; one that contradicts what was
believed makes the older ones count for less still. A kind that was not sent for long is due again whatever its rate, so
that none dies out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MEMORY = 0.85  # what an answer counts for after the next of its kind
SURPRISED = 0.55  # the same, after one that was hardly to be expected
SURPRISE = 0.75  # from this rate on an answer to the contrary is one; below 1 minus it likewise
CHANGE, CHANGE_OF = 2, 5  # surprises of so many answers: the taste as a whole seems to have changed
CHANGED = 0.6  # what answers of other kinds count for then
PRIOR = 2.0  # answers that the team's rate stands for
TEAM_PRIOR = 6.0  # answers that EVEN stands for in the team's rate
EVEN = 0.5
LEAST = 0.05  # no kind is worth less
AGAIN = 36  # nudges without one of a kind, after which it is due


@dataclass(frozen=True)
class Decision:
    """One answer: `good` is 1 where it was of use, 0 where not; `weight` says how much it tells."""

    kind: str
    good: float
    weight: float = 1.0


@dataclass(frozen=True)
class Liking:
    """What is believed of one kind. `taken` of `seen` are the answers as they count now, with what was forgotten
    left out; `owed` says that it was not sent for so long that it is due."""

    rate: float
    taken: float
    seen: float
    owed: bool = False


@dataclass
class _Counts:
    taken: float = 0.0
    seen: float = 0.0

    def hear(self, decision: Decision, *, surprised: bool) -> None:
        self.fade((SURPRISED if surprised else MEMORY) ** decision.weight)
        self.taken += decision.good * decision.weight
        self.seen += decision.weight

    def fade(self, kept: float) -> None:
        self.taken *= kept
        self.seen *= kept


@dataclass
class Taste:
    """One person's.

    Args:
        team: rates of the whole team by kind.
        decisions: this person's answers, the oldest first.
        sends: the kinds of what was sent to them, the oldest first.
    """

    team: Mapping[str, float] = field(default_factory=dict)
    decisions: Iterable[Decision] = ()
    sends: Sequence[str] = ()

    def __post_init__(self) -> None:
        self._counts: dict[str, _Counts] = {}
        lately: deque[bool] = deque(maxlen=CHANGE_OF)
        for decision in self.decisions:
            surprised = _surprising(self._rate(decision.kind), decision.good)
            lately.append(surprised)
            self._counts.setdefault(decision.kind, _Counts()).hear(decision, surprised=surprised)
            if surprised and sum(lately) >= CHANGE:
                for kind, counts in self._counts.items():
                    counts.fade(1.0 if kind == decision.kind else CHANGED)
        self._last = {kind: place for place, kind in enumerate(self.sends)}

    def of(self, kind: str) -> Liking:
        counts = self._counts.get(kind, _Counts())
        rate = max(LEAST, self._rate(kind))
        return Liking(rate, counts.taken, counts.seen, owed=self.waited(kind) >= AGAIN)

    def waited(self, kind: str) -> int:
        """How many nudges were sent since the last of this kind."""
        return len(self.sends) - 1 - self._last.get(kind, -1)

    def _rate(self, kind: str) -> float:
        counts = self._counts.get(kind, _Counts())
        return (counts.taken + PRIOR * self.team.get(kind, EVEN)) / (counts.seen + PRIOR)


def _surprising(expected: float, good: float) -> bool:
    return (expected >= SURPRISE and good < EVEN) or (expected <= 1 - SURPRISE and good > EVEN)


def team_rate(taken: float, seen: float) -> float:
    """The team's rate of a kind, drawn towards a half while little is known."""
    return (taken + TEAM_PRIOR * EVEN) / (seen + TEAM_PRIOR)


def explained(liking: Liking) -> str:
    """Why a kind stands where it stands, for the person themselves."""
    if liking.owed:
        return "You have not seen one of this kind for long, so it gets another try."
    if liking.seen < 1:
        return "You have not said yet what you make of this kind."
    if liking.rate >= 0.6:
        return f"You took up about {liking.rate:.0%} of this kind lately, so it comes early."
    if liking.rate <= 0.3:
        return f"You took up about {liking.rate:.0%} of this kind lately, so it comes seldom."
    return f"You took up about {liking.rate:.0%} of this kind lately."
