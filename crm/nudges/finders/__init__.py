"""Where candidates come from: each finder is a function of a scene and a kind, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from crm.nudges.finders.departures import departures
from crm.nudges.finders.meetings import meetings
from crm.nudges.finders.promises import promises
from crm.nudges.finders.renewals import renewals
from crm.nudges.finders.signals import signals
from crm.nudges.finders.slipping import slipping
from crm.nudges.finders.usage import usage
from crm.nudges.kind import NudgeKind, kinds
from crm.nudges.nudge import Candidate
from crm.nudges.scene import Scene

Finder = Callable[[Scene, NudgeKind], Iterator[Candidate]]
FINDERS: dict[str, Finder] = {
    "signals": signals,
    "promises": promises,
    "slipping": slipping,
    "renewals": renewals,
    "usage": usage,
    "departures": departures,
    "meetings": meetings,
}


def candidates(scene: Scene) -> Iterator[Candidate]:
    """All that there is to suggest now, of every kind."""
    for kind in kinds().values():
        found = FINDERS[kind.finder](scene, kind)
        yield from (each for each in found if kind.until(each.moment) > scene.now)
