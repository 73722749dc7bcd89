"""What every source must keep to, held against a real server or folder.

A source has a `World`: where its things really lie. `tests/connectors/test_contract.py` lists the worlds, one a line.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from crm.clock import FixedClock
from crm.errors import RapportError
from crm.intake.connector import Connector
from crm.intake.event import Broken, Change, Event, Page

Failure = tuple[Callable[[], Any], type[RapportError]]


class World(Protocol):
    """A source with some things in it, of which at least one can be read and, where that can be, one cannot."""

    def make(self) -> Connector:
        """A new connector to it."""

    def add(self) -> None:
        """One more thing happens there, later than all before it."""

    def failures(self) -> Mapping[str, Failure]:
        """Ways for it to fail by name: what breaks it, and the error that a look then ends with."""

    def close(self) -> None: ...


def world_of(name: str, folder: Path, clock: FixedClock) -> World:
    """The world of a source: `world(folder, clock)` in the file `<name>_world.py` beside this one."""
    made: World = importlib.import_module(f"{name}_world").world(folder, clock)
    return made


def looked(connector: Connector, cursor: Mapping[str, Any]) -> list[Page]:
    """The pages of one look; each survives being written down and read again, as the intake does it."""
    try:
        return [Page.model_validate_json(page.model_dump_json()) for page in connector.pages(cursor)]
    finally:
        connector.close()
        connector.close()


def items(pages: list[Page]) -> list[Event | Change | Broken]:
    return [item for page in pages for item in page.items]


def versions(pages: list[Page]) -> Iterator[tuple[str, str]]:
    for item in items(pages):
        yield item.key, item.revision


def last_cursor(pages: list[Page], before: Mapping[str, Any]) -> dict[str, Any]:
    return pages[-1].cursor if pages else dict(before)
