"""Who alone may see what a source tells, as the source tells it: it narrows what is seen, and never widens it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from crm.intake.event import Event, Item
from crm.model import Interaction
from crm.rights.circles import circle, members

VISIBLE_TO = "visible_to"  # a source's setting


def narrowed(item: Item, settings: Mapping[str, Any]) -> Item:
    """An event of a source that only some may see, where the source is set up so."""
    said = str(settings.get(VISIBLE_TO) or "")
    if not said or not isinstance(item, Event):
        return item
    people = {each.strip().casefold() for each in said.split(",") if each.strip()}
    kept = people if item.visible_to is None else people & {each.casefold() for each in item.visible_to}
    return item.model_copy(update={VISIBLE_TO: tuple(sorted(kept))})


def keep(session: Session, row: Interaction, users: Iterable[int]) -> None:
    """Keeps an interaction to these users; where it was kept to some already, to those who are of both."""
    wanted = frozenset(users)
    if row.circle_id is not None:
        there = frozenset(each.user_id for each in members(session, row.circle_id) if each.user_id is not None)
        if there == wanted:
            return
        wanted &= there
    row.circle_id = circle(session, row.tenant_id, _key(wanted), users=wanted)


def _key(users: frozenset[int]) -> str:
    """The same for the same people, so that a channel's messages share one circle."""
    return "people:" + hashlib.sha256(",".join(map(str, sorted(users))).encode()).hexdigest()[:40]
