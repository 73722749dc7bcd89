"""What may be kept of whom: forgetting, access, retention, consent, the keys."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.wiring.meaning import Meaning

if TYPE_CHECKING:
    from crm.governance.consent import ConsentBook
    from crm.governance.why import Provenance
    from crm.sealed.settling import Settling
    from privacy.access.access import Access
    from privacy.erasure.erasure import Erasure
    from privacy.erasure.guard import Guard
    from privacy.erasure.lifting import Lifting
    from privacy.erasure.place import House
    from privacy.retention.retention import Retention
    from privacy.rotation import Rotation


class Meanings:
    """Vectors and moods, as forgetting needs them."""

    def __init__(self, app: Meaning) -> None:
        self._app = app

    def forget(self, tenant_id: int) -> int:
        return self._app.indexer.forget(tenant_id)

    def drop(self, tenant_id: int) -> None:
        self._app.vectors.drop(tenant_id)

    def prune(self, tenant_id: int) -> int:
        return self._app.indexer.prune(tenant_id)

    def forget_moods(self, tenant_id: int) -> None:
        self._app.own_moods.forget(tenant_id)


class Governance(Meaning):
    """What may be kept of whom: forgetting, access, retention, consent, the keys."""

    @cached_property
    def house(self) -> House:
        """Everything that holds something of somebody."""
        from privacy.erasure.digests import Digests
        from privacy.erasure.place import House

        return House(
            store=self.store,
            clock=self.clock,
            vault=self.vault,
            objects=self.objects,
            meanings=Meanings(self),
            digests=Digests(self.settings.home),
            home=self.settings.home,
            wake=self.jobs.enqueue_index,
        )

    @cached_property
    def guard(self) -> Guard:
        from privacy.erasure.digests import Digests
        from privacy.erasure.guard import Guard

        return Guard(self.store, Digests(self.settings.home), self.objects)

    @cached_property
    def erasure(self) -> Erasure:
        from privacy.erasure.erasure import Erasure

        return Erasure(self.house)

    @cached_property
    def lifting(self) -> Lifting:
        from privacy.erasure.lifting import Lifting

        return Lifting(self.house)

    @cached_property
    def access(self) -> Access:
        from privacy.access.access import Access

        return Access(self.house)

    @cached_property
    def retention(self) -> Retention:
        from privacy.retention.retention import Retention

        return Retention(self.house, Meanings(self))

    @cached_property
    def consents(self) -> ConsentBook:
        from crm.governance.consent import ConsentBook

        return ConsentBook(self.store, self.clock)

    @cached_property
    def provenance(self) -> Provenance:
        from crm.governance.why import Provenance

        return Provenance(self.store)

    @cached_property
    def settling(self) -> Settling:
        from crm.sealed.settling import Settling
        from privacy.erasure.compaction import compact

        return Settling(self.store, self.clock, lambda: compact(self.store, self.settings.home))

    @cached_property
    def rotation(self) -> Rotation:
        from privacy.rotation import Rotation

        return Rotation(self.store, self.clock, self.vault, self.objects)
