"""What was done by whom: it takes no client's text, but entries from before it was a chain may hold some."""

from __future__ import annotations

from typing import Any

from privacy.erasure.place import Work
from privacy.erasure.places.columns import Columns


class Trail(Columns):
    """Entries of the chain stay as they are: a changed one would look like tampering."""

    def __init__(self) -> None:
        super().__init__("audit", clean=("detail",), plain=("action", "entity", "digest"))

    def _query(self, work: Work) -> Any:
        return super()._query(work).where(self.table.c.seq.is_(None))
