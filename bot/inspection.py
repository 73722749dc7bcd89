"""The self-check: whether index, originals and keys agree with the record. What can be put right by itself is."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import structlog

from bot.backup.originals import named
from bot.upkeep_notes import LAST_CHECK, Inspected
from crm import audit
from crm.errors import RetryableError
from crm.model import Tenant
from crm.rights import unlimited
from indexing.recall import recall
from privacy.keyless import HEAD, keyless, orphaned

if TYPE_CHECKING:
    from bot.wiring import Rapport

GRACE = timedelta(hours=1)  # an original is kept before the row that names it: so long it is nobody's stray
HEADS = 500  # originals whose beginnings are read
log = structlog.get_logger(__name__)


class Inspection:
    def __init__(self, app: Rapport) -> None:
        self._app = app

    def run(self, tenant_id: int) -> Inspected:
        """Looks at everything of a tenant, and notes what was found for the doctor."""
        now = self._app.clock.now()
        found: dict[str, Any] = {"at": now.isoformat()}
        with unlimited():
            for part in (self._index, self._originals):
                try:
                    found |= part(tenant_id, now)
                except RetryableError as error:  # another process has it, or it is down: the doctor says which
                    log.info("not inspected", part=part.__name__, kind=type(error).__name__)
            found["keyless"] = self._keyless(tenant_id)
            inspected = Inspected(**found)
            with self._app.store.write() as session:
                tenant = session.get_one(Tenant, tenant_id, with_for_update=True)
                tenant.settings = {**tenant.settings, LAST_CHECK: asdict(inspected)}
        return inspected

    def remove_strays(self, tenant_id: int) -> int:
        """Removes originals that no row names; returns how many.

        Raises:
            RetryableError: their storage is not to be had now.
        """
        now = self._app.clock.now()
        with unlimited():
            strays = self._strays(tenant_id, now)
            for key in sorted(strays):
                self._app.objects.delete(tenant_id, key)
            with self._app.store.write() as session:
                detail = {"originals": len(strays)}
                audit.append(session, tenant_id, at=now, actor_id=None, action="originals.tidy", detail=detail)
        return len(strays)

    def _index(self, tenant_id: int, now: datetime) -> dict[str, Any]:
        app = self._app
        swept = app.indexer.sweep(tenant_id)
        space = app.vectors.state(tenant_id).active or app.embedder.name
        told: dict[str, Any] = {"removed": swept.removed, "requeued": swept.requeued}
        if space == app.embedder.name:  # while another embedder takes over its questions would be in another space
            chance = Random(now.toordinal())  # noqa: S311 - a sample, not a secret
            asked = recall(app.store, app.vectors, app.embedder, tenant_id, space, chance)
            told |= {"recall": round(asked.share, 4), "questions": asked.asked} if asked else {}
        return told

    def _originals(self, tenant_id: int, now: datetime) -> dict[str, Any]:
        there = set(self._app.objects.names(tenant_id))
        missing = self._named(tenant_id) - there
        lost = {key for key in missing & self._named(tenant_id) if self._app.objects.head(tenant_id, key, 1) is None}
        return {"lost": len(lost), "strays": len(self._strays(tenant_id, now))}

    def _strays(self, tenant_id: int, now: datetime) -> set[str]:
        older = self._app.objects.older(tenant_id, now - GRACE)
        return older - self._named(tenant_id)

    def _named(self, tenant_id: int) -> set[str]:
        with self._app.store.read() as session:
            return {key for owner, key in named(session.connection()) if owner == tenant_id}

    def _keyless(self, tenant_id: int) -> int:
        app, ring = self._app, self._app.vault.keys
        counts = Counter(keyless(app.store, ring, tenant_id))
        known = {key.id for key in ring.all(tenant_id)} if tenant_id in ring.tenants() else set()
        try:
            keys = list(islice(app.objects.names(tenant_id), HEADS))
            heads = [head for key in keys if (head := app.objects.head(tenant_id, key, HEAD))]
        except RetryableError:
            heads = []
        return counts.total() + orphaned(heads, known)
