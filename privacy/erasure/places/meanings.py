"""Vectors, and what was learnt from corrections: personal data too."""

from __future__ import annotations

from sqlalchemy import func, select

from crm.model import Correction, Interaction
from privacy.erasure.place import NOTHING, Work


class Vectors:
    """The vectors of texts that changed go with the files they were in; the index makes new ones of the new texts."""

    name = "vectors"
    claims = NOTHING

    def count(self, work: Work) -> int:
        """Passages of interactions that are linked to the person."""
        near = work.near()
        if not near:
            return 0
        query = select(func.sum(Interaction.passages)).where(Interaction.id.in_(near))
        with work.house.store.read() as session:
            return int(session.scalar(query) or 0)

    def erase(self, work: Work) -> int:
        return work.house.meanings.forget(work.tenant_id)

    def verify(self, work: Work) -> int:  # noqa: ARG002 - their files are new, and the scan reads them
        return 0


class Moods:
    """A head fitted on corrections of texts about the person is removed, and fitted anew on the others."""

    name = "moods"
    claims = NOTHING

    def count(self, work: Work) -> int:
        near = work.near()
        if not near:
            return 0
        query = select(func.count()).where(Correction.interaction_id.in_(near), Correction.field == "mood")
        with work.house.store.read() as session:
            return int(session.scalar(query) or 0)

    def erase(self, work: Work) -> int:
        found = self.count(work)
        if found:
            work.house.meanings.forget_moods(work.tenant_id)
        return found

    def verify(self, work: Work) -> int:  # noqa: ARG002 - the count is of corrections, which stay
        return 0
