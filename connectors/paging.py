"""Files of a folder told in pages, each with the cursor that follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from connectors.folder import Seen
from crm.errors import RapportError
from crm.intake.event import Event, Item, Page

MOST_FILES = 50  # on a page
MOST_TEXT = 8_000_000  # characters on a page, about

T = TypeVar("T")


def told_in_pages(new: Sequence[tuple[str, T]], seen: Seen, tell: Callable[[T], list[Item]]) -> Iterator[Page]:
    """Pages of what `tell` makes of each thing; what was told before something failed is handed out before the error.

    Args:
        new: things with their marks, oldest first.
        seen: takes the marks of what was told.
    """
    items: list[Item] = []
    for number, (mark, thing) in enumerate(new, start=1):
        try:
            items += tell(thing)
        except RapportError:
            if items:
                yield Page.of(_oldest_first(items), seen.cursor())
            raise
        seen.add(mark)
        if number % MOST_FILES == 0 or number == len(new) or _size(items) > MOST_TEXT:
            yield Page.of(_oldest_first(items), seen.cursor())
            items = []


def _oldest_first(items: list[Item]) -> list[Item]:
    """By when it happened; what is broken comes first."""
    told = sorted((item for item in items if isinstance(item, Event)), key=lambda event: event.occurred_at)
    return [*(item for item in items if not isinstance(item, Event)), *told]


def _size(items: list[Item]) -> int:
    return sum(len(item.text) for item in items if isinstance(item, Event))
