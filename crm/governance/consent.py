"""The book of consents: what people of clients agreed to, and took back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError
from crm.governance.person import find
from crm.governance.purposes import checked, purposes
from crm.governance.withheld import DEFAULT, GIVEN, REQUIRED, SETTING, default_of
from crm.model import Consent, Contact, Tenant, User
from crm.rights import unlimited
from crm.rights.office import require_admin
from crm.store import Store

LONGEST_BASIS = 4_000


@dataclass(frozen=True)
class Entry:
    """One word on a purpose. `by` is who noted it; None is the local administrator, or somebody who is gone."""

    given: bool
    at: datetime
    by: str | None
    basis: str
    source: str


@dataclass(frozen=True)
class Standing:
    """How a purpose stands: its newest entry counts, without one the team's default does. `history`: newest first."""

    purpose: str
    means: str
    given: bool
    history: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """All purposes of one contact."""

    contact_id: int
    name: str
    email: str | None
    standings: list[Standing]


class ConsentBook:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def sheet(self, tenant_id: int, who: str) -> Sheet:
        """How all purposes stand for a contact that is seen now.

        Raises:
            RejectedError: nobody is meant.
            AmbiguousError: several may be.
        """
        with self._store.read() as session:
            contact = session.get_one(Contact, find(session, tenant_id, who))
            return _sheet(session, contact)

    def note(
        self,
        tenant_id: int,
        who: str,
        purpose: str,
        *,
        given: bool,
        by: User | None = None,
        basis: str = "",
        source: str = "command line",
    ) -> Sheet:
        """Adds an entry; those before stay as they are.

        Raises:
            RejectedError: nobody is meant, there is no such purpose, or its ground is too long.
            AmbiguousError: several may be meant.
        """
        name, now = checked(purpose), self._clock.now()
        ground = basis.encode("utf-8", "replace").decode().replace("\x00", "").strip()
        if len(ground) > LONGEST_BASIS:
            raise RejectedError(f"Say on what ground in at most {LONGEST_BASIS} characters.")
        with self._store.write() as session:
            contact = session.get_one(Contact, find(session, tenant_id, who))
            session.add(
                Consent(
                    tenant_id=tenant_id, contact_id=contact.id, purpose=name, given=given, at=now,
                    user_id=by.id if by else None, basis=ground or None, source=source,
                )
            )  # fmt: skip
            session.flush()
            found = _sheet(session, contact)
            audit.append(
                session,
                tenant_id,
                at=now,
                actor_id=by.id if by else None,
                action="consent.give" if given else "consent.withdraw",
                entity="contact",
                row_id=contact.id,
                detail={"purpose": name},
            )
        return found

    def default(self, tenant_id: int) -> str:
        """What holds of a contact without an entry: given, or required."""
        with self._store.read() as session:
            return default_of(session.get_one(Tenant, tenant_id).settings)

    def set_default(self, tenant_id: int, value: str, *, by: User | None) -> None:
        """Says what holds of a contact without an entry.

        Raises:
            RejectedError: it is neither given nor required, or not this user's to decide.
        """
        require_admin(tenant_id, by)
        said = value.strip().lower()
        if said not in {GIVEN, REQUIRED}:
            raise RejectedError(f"consent.default is {GIVEN} or {REQUIRED}.")
        with unlimited(), self._store.write() as session:
            tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
            tenant.settings = {**tenant.settings, SETTING: {DEFAULT: said}}
            audit.append(
                session, tenant_id, at=self._clock.now(), actor_id=by.id if by else None, action="consent.default",
                detail={"default": said},
            )  # fmt: skip


def _sheet(session: Session, contact: Contact) -> Sheet:
    query = (
        select(Consent, User.name)
        .outerjoin(User, User.id == Consent.user_id)
        .where(Consent.tenant_id == contact.tenant_id, Consent.contact_id == contact.id)
        .order_by(Consent.id.desc())
    )
    history: dict[str, list[Entry]] = {name: [] for name in purposes()}
    for row, by in session.execute(query):
        entry = Entry(row.given, row.at, by, row.basis or "", row.source)
        history.setdefault(row.purpose, []).append(entry)
    otherwise = default_of(session.get_one(Tenant, contact.tenant_id).settings) == GIVEN
    standings = [
        Standing(name, purposes().get(name, ""), entries[0].given if entries else otherwise, entries)
        for name, entries in history.items()
    ]
    return Sheet(contact.id, contact.name, contact.email, standings)
