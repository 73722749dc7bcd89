"""Who is to be forgotten: everything that tells of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.governance import person
from crm.model import Account, Contact, User
from crm.sealed import whole
from privacy.people import addresses_in, phone_tail
from privacy.roster import PHONE_WORDS
from privacy.words import TITLES, is_common, tokens

LONG_ENOUGH = 4  # letters of a part of a name that can stand for its owner alone


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


def find(session: Session, tenant_id: int, who: str) -> Subject:
    """The contact of this id, e-mail or name.

    Raises:
        RejectedError: nobody is.
        AmbiguousError: several may be.
    """
    return subject_of(session, tenant_id, [person.find(session, tenant_id, who)])


def subject_of(session: Session, tenant_id: int, contact_ids: Sequence[int]) -> Subject:
    """Everything the record knows these contacts by."""
    contacts = session.scalars(select(Contact).where(Contact.tenant_id == tenant_id, Contact.id.in_(contact_ids))).all()
    names = _distinct(contact.name for contact in contacts)
    known = [whole(session, contact) for contact in contacts]
    extra = [value for each in known for value in each["attributes"].values()]
    emails = _distinct(each for contact in contacts for each in [contact.email, *addresses_in([contact.name])])
    numbers = [
        str(value)
        for each in known
        for key, value in each["attributes"].items()
        if value and any(word in key.lower() for word in PHONE_WORDS)
    ]
    phones = _distinct(each for each in [*(each["phone"] for each in known), *numbers] if phone_tail(each or ""))
    return Subject(
        tuple(contact.id for contact in contacts),
        names,
        _distinct([*emails, *addresses_in(extra)]),
        phones,
        _telling(session, tenant_id, contact_ids, names),
    )


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
