"""Entries of the log that wait for a word, or had one: their words lie under seal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from crm.errors import FatalError
from privacy.erasure.place import Claims, Work
from privacy.erasure.places.columns import Columns, Values


class Entries(Columns):
    """Whom an entry is about is told by its outline."""

    def __init__(self) -> None:
        super().__init__("proposed_entries", clean=("proposal", "written"), plain=("key",))

    @property
    def claims(self) -> Claims:
        return {"proposed_entries": super().claims["proposed_entries"] | {"text"}}

    def changed(self, work: Work, row: Row[Any], near: frozenset[int]) -> Values:
        values = super().changed(work, row, near)
        about = "proposal" in values
        try:
            before = json.loads(work.house.vault.open(work.tenant_id, row.text))
        except (FatalError, ValueError):
            return {**values, "text": b""} if row.text else values
        after = work.traces.value(before, near=about)
        if after != before:
            values["text"] = work.house.vault.seal(work.tenant_id, json.dumps(after))
        return values

    def _extra(self) -> Iterable[str]:
        return ["text"]
