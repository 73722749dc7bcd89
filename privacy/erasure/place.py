"""What every place of forgetting can do, and what it works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from sqlalchemy import select

from crm.clock import Clock
from crm.model import interaction_contacts
from crm.ports import Originals
from crm.store import Store
from privacy.erasure.digests import Digests
from privacy.erasure.subject import Subject
from privacy.erasure.traces import Traces
from privacy.vault import KeyFileVault


class Meanings(Protocol):
    """The vectors, as far as forgetting needs them."""

    def forget(self, tenant_id: int) -> int:
        """Rebuilds a tenant's vectors without those of texts that changed, into new files; returns how many those are.

        Raises:
            RetryableError: another process holds them; it is to do the forgetting.
        """

    def drop(self, tenant_id: int) -> None:
        """Removes all vectors of a tenant.

        Raises:
            RetryableError: another process holds them.
        """

    def forget_moods(self, tenant_id: int) -> None:
        """Removes what was learnt from corrections; it is learnt again from those that are left."""


@dataclass(frozen=True)
class House:
    """Everything that holds something of somebody."""

    store: Store
    clock: Clock
    vault: KeyFileVault
    objects: Originals
    meanings: Meanings
    digests: Digests
    home: Path
    wake: Callable[[int], object] = lambda _tenant_id: None  # told of a tenant whose texts are to be indexed again


@dataclass(frozen=True)
class Work:
    """One person of one tenant, being forgotten."""

    house: House
    tenant_id: int
    subject: Subject

    @cached_property
    def traces(self) -> Traces:
        return Traces(self.subject)

    def near(self) -> frozenset[int]:
        """The interactions that are linked to them."""
        links = interaction_contacts.c
        query = select(links.interaction_id).where(links.contact_id.in_(self.subject.contact_ids))
        with self.house.store.read() as session:
            return frozenset(session.scalars(query))


Claims = Mapping[str, frozenset[str]]  # columns by table
NOTHING: Claims = {}


class Place(Protocol):
    """Somewhere a person may be. Every method can be called again at any time."""

    name: str

    @property
    def claims(self) -> Claims:
        """The columns of the record that this place answers for."""

    def count(self, work: Work) -> int:
        """How many things here tell of the person."""

    def erase(self, work: Work) -> int:
        """Takes the person out; returns how many things were changed or removed."""

    def verify(self, work: Work) -> int:
        """How many things still tell of them: 0 once it is done."""
