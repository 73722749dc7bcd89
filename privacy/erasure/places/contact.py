"""The person's own row, and what exists of them alone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, select, update
from sqlalchemy.orm import Session

from crm.model import Base
from privacy.erasure.place import NOTHING, Claims, Work
from privacy.erasure.places.columns import Columns

SPOKEN = frozenset({"name", "email", "phone", "title", "external_id", "digest", "attributes", "sealed"})


class Own:
    """Rows that are about the person and nothing else: who they are, what they agreed to, what a source told of them,
    what was noticed.

    They go last of the record's tables: until then their links tell which texts are about the person.
    """

    name = "contacts"

    @property
    def claims(self) -> Claims:
        return {"contacts": SPOKEN}

    def count(self, work: Work) -> int:
        """The rows that go, and the interactions that say the person sent them."""
        with work.house.store.read() as session:
            return sum(self._counted(session, table, which) for table, which in [*_rows(work), _sent(work)])

    verify = count

    def erase(self, work: Work) -> int:
        with work.house.store.write() as session:
            mails, sent = _sent(work)
            done = sum(self._counted(session, table, which) for table, which in [*_rows(work), (mails, sent)])
            session.execute(update(mails).where(sent).values(sender_id=None))  # the mail stays, told by nobody
            for table, which in _rows(work):
                session.execute(delete(table).where(which))
                if table.name == "related_records":  # what is an account's or a deal's too stays, without the person
                    shared = update(table).where(table.c.contact_id.in_(work.subject.contact_ids))
                    session.execute(shared.values(contact_id=None))
        return done

    @staticmethod
    def _counted(session: Session, table: Table, which: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(table).where(which)) or 0


class Others(Columns):
    """What tells of the person in the rows of other contacts, which stay."""

    def __init__(self) -> None:
        super().__init__("contacts", clean=("title", "attributes", "sealed"))
        self.name = "other contacts"

    @property
    def claims(self) -> Claims:
        return NOTHING

    @cached_property
    def table(self) -> Table:
        return _table("contacts")

    def _query(self, work: Work) -> Any:
        return super()._query(work).where(self.table.c.id.not_in(work.subject.contact_ids))


def _rows(work: Work) -> list[tuple[Table, ColumnElement[bool]]]:
    ids = work.subject.contact_ids
    versions, told, links = (_table(name) for name in ("row_versions", "source_rows", "interaction_contacts"))
    signals, related, contacts = (_table(name) for name in ("signals", "related_records", "contacts"))
    consents, nudges = _table("consents"), _table("nudges")
    own: list[tuple[Table, Any]] = [
        (versions, and_(versions.c.entity == "contact", versions.c.row_id.in_(ids))),
        (told, and_(told.c.entity == "contact", told.c.row_id.in_(ids))),
        (signals, signals.c.contact_id.in_(ids)),
        (nudges, nudges.c.contact_id.in_(ids)),
        (consents, consents.c.contact_id.in_(ids)),
        (related, and_(related.c.contact_id.in_(ids), related.c.account_id.is_(None), related.c.deal_id.is_(None))),
        (contacts, contacts.c.id.in_(ids)),
    ]
    scoped = [(table, and_(table.c.tenant_id == work.tenant_id, which)) for table, which in own]
    return [*scoped[:-1], (links, links.c.contact_id.in_(ids)), scoped[-1]]


def _sent(work: Work) -> tuple[Table, ColumnElement[bool]]:
    mails = _table("interactions")
    return mails, and_(mails.c.tenant_id == work.tenant_id, mails.c.sender_id.in_(work.subject.contact_ids))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]
