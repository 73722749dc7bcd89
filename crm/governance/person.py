"""Whom somebody means: a contact by id, e-mail or name, never guessed among several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from crm.errors import RejectedError
from crm.model import Account, Contact
from crm.naming import fold

MOST_CANDIDATES = 20
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant."""

    id: int
    name: str
    email: str | None
    account: str | None


class AmbiguousError(RejectedError):
    """More than one may be meant, or one who is not named in full; a person must say which."""

    def __init__(self, who: str, candidates: Sequence[Candidate]) -> None:
        super().__init__(f"It is not sure whom {who!r} means. Name the contact by its e-mail, or by its id.")
        self.candidates = candidates


def find(session: Session, tenant_id: int, who: str, *, loosely: bool = False) -> int:
    """The id of the contact, out of those that are seen now.

    Args:
        session: whatever sight holds now holds.
        tenant_id: whose record.
        who: an id, an e-mail, or a name.
        loosely: takes a part of a name for its owner, where only one goes by it.

    Raises:
        RejectedError: nobody is meant.
        AmbiguousError: several may be.
    """
    said = " ".join(who.split())
    found = _named(session, tenant_id, said)
    if len(found) == 1:
        return found[0].id
    near = found or _partly(session, tenant_id, said)
    if len(near) == 1 and loosely:
        return near[0].id
    if near:
        raise AmbiguousError(said, near)
    raise RejectedError(f"No contact is {said!r}. Give the e-mail, the whole name or the id of a contact.")


def _named(session: Session, tenant_id: int, said: str) -> list[Candidate]:
    number = said.removeprefix("#")
    if number.isdecimal():
        return _rows(session, _query(tenant_id).where(Contact.id == min(int(number), LARGEST_ID)))
    exact = or_(func.lower(Contact.email) == said.lower(), func.lower(Contact.name) == said.lower())
    return _rows(session, _query(tenant_id).where(exact))


def _partly(session: Session, tenant_id: int, said: str) -> list[Candidate]:
    """Those whose name holds all the words that were said."""
    words = fold(said).split()
    if not words or min(map(len, words)) < 2:
        return []
    like = [func.lower(Contact.name).contains(word, autoescape=True) for word in said.lower().split()]
    rows = _rows(session, _query(tenant_id).where(*like))
    return [each for each in rows if set(words) <= set(fold(each.name).split())]


def _query(tenant_id: int) -> Select[int, str, str | None, str]:
    return (
        select(Contact.id, Contact.name, Contact.email, Account.name.label("account"))
        .outerjoin(Account, Account.id == Contact.account_id)
        .where(Contact.tenant_id == tenant_id)
        .order_by(Contact.id)
        .limit(MOST_CANDIDATES)
    )


def _rows(session: Session, query: Select[int, str, str | None, str]) -> list[Candidate]:
    return [Candidate(row.id, row.name, row.email, row.account) for row in session.execute(query)]
