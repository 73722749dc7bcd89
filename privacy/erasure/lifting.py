"""The way off the ledger: somebody who was forgotten is a client again, and what sources tell of them comes in."""

from __future__ import annotations

from sqlalchemy import Delete, delete, select, tuple_

from crm import audit
from crm.errors import RejectedError
from crm.model import ErasureRequest, ErasureState, Forgotten
from privacy.erasure.digests import Line, Mark, name_forms
from privacy.erasure.place import House
from privacy.people import phone_tail

REASONS = ("consent", "contract", "mistake", "other")  # words, for the audit holds no text
UNKNOWN = "Nobody who was forgotten goes by that. Give the e-mail, the number or the whole name they had."
SEVERAL = "Several people who were forgotten go by that. Give the e-mail or the number they had."
RUNNING = "They are being forgotten right now. Lift it once that is done."


class Lifting:
    def __init__(self, house: House) -> None:
        self._house = house

    def lift(self, tenant_id: int, who: str, reason: str, *, by: int | None = None) -> list[int]:
        """Takes a person off the ledger; returns the requests that had put them there.

        What was removed stays so. The file beside the record is written first: what is lifted there and not here is
        lifted by `settle`.

        Args:
            tenant_id: whose ledger it is.
            who: the e-mail, number or whole name they were forgotten with.
            reason: one of REASONS.
            by: the user who decides it; None for the local administrator.

        Raises:
            RejectedError: nobody goes by that, several do, or the reason is none.
        """
        if reason not in REASONS:
            raise RejectedError(f"Say why: {', '.join(REASONS)}.")
        numbers = self._requests(tenant_id, who)
        marks = self._only_of(tenant_id, numbers)
        now = self._house.clock.now()
        line = Line(tenant_id, numbers[-1], now.isoformat(), [list(mark) for mark in sorted(marks)], lifted=True)
        self._house.digests.note(line)
        with self._house.store.write() as session:
            session.execute(_these(tenant_id, marks))
            detail = {"reason": reason, "requests": numbers, "marks": len(marks)}
            audit.append(session, tenant_id, at=now, actor_id=by, action="forget.lift", detail=detail)
        return numbers

    def settle(self, tenant_id: int) -> int:
        """Lifts in the record what the file says is lifted; returns how many marks that were."""
        _, lifted = self._house.digests.standing(tenant_id)
        with self._house.store.write() as session:
            own = select(Forgotten.kind, Forgotten.digest).where(Forgotten.tenant_id == tenant_id)
            there = lifted & {(kind, digest) for kind, digest in session.execute(own)}
            if there:
                session.execute(_these(tenant_id, there))
        return len(there)

    def _requests(self, tenant_id: int, who: str) -> list[int]:
        """Those that forgot whoever goes by this, the first first: several of one person where they came back."""
        kind, marks = self._marks(tenant_id, who.strip())
        standing, _ = self._house.digests.standing(tenant_id)
        found = {
            line.request: {(one, digest) for one, digest in line.marks}
            for line in self._house.digests.lines()
            if line.tenant == tenant_id and not line.lifted
        }
        meant = {number: own for number, own in found.items() if own & marks & standing}
        if not meant:
            raise RejectedError(UNKNOWN)
        if kind == "name" and not _one(list(meant.values())):
            raise RejectedError(SEVERAL)
        with self._house.store.read() as session:
            query = select(ErasureRequest.id).where(
                ErasureRequest.id.in_(meant), ErasureRequest.state == ErasureState.RUNNING
            )
            if session.scalars(query).first() is not None:
                raise RejectedError(RUNNING)
        return sorted(meant)

    def _marks(self, tenant_id: int, who: str) -> tuple[str, set[Mark]]:
        digests = self._house.digests
        if "@" in who:
            return "email", {("email", digests.of(tenant_id, "email", who.casefold()))}
        if tail := phone_tail(who):
            return "phone", {("phone", digests.of(tenant_id, "phone", tail))}
        return "name", {("name", digests.of(tenant_id, "name", form)) for form in name_forms(who)}

    def _only_of(self, tenant_id: int, numbers: list[int]) -> set[Mark]:
        """What only they are known by: a namesake who was forgotten as well stays so."""
        theirs: set[Mark] = set()
        others: set[Mark] = set()
        for line in self._house.digests.lines():
            if line.tenant == tenant_id and not line.lifted:
                marks = {(kind, digest) for kind, digest in line.marks}
                theirs, others = (theirs | marks, others) if line.request in numbers else (theirs, others | marks)
        return theirs - others


def _one(each: list[set[Mark]]) -> bool:
    """Whether all of these are of one person: they share an address or a number, or have none at all."""
    sure = [{mark for mark in marks if mark[0] in {"email", "phone"}} for marks in each]
    return len(each) == 1 or all(marks & sure[0] for marks in sure)


def _these(tenant_id: int, marks: set[Mark]) -> Delete:
    return delete(Forgotten).where(
        Forgotten.tenant_id == tenant_id, tuple_(Forgotten.kind, Forgotten.digest).in_(sorted(marks))
    )
