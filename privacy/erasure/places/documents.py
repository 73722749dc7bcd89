"""Originals in storage: sealed as a whole, so those that tell of the person go as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import select, update

from crm.errors import FatalError, RejectedError
from crm.model import InboxItem, Interaction
from privacy.erasure.place import NOTHING, Work
from privacy.erasure.places.interactions import Interactions
from privacy.erasure.scan import Needles, found_in


class Documents:
    """What is linked to the person, what waits in the inbox with words about them, and whatever else lies in storage
    and holds them: an original that a source had put there before it broke off is nobody's.
    """

    name = "objects"
    claims = NOTHING

    def count(self, work: Work) -> int:
        return len(self._keys(work))

    verify = count

    def erase(self, work: Work) -> int:
        keys = self._keys(work)
        for key in sorted(keys):
            work.house.objects.delete(work.tenant_id, key)
            own = update(Interaction).where(Interaction.tenant_id == work.tenant_id, Interaction.document == key)
            with work.house.store.write() as session:
                session.execute(own.values(document=None))
        return len(keys)

    def _keys(self, work: Work) -> set[str]:
        told = {*self._linked(work), *self._waiting(work)}
        needles = Needles.of(work.subject)
        return told | {
            key
            for key in work.house.objects.names(work.tenant_id)
            if key not in told and self._holds(work, key, needles)
        }

    @staticmethod
    def _linked(work: Work) -> Iterator[str]:
        """Of interactions that tell of them, by link, by placeholder or in words."""
        interactions, near = Interactions(), work.near()
        for row in interactions.with_document(work):
            if row.id in near or interactions.changed(work, row, near):
                yield str(row.document)

    @staticmethod
    def _waiting(work: Work) -> Iterator[str]:
        query = select(InboxItem.payload).where(
            InboxItem.tenant_id == work.tenant_id, InboxItem.payload.contains('"document"')
        )
        with work.house.store.read() as session:
            payloads = session.scalars(query).all()
        for payload in payloads:
            document = json.loads(payload).get("document")
            if document and work.traces.value(payload) != payload:
                yield str(document)

    @staticmethod
    def _holds(work: Work, key: str, needles: Needles) -> bool:
        """One that is gone holds nothing; of one that opens with no key nobody can say whom it tells of."""
        try:
            content = work.house.objects.get(work.tenant_id, key)
        except RejectedError:
            return False
        except FatalError:
            return True
        return found_in(content, needles) or work.traces.within(content.decode("utf-8", "ignore"))
