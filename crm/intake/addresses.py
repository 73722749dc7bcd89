"""Who is who by address and by name, and which client a domain belongs to; kept until the record changes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.model import Account, Contact, User
from crm.naming import FREE_MAIL, fold


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].casefold()


@dataclass
class AddressBook:
    """A tenant's people and clients. Addresses and domains are in lower case, names folded.

    A name or a domain that more than one row goes by stands for none of them.
    """

    users: dict[str, int] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    account_of: dict[int, int] = field(default_factory=dict)  # contact: account
    user_names: dict[str, int] = field(default_factory=dict)
    contact_names: dict[str, list[int]] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)  # by name and by external id
    domains: dict[str, int] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def account_named(self, said: str) -> int | None:
        """The client that a source calls by name, domain or id."""
        return self.accounts.get(fold(said)) or self.domains.get(said.casefold()) if said else None

    def account_by_domain(self, address: str) -> int | None:
        """The client whose domain, or whose domain's parent, an address is at."""
        domain = domain_of(address)
        while "." in domain:
            if domain in self.domains:
                return self.domains[domain]
            domain = domain.partition(".")[2]
        return None

    def contact_named(self, name: str, account_ids: Iterable[int]) -> int | None:
        """The one contact of this name, among those of the accounts where there are several."""
        found = self.contact_names.get(fold(name), [])
        there = [each for each in found if self.account_of.get(each) in set(account_ids)]
        best = there or found
        return best[0] if len(best) == 1 else None

    def is_own(self, address: str) -> bool:
        return address in self.users or domain_of(address) in self.own


class AddressBooks:
    """The address books of tenants, read anew when people or accounts were added, changed or removed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[int, tuple[Any, AddressBook]] = {}

    def get(self, session: Session, tenant_id: int) -> AddressBook:
        stamp = _stamp(session, tenant_id)
        known = self._known.get(tenant_id)
        if known and known[0] == stamp:
            return known[1]
        book = _load(session, tenant_id)
        with self._lock:
            self._known[tenant_id] = (stamp, book)
        return book


def _stamp(session: Session, tenant_id: int) -> Any:
    tables: tuple[Any, ...] = (User, Contact, Account)
    return tuple(
        tuple(
            session.execute(
                select(func.count(table.id), func.max(table.updated_at), func.sum(table.version)).where(
                    table.tenant_id == tenant_id
                )
            ).one()
        )
        for table in tables
    )


def _load(session: Session, tenant_id: int) -> AddressBook:
    book = AddressBook()
    users = session.execute(
        select(User.id, User.name, User.email, User.slack_id).where(User.tenant_id == tenant_id)
    ).all()
    book.users = {email.casefold(): identity for identity, _, email, _ in users if email}
    book.user_names = _single((fold(name), identity) for identity, name, _, _ in users)
    book.own = frozenset(map(domain_of, book.users)) - FREE_MAIL
    book.users |= {f"slack:{member}".casefold(): identity for identity, _, _, member in users if member}
    contacts = session.execute(
        select(Contact.id, Contact.name, Contact.email, Contact.account_id).where(Contact.tenant_id == tenant_id)
    ).all()
    names: dict[str, list[int]] = defaultdict(list)
    for identity, name, email, account_id in contacts:
        names[fold(name)].append(identity)
        if email:
            book.contacts.setdefault(email.casefold(), identity)
        if account_id:
            book.account_of[identity] = account_id
    book.contact_names = dict(names)
    accounts = session.execute(
        select(Account.id, Account.name, Account.domain, Account.external_id).where(Account.tenant_id == tenant_id)
    ).all()
    book.accounts = _single(
        (fold(said), identity) for identity, name, _, external in accounts for said in {name, external or name}
    )
    told = [(_bare(domain), identity) for identity, _, domain, _ in accounts if domain]
    seen = [(domain_of(email), account_id) for _, _, email, account_id in contacts if email and account_id]
    book.domains = {**_single(pair for pair in seen if pair[0] not in FREE_MAIL), **_single(told)}
    return book


def _bare(domain: str) -> str:
    return domain.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").partition("/")[0]


def _single(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    distinct = set(pairs)
    counts = Counter(said for said, _ in distinct)
    return {said: identity for said, identity in distinct if said and counts[said] == 1}
