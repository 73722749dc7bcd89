"""A record with words that an admin has encrypted, and what lies bare in it."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from crm.clock import FixedClock
from crm.model import Account, Base, Contact, Deal, Field, Interaction, Kind, Source, SourceRow, Tenant
from crm.rights.office import RightsOffice
from crm.sealed.settling import Settling
from crm.store import Store
from privacy.vault import KeyFileVault

TAGGED = ("account.industry", "account.codename", "contact.title", "contact.phone", "contact.nickname", "deal.margin",
          "interaction.room")  # fmt: skip
SECRETS = ("Falconry", "Ravenwing", "Grandmaster", "+49 30 5550142", "Quillfeather", "Thirtyseven", "Basement")


@dataclass
class Sealed:
    store: Store
    clock: FixedClock
    tenant_id: int
    vault: KeyFileVault
    rewrites: list[int]

    @property
    def office(self) -> RightsOffice:
        return RightsOffice(self.store, self.clock)

    @property
    def settling(self) -> Settling:
        return Settling(self.store, self.clock, lambda: self.rewrites.append(1))

    def tag(self, *refs: str, on: bool = True) -> None:
        for ref in refs:
            self.office.tag(self.tenant_id, ref, "encrypt", on=on, by=None)
        self.settling.settle(self.tenant_id)

    def bare(self) -> set[str]:
        """The secrets that lie in any cell of the database as they are."""
        said = str(cells(self.store))
        return {secret for secret in SECRETS if secret in said}

    def rows(self) -> dict[str, Any]:
        """Each row's words and attributes, by what it is."""
        with self.store.read() as session:
            return {
                model.__tablename__: [
                    {
                        column.key: getattr(row, column.key)
                        for column in model.__table__.columns
                        if column.key not in APART
                    }
                    for row in session.scalars(select(model).order_by(model.id))
                ]
                for model in (Account, Contact, Deal, Interaction, SourceRow)
            }


APART = {"sealed", "original"}


def cells(store: Store) -> list[Any]:
    with store.read() as session:
        return [list(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]


def record(store: Store, clock: FixedClock, home: Any, copies: int = 1) -> Sealed:
    vault = KeyFileVault(home)
    store.seal_with(vault)
    with store.write() as session:
        tenant = Tenant(name=f"Northwind {random.random()}", created_at=clock.now())
        session.add(tenant)
        session.flush()
        stamp = {"tenant_id": tenant.id, "created_at": clock.now(), "updated_at": clock.now()}
        source = Source(tenant_id=tenant.id, name="hub", kind="hubspot", settings={}, created_at=clock.now())
        session.add(source)
        for number in range(copies):
            account = Account(name=f"Globex {number}", industry="Falconry", domain=f"globex{number}.example",
                              attributes={"codename": "Ravenwing", "seats": number}, **stamp)  # fmt: skip
            session.add(account)
            session.flush()
            person = Contact(name=f"Jane Miller {number}", account_id=account.id, title="Grandmaster",
                             phone="+49 30 5550142", attributes={"nickname": "Quillfeather"}, **stamp)  # fmt: skip
            session.add_all(
                [
                    person,
                    Deal(name=f"Order {number}", account_id=account.id, attributes={"margin": "Thirtyseven"}, **stamp),
                    Interaction(source="mail", kind=Kind.CALL, occurred_at=clock.now(), account_id=account.id, text="Hi",
                                attributes={"room": "Basement", "minutes": 5}, version=1, **stamp),
                ]
            )  # fmt: skip
            session.flush()
            told = {"name": account.name, "industry": "Falconry", "codename": "Ravenwing"}
            session.add(
                SourceRow(tenant_id=tenant.id, source_id=source.id, entity="account", key=f"a{number}", row_id=account.id,
                          told=told)
            )  # fmt: skip
        for ref, value in zip(TAGGED, SECRETS, strict=True):
            entity, _, key = ref.partition(".")
            core = key in {"industry", "title", "phone"}
            session.add(
                Field(tenant_id=tenant.id, entity=entity, key=key, label=key, type="category", core=core,
                      values=json.dumps([value]))
            )  # fmt: skip
        return Sealed(store, clock, tenant.id, vault, [])
