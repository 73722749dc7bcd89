"""What happened: subjects and texts without the person, originals sealed anew without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row

from crm.errors import FatalError
from crm.placeholders import PERSON
from privacy.erasure.place import Claims, Work
from privacy.erasure.places.columns import Columns, Values
from privacy.erasure.traces import Traces


class Interactions(Columns):
    """A row that is linked to the person, or names them by placeholder, is about them."""

    def __init__(self) -> None:
        super().__init__(
            "interactions",
            clean=("subject", "text", "attributes", "sealed", "url", "thread"),
            keys=("external_id", "identity"),
            plain=("source", "direction", "digest", "mood", "document"),
        )

    @property
    def claims(self) -> Claims:
        return {"interactions": super().claims["interactions"] | {"original"}}

    def changed(self, work: Work, row: Row[Any], near: frozenset[int]) -> Values:
        values = super().changed(work, row, near)
        if row.original is not None:
            values |= self._original(work, row, near=self._is_near(work, row, near))
        return values

    def with_document(self, work: Work) -> Sequence[Row[Any]]:
        with work.house.store.read() as session:
            return session.execute(self._query(work).where(self.table.c.document.is_not(None))).all()

    def _original(self, work: Work, row: Row[Any], *, near: bool) -> Values:
        """An original that opens with no key tells nobody anything, and nobody can say whom it tells of: it goes."""
        vault = work.house.vault
        try:
            before = vault.open(work.tenant_id, row.original)
        except FatalError:
            return {"original": None}
        after = work.traces.cleaned(before, near=near)
        return {} if after == before else {"original": vault.seal(work.tenant_id, after)}

    def _is_near(self, work: Work, row: Row[Any], near: frozenset[int]) -> bool:
        return row.id in near or _named(work.traces, row.text) or _named(work.traces, row.subject or "")

    def _near(self, work: Work) -> frozenset[int]:
        return work.near()

    def _extra(self) -> Iterable[str]:
        return ["original", "document"]


def _named(traces: Traces, text: str) -> bool:
    ids = {str(each) for each in traces.subject.contact_ids}
    return any(match[1] == "person" and match[2] in ids for match in PERSON.finditer(text))
