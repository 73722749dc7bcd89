"""Who a tenant's people are, read from the record and kept until the record changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import func, literal_column, select, union_all
from sqlalchemy.orm import Session

from crm.model import Account, Contact, Product, Tenant, User
from crm.rights import unlimited
from crm.sealed import opened
from crm.store import Store
from crm.tenants import competitors_of
from privacy.people import Directory, Person, addresses_in
from privacy.words import kept_names

PeopleSource = Callable[[int], Sequence[Person]]
PHONE_WORDS = ("phone", "mobile", "cell", "tel", "fax")


class Roster:
    """Directories of tenants, rebuilt when contacts, users, accounts or products were added, changed or removed.

    Args:
        source: the record, or a function that gives a tenant's people.
    """

    def __init__(self, source: Store | PeopleSource) -> None:
        self._source = source
        self._lock = Lock()
        self._known: dict[int, tuple[Any, Directory]] = {}

    def directory(self, tenant_id: int) -> Directory:
        source = self._source
        if not isinstance(source, Store):
            people = tuple(source(tenant_id))
            return self._cached(tenant_id, people, lambda: Directory(people, kept_names()))
        with unlimited(), source.read() as session:  # whoever reads: every known name is redacted
            return self._cached(tenant_id, _stamp(session, tenant_id), lambda: _load(session, tenant_id))

    def _cached(self, tenant_id: int, stamp: Any, build: Callable[[], Directory]) -> Directory:
        known = self._known.get(tenant_id)
        if known and known[0] == stamp:
            return known[1]
        directory = build()
        with self._lock:
            self._known[tenant_id] = (stamp, directory)
        return directory


def _stamp(session: Session, tenant_id: int) -> Any:
    """What differs as soon as any of the rows does."""
    tables: tuple[Any, ...] = (Contact, User, Account, Product)
    parts: list[Any] = [
        select(
            literal_column(str(number)).label("part"),
            func.count(table.id),
            func.max(table.updated_at),
            func.sum(table.version),
        ).where(table.tenant_id == tenant_id)
        for number, table in enumerate(tables)
    ]
    rows = sorted(tuple(row) for row in session.execute(union_all(*parts)))
    return tuple(rows), _competitors(session, tenant_id)


def _load(session: Session, tenant_id: int) -> Directory:
    people = [*_users(session, tenant_id), *_contacts(session, tenant_id)]
    kept = list(kept_names())
    kept += [
        name
        for table in (Account, Product)
        for name in session.scalars(select(table.name).where(table.tenant_id == tenant_id))
    ]
    return Directory(people, [*kept, *_competitors(session, tenant_id)])


def _competitors(session: Session, tenant_id: int) -> tuple[str, ...]:
    settings = session.scalar(select(Tenant.settings).where(Tenant.id == tenant_id))
    return tuple(competitors_of(settings)) if settings else ()


def _users(session: Session, tenant_id: int) -> Iterator[Person]:
    query = select(User.id, User.name, User.email).where(User.tenant_id == tenant_id)
    for identity, name, email in session.execute(query):
        yield Person(identity, "user", (name,), (email,) if email else ())


def _contacts(session: Session, tenant_id: int) -> Iterator[Person]:
    query = select(Contact.id, Contact.name, Contact.email, Contact.phone, Contact.attributes, Contact.sealed)
    for identity, name, email, bare, attributes, sealed in session.execute(query.where(Contact.tenant_id == tenant_id)):
        extra = {**opened(session, "contact", tenant_id, sealed), **(attributes or {})}
        phone = bare or extra.pop("phone", None)
        phones = [value for key, value in extra.items() if any(word in key.lower() for word in PHONE_WORDS)]
        emails = ((email,) if email else ()) + addresses_in(extra.values())
        yield Person(identity, "person", (name,), emails, tuple(str(one) for one in [phone, *phones] if one))
