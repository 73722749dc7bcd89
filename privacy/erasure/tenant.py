"""Forgets a whole tenant: its rows, originals, vectors and keys, in steps that can be cut off anywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Table, delete, func, select, update

from crm.model import Base, ErasureRequest, Tenant
from privacy.erasure import certificate as certificates
from privacy.erasure.compaction import compact
from privacy.erasure.digests import Line
from privacy.erasure.place import House
from privacy.erasure.places.files import loose_files

TENANT = "tenant"
BATCH = 2_000  # rows a transaction


class TenantErasure:
    """Takes a tenant out of everything.

    Args:
        step: told before each step; for tests that kill it there.
    """

    def __init__(self, house: House, step: Callable[[str], object]) -> None:
        self._house, self._step = house, step

    def counts(self, tenant_id: int) -> dict[str, int]:
        """How many rows of it each table holds."""
        found = {}
        with self._house.store.read() as session:
            for table in owned():
                query = select(func.count()).select_from(table).where(table.c.tenant_id == tenant_id)
                if count := session.scalar(query):
                    found[table.name] = int(count)
        return found

    def run(self, request: ErasureRequest) -> dict[str, Any]:
        """Does all of it; whatever is done already is done again without harm.

        Raises:
            RetryableError: a part of Rapport is not to be had now; run it again.
        """
        tenant_id, house = request.tenant_id, self._house
        counts = {**self.counts(tenant_id), **request.counts}
        self._note(request.id, counts)
        steps: list[tuple[str, Callable[[], object]]] = [
            ("objects", lambda: house.objects.drop(tenant_id)),
            ("vectors", lambda: house.meanings.drop(tenant_id)),
            ("moods", lambda: house.meanings.forget_moods(tenant_id)),
            ("files", lambda: self._files(tenant_id)),
            *((table.name, lambda table=table: self._empty(table, tenant_id)) for table in reversed(owned())),
            ("keys", lambda: self._keys(tenant_id)),
            ("name", lambda: self._nameless(tenant_id)),
            ("compaction", lambda: compact(house.store, house.home)),
        ]
        for name, step in steps:
            self._step(name)
            step()
        self._step("closing")
        certificate = self._certificate(request, counts)
        certificates.keep(house.home, certificate)
        with house.store.write() as session:
            session.execute(delete(Tenant).where(Tenant.id == tenant_id))  # and with it the request
        return certificate

    def _note(self, number: int, counts: dict[str, int]) -> None:
        with self._house.store.write() as session:
            session.get_one(ErasureRequest, number).counts = counts

    def _empty(self, table: Table, tenant_id: int) -> None:
        if table.name == ErasureRequest.__tablename__:
            return  # this one tells how far it is; it goes with the tenant's own row
        while True:
            with self._house.store.write() as session:
                some = select(table.c.id).where(table.c.tenant_id == tenant_id).order_by(table.c.id).limit(BATCH)
                ids = session.scalars(some).all()
                session.execute(delete(table).where(table.c.id.in_(ids)))
            if len(ids) < BATCH:
                return

    def _files(self, tenant_id: int) -> None:
        """Exports and rejects are nobody else's where there is no other tenant."""
        with self._house.store.read() as session:
            others = session.scalar(select(func.count()).select_from(Tenant).where(Tenant.id != tenant_id))
        for path in loose_files(self._house.home) if not others else ():
            path.unlink(missing_ok=True)

    def _keys(self, tenant_id: int) -> None:
        now = self._house.clock.now()
        self._house.vault.destroy(tenant_id)
        self._house.digests.forget_tenant(Line(tenant_id, 0, now.isoformat(), [[TENANT, ""]]))

    def _nameless(self, tenant_id: int) -> None:
        values: dict[str, Any] = {"name": f"forgotten {tenant_id}", "slack_team_id": None, "settings": {}}
        with self._house.store.write() as session:
            session.execute(update(Tenant).where(Tenant.id == tenant_id).values(values))

    def _certificate(self, request: ErasureRequest, counts: dict[str, int]) -> dict[str, Any]:
        left = {name: count for name, count in self.counts(request.tenant_id).items() if name != "erasure_requests"}
        keys = [name for name in map(str, self._house.vault.keys.tenants()) if name == str(request.tenant_id)]
        return {
            "request": request.id,
            "kind": TENANT,
            "requested_at": request.requested_at.isoformat(),
            "finished_at": self._house.clock.now().isoformat(),
            "places": [
                {"place": name, "removed": count, "left": left.get(name, 0)}
                for name, count in counts.items()
                if name != "erasure_requests"
            ],
            "scan": {
                "files": 0,
                "bytes": 0,
                "tables": len(owned()),
                "rows": sum(left.values()),
                "found": [*left, *(f"key of tenant {key}" for key in keys)],
            },
            "notes": list(certificates.NOTES),
        }


def owned() -> list[Table]:
    """Tables of tenants, those that others point at first."""
    return [table for table in Base.metadata.sorted_tables if "tenant_id" in table.columns and "id" in table.columns]
