"""Which embedder's vectors answer for a tenant, where the vectors are not on this machine: in the tenant's settings.

Several processes share such a store, and not every store shows at once what was written a moment ago.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from crm.model import Tenant
from crm.rights import unlimited
from crm.store import Store
from indexing.stores.port import State

SETTING = "vectors"


class States:
    """Args:
    place: the address of the store; what was noted of another one does not hold for it.
    """

    def __init__(self, store: Store, place: str) -> None:
        self._store = store
        self._place = hashlib.sha256(place.encode()).hexdigest()[:8]

    def of(self, tenant_id: int) -> State:
        with unlimited(), self._store.read() as session:
            tenant = session.get(Tenant, tenant_id)
            noted = tenant.settings.get(SETTING, {}).get(self._place) if tenant else None
        return State(**noted) if noted else State()

    def keep(self, tenant_id: int, state: State) -> None:
        with unlimited(), self._store.write() as session:
            tenant = session.get(Tenant, tenant_id, with_for_update=True)
            if tenant is not None:  # of one that was removed meanwhile nothing is noted
                tenant.settings = {**tenant.settings, SETTING: {self._place: asdict(state)}}
