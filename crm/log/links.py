"""Turns the names of a proposal into rows of the record, making those that are new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.errors import RejectedError
from crm.log.proposal import Proposal
from crm.model import Account, Contact, Deal, User
from crm.naming import company_core, person_core

NAME_LENGTH = 191


@dataclass
class Links:
    account_id: int | None = None
    contact_ids: list[int] = field(default_factory=list)
    made: list[tuple[str, int]] = field(default_factory=list)  # table and id of rows made for names that were new


class Linker:
    """Looks names up in one tenant's record. An id in a proposal counts only where it still carries the name.

    Args:
        session: the transaction.
        tenant_id: whose record.
        author: who owns what is made.
        now: when.
    """

    def __init__(self, session: Session, tenant_id: int, author: User | None, now: datetime) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._author = author
        self._now = now

    def link(self, proposal: Proposal) -> Links:
        links = Links()
        if proposal.account:
            links.account_id = self._account(proposal.account.strip(), proposal.account_id, links)
        for name in dict.fromkeys(name.strip() for name in proposal.contacts if name.strip()):
            links.contact_ids.append(self._contact(name, proposal.contact_ids, links))
        return links

    def owner(self, name: str | None, account_id: int | None) -> tuple[int | None, int | None]:
        """The user, or else the contact, who is to do a step; nobody where the name fits several."""
        if not name:
            return (self._author.id if self._author else None), None
        users = self._named(User, name)
        if len(users) == 1:
            return users[0], None
        contacts = self._named(Contact, name)
        if len(contacts) > 1 and account_id is not None:
            contacts = [each for each in contacts if self._works_at(each) == account_id]
        return None, contacts[0] if len(contacts) == 1 else None

    def deal(self, name: str | None, deal_id: int | None, account_id: int | None) -> Deal | None:
        """The deal of that id or name; None where it is new.

        Raises:
            RejectedError: the account has several deals of that name.
        """
        query = select(Deal).where(Deal.tenant_id == self._tenant_id)
        if deal_id is not None:
            found = self._session.scalar(query.where(Deal.id == deal_id))
            if found is not None and (not name or found.name == name):
                return found
        if not name:
            return None
        query = query.where(Deal.name == name)
        rows = list(self._session.scalars(query.where(Deal.account_id == account_id) if account_id else query))
        if len(rows) > 1:
            raise RejectedError("Several deals have that name. Rename one of them, or choose the deal by hand.")
        return rows[0] if rows else None

    def _account(self, name: str, account_id: int | None, links: Links) -> int:
        if account_id is not None:
            kept = self._session.scalar(
                select(Account.name).where(Account.id == account_id, Account.tenant_id == self._tenant_id)
            )
            if kept == name:
                return account_id
        found = self._named(Account, name)
        if len(found) > 1:
            raise RejectedError("Several accounts have that name. Write the one you mean in full.")
        if found:
            return found[0]
        row = Account(name=name[:NAME_LENGTH], **self._fresh())
        return self._make("accounts", row, links)

    def _contact(self, name: str, known: Iterable[int], links: Links) -> int:
        found = self._named(Contact, name)
        linked = [each for each in found if each in set(known)]
        at_account = [each for each in found if self._works_at(each) in {None, links.account_id}]
        for choice in (linked, at_account):
            if len(choice) == 1:
                return choice[0]
            if len(choice) > 1:
                raise RejectedError("Several contacts have that name. Write the one you mean in full.")
        row = Contact(name=name[:NAME_LENGTH], account_id=links.account_id, **self._fresh())
        return self._make("contacts", row, links)

    def _make(self, table: str, row: Account | Contact, links: Links) -> int:
        self._session.add(row)
        self._session.flush()
        links.made.append((table, row.id))
        return row.id

    def _fresh(self) -> dict[str, Any]:
        owner = self._author.id if self._author else None
        return {"tenant_id": self._tenant_id, "owner_id": owner, "created_at": self._now, "updated_at": self._now}

    def _works_at(self, contact_id: int) -> int | None:
        return self._session.scalar(select(Contact.account_id).where(Contact.id == contact_id))

    def _named(self, table: type[Account | Contact | User], name: str) -> list[int]:
        """The rows with this very name; failing that, with this name but for case, accents and legal form."""
        core = company_core if table is Account else person_core
        query = select(table.id, table.name).where(table.tenant_id == self._tenant_id)
        exact = [id_ for id_, _ in self._session.execute(query.where(table.name == name))]
        if exact:
            return exact
        first = name.strip()[:2].lower()
        rows = self._session.execute(query.where(table.name.ilike(f"%{_safe(first)}%", escape="\\")))
        return [id_ for id_, other in rows if core(other) == core(name)]


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
