"""A new key: everything opens under it, the old one goes last, and a kill at any write costs nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from connectors.objects import SealedObjects
from crm.clock import FixedClock
from crm.errors import FatalError
from crm.model import AuditEntry, Interaction, Kind, ProposedEntry
from crm.store import Store
from privacy import rotation
from privacy.keyring import KeyRing
from privacy.rotation import Rotation
from privacy.vault import DIRECT, KeyFileVault

NO_GRACE = timedelta(0)
ROWS = 30


class Company:
    """A tenant with sealed things in every kind of place."""

    def __init__(self, home: Path, store: Store, tenant_id: int, clock: FixedClock) -> None:
        self.home, self.store, self.tenant_id, self.clock = home, store, tenant_id, clock
        self.vault = KeyFileVault(home)
        self.objects = SealedObjects(str(home / "objects"), self.vault)

    def rotation(self, grace: timedelta = NO_GRACE) -> Rotation:
        return Rotation(self.store, self.clock, self.vault, self.objects, grace=grace)

    def fill(self) -> None:
        tenant, now = self.tenant_id, self.clock.now()
        with self.store.write() as session:
            for number in range(ROWS):
                session.add(
                    Interaction(
                        tenant_id=tenant, source="t", external_id=str(number), kind=Kind.NOTE, occurred_at=now, created_at=now,
                        updated_at=now, original=self._old(f"n{number}") if number % 3 == 0 else self.vault.seal(tenant, f"n{number}"),
                    )
                )  # fmt: skip
            entry = ProposedEntry(
                tenant_id=tenant, key="k", text=self.vault.seal(tenant, "said"), proposal={}, created_at=now
            )
            kept = {"was": [{"price": self.vault.seal_token(tenant, "12,000")}]}
            session.add_all([entry, AuditEntry(tenant_id=tenant, at=now, action="x", detail=kept)])
        self.objects.put(tenant, "documents/a1", b"%PDF")

    def _old(self, text: str) -> bytes:
        """As it was sealed at first: under the tenant's key itself."""
        nonce = os.urandom(12)
        key = self.vault.keys.newest(self.tenant_id).secret
        return DIRECT + nonce + AESGCM(key).encrypt(nonce, text.encode(), f"rapport tenant {self.tenant_id}".encode())

    def check(self) -> None:
        vault, tenant = KeyFileVault(self.home), self.tenant_id
        with self.store.read() as session:
            rows = session.scalars(select(Interaction).order_by(Interaction.id)).all()
            assert [vault.open(tenant, row.original or b"") for row in rows] == [f"n{n}" for n in range(ROWS)]
            assert vault.open(tenant, session.scalars(select(ProposedEntry.text)).one()) == "said"
            detail = session.scalars(select(AuditEntry.detail)).one()
        assert vault.open_token(tenant, detail["was"][0]["price"]) == "12,000"
        assert SealedObjects(str(self.home / "objects"), vault).get(tenant, "documents/a1") == b"%PDF"


@pytest.fixture
def company(tmp_path: Path, store: Store, tenant_id: int, clock: FixedClock) -> Company:
    made = Company(tmp_path, store, tenant_id, clock)
    made.fill()
    later(made)
    return made


def later(company: Company) -> None:
    """The tests' clock stands still; files are as old as they are."""
    company.clock.instant = datetime.now(tz=company.clock.now().tzinfo) + timedelta(minutes=1)


def test_everything_is_wrapped_anew_and_the_old_key_is_gone(company: Company) -> None:
    company.check()
    old = company.vault.keys.newest(company.tenant_id)
    told = company.rotation().rotate(company.tenant_id)
    assert (told.generation, told.former, told.unreadable) == (2, 0, 0)
    counts = {"interactions.original": ROWS, "proposed_entries.text": 1, "audit.detail": 1, "objects": 1}
    assert told.renewed == counts
    assert [path.name for path in (company.home / "keys").iterdir()] == [f"tenant-{company.tenant_id}.2.key"]
    assert company.vault.keys.newest(company.tenant_id).secret != old.secret
    company.check()


def test_on_every_database(any_store: Store, any_tenant_id: int, clock: FixedClock, tmp_path: Path) -> None:
    company = Company(tmp_path, any_store, any_tenant_id, clock)
    company.fill()
    later(company)
    assert company.rotation().rotate(any_tenant_id).former == 0
    company.check()


def test_the_old_key_stays_while_something_may_be_under_way(company: Company) -> None:
    careful = company.rotation(timedelta(hours=1))
    told = careful.rotate(company.tenant_id)
    assert (told.former, careful.waits()) == (1, [company.tenant_id])
    assert told.until is not None
    assert careful.rotate(company.tenant_id).generation == 2  # the same change, gone on with
    company.clock.instant += timedelta(hours=2)
    assert careful.finish(company.tenant_id).former == 0
    assert careful.waits() == []
    company.check()


def test_the_old_key_stays_while_something_cannot_be_opened(company: Company) -> None:
    with company.store.write() as session:
        row = session.scalars(select(Interaction)).first()
        assert row is not None
        row.original = b"\x02" + bytes(120)
    told = company.rotation().rotate(company.tenant_id)
    assert (told.unreadable, told.former) == (1, 1)


def test_only_the_head_changes(company: Company) -> None:
    sealed = company.vault.seal(company.tenant_id, "x" * 1_000)
    company.vault.keys.add(company.tenant_id)
    renewed = company.vault.renewed(company.tenant_id, sealed)
    assert renewed[1:69] != sealed[1:69]
    assert renewed[69:] == sealed[69:]
    company.vault.keys.destroy(company.tenant_id, 1)
    assert company.vault.open(company.tenant_id, renewed) == "x" * 1_000
    with pytest.raises(FatalError):
        company.vault.open(company.tenant_id, sealed)


def rotated_until(company: Company, writes: int) -> int:
    """Rotates in a process of its own that is killed before its next write after so many; its wait status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    left = [writes]
    owners: list[tuple[type, str]] = [(Store, "write"), (SealedObjects, "_write"), (KeyRing, "_made")]
    for owner, name in [*owners, (KeyRing, "destroy")]:
        setattr(owner, name, counted(getattr(owner, name), left))
    rotation.BATCH = 7
    there = Company(company.home, Store(str(company.store.url)), company.tenant_id, company.clock)
    told = there.rotation().rotate(there.tenant_id)
    os._exit(told.former)


def counted(function: Callable[..., object], left: list[int]) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return function(*args, **kwargs)

    return call


def test_a_kill_at_every_write_loses_nothing(company: Company) -> None:
    company.store.close()  # a forked process must not share its connection
    kills = 0
    while (status := rotated_until(company, 1)) != 0:
        assert os.WTERMSIG(status) == signal.SIGKILL
        company.check()
        company.store.close()
        kills += 1
        assert kills < 30
    assert kills >= 8
    company.check()
    assert len(list((company.home / "keys").iterdir())) == 1
