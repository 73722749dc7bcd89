"""Who is to be forgotten: everything that tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm.errors import RejectedError
from crm.model import Account, Contact, User
from privacy.people import addresses_in, phone_tail
from privacy.roster import PHONE_WORDS
from privacy.words import TITLES, is_common, tokens

LONG_ENOUGH = 4  # letters of a part of a name that can stand for its owner alone
MOST_CANDIDATES = 20


@dataclass(frozen=True)
class Subject:
    """`telling` are folded parts of the names that nobody else goes by: each tells who it is by itself."""

    contact_ids: tuple[int, ...]
    names: tuple[str, ...]
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, told: str) -> Subject:
        return cls(**{name: tuple(values) for name, values in json.loads(told).items()})


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant."""

    id: int
    name: str
    email: str | None
    account: str | None


class AmbiguousError(RejectedError):
    """More than one may be meant; a person must say which."""

    def __init__(self, who: str, candidates: Sequence[Candidate]) -> None:
        super().__init__(f"It is not sure whom {who!r} means. Name the contact by its e-mail, or by its id.")
        self.candidates = candidates


def find(session: Session, tenant_id: int, who: str) -> Subject:
    """The contact of this id, e-mail or name.

    Raises:
        RejectedError: nobody is.
        AmbiguousError: several may be.
    """
    said = who.strip()
    found = _matching(session, tenant_id, said)
    if not found:
        raise RejectedError(f"No contact is {said!r}. Give the e-mail, the whole name or the id of a contact.")
    if len(found) > 1:
        raise AmbiguousError(said, [Candidate(row.id, row.name, row.email, row.account) for row in found])
    return subject_of(session, tenant_id, [found[0].id])


def subject_of(session: Session, tenant_id: int, contact_ids: Sequence[int]) -> Subject:
    """Everything the record knows these contacts by."""
    contacts = session.scalars(select(Contact).where(Contact.tenant_id == tenant_id, Contact.id.in_(contact_ids))).all()
    names = _distinct(contact.name for contact in contacts)
    extra = [value for contact in contacts for value in (contact.attributes or {}).values()]
    emails = _distinct(each for contact in contacts for each in [contact.email, *addresses_in([contact.name])])
    numbers = [
        str(value)
        for contact in contacts
        for key, value in (contact.attributes or {}).items()
        if value and any(word in key.lower() for word in PHONE_WORDS)
    ]
    phones = _distinct(each for each in [*(contact.phone for contact in contacts), *numbers] if phone_tail(each or ""))
    return Subject(
        tuple(contact.id for contact in contacts),
        names,
        _distinct([*emails, *addresses_in(extra)]),
        phones,
        _telling(session, tenant_id, contact_ids, names),
    )


def _matching(session: Session, tenant_id: int, said: str) -> Sequence[Any]:
    query = (
        select(Contact.id, Contact.name, Contact.email, Account.name.label("account"))
        .outerjoin(Account, Account.id == Contact.account_id)
        .where(Contact.tenant_id == tenant_id)
        .order_by(Contact.id)
        .limit(MOST_CANDIDATES)
    )
    number = said.removeprefix("#")
    if number.isdecimal():
        return list(session.execute(query.where(Contact.id == int(number))))
    exact = or_(func.lower(Contact.email) == said.lower(), func.lower(Contact.name) == said.lower())
    part = said.lower().replace("\\", "").replace("%", "").replace("_", "")
    found = list(session.execute(query.where(exact)))
    if found or len(part) < LONG_ENOUGH:
        return found
    near = session.execute(query.where(func.lower(Contact.name).like(f"%{part}%"))).all()
    if near:  # a part of a name is never enough to forget somebody by
        raise AmbiguousError(said, [Candidate(row.id, row.name, row.email, row.account) for row in near])
    return []


def _telling(session: Session, tenant_id: int, contact_ids: Sequence[int], names: Iterable[str]) -> tuple[str, ...]:
    own = {token.key for name in names for token in tokens(name)} - TITLES
    own = {key for key in own if len(key) >= LONG_ENOUGH and not is_common(key) and not key.isdigit()}
    if not own:
        return ()
    others = [
        session.scalars(select(Contact.name).where(Contact.tenant_id == tenant_id, Contact.id.not_in(contact_ids))),
        session.scalars(select(User.name).where(User.tenant_id == tenant_id)),
        session.scalars(select(Account.name).where(Account.tenant_id == tenant_id)),
    ]
    for rows in others:
        for name in rows:
            own -= {token.key for token in tokens(name)}
    return tuple(sorted(own))


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.strip() for value in values if value and value.strip()))
