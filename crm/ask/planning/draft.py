"""A plan in the making: the reading, and what the planner has gathered so far."""

from __future__ import annotations

from crm.ask.planning.measures import Wanted
from crm.ask.planning.reading import Bound, Noun, Reading


class Draft:
    """What the rooms of the planner share."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.plan = reading.plan
        self.wanted: list[Wanted] = []
        self.share = False
        self.share_entity: str | None = None
        self.assume_won_later = False
        self.yearly = False
        self.children_pending: tuple[Bound, Noun] | None = None

    def _head_is_measured(self) -> bool:
        head = self.reading.head
        return head is None or any(head.at == each.at or head.name == each.measure.field for each in self.wanted)
