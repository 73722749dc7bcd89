"""What the doctor says of the record and of what lies beside it: originals, keys, the audit, the disk."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.check import Check
from crm.errors import RapportError, RejectedError
from crm.migrations import HEAD, current
from crm.model import AuditEntry, Interaction, Tenant

if TYPE_CHECKING:
    from bot.wiring import Rapport

GIGABYTE = 1 << 30
LITTLE, TOO_LITTLE = 2 * GIGABYTE, GIGABYTE // 4  # bytes free on the disk of the data folder
DATABASE = "Start the database, or check RAPPORT_DATABASE_URL. Slack delivers again for five minutes."
MOST_VERIFIED = 50_000  # entries of the audit that are gone through at every look


class HouseChecks:
    def __init__(self, app: Rapport) -> None:
        self._app = app

    def record(self) -> Check:
        store = self._app.store
        try:
            at = current(store)
            if at != HEAD:
                return Check("record", "warning", f"is at schema {at}, not {HEAD}", "Run: rapport migrate")
            with store.read() as session:
                notes = session.scalar(select(func.count()).select_from(Interaction))
                tenants = session.scalar(select(func.count()).select_from(Tenant))
        except RapportError as error:
            return Check("record", "down", error.message, DATABASE)
        return Check("record", "ok", f"answers ({store.dialect}, {tenants} tenant(s), {notes} interactions)")

    def originals(self, tenant: int) -> Check:
        place = self._app.settings.objects_url or "the data folder"
        try:
            self._app.objects.get(tenant, "none")
        except RejectedError:  # it answers that there is none of this name
            return Check("originals", "ok", f"are kept in {place}")
        return Check("originals", "warning", f"{place} holds what nobody put there", "Set RAPPORT_OBJECTS_URL anew.")

    def vault(self, tenant: int) -> Check:
        keys = self._app.vault.keys
        if tenant not in keys.tenants():
            return Check("vault", "ok", f"no key was needed yet; keys will be {keys.says}")
        newest, *former = keys.all(tenant)
        says = f"key {newest.generation} of {newest.made_at:%Y-%m-%d}, {keys.says}"
        if former:
            remedy = "rapport run ends it by itself; by hand: rapport vault rotate"
            return Check("vault", "warning", f"{says}; {len(former)} former not destroyed yet", remedy)
        return Check("vault", "ok", says)

    def audit(self, tenant: int) -> Check:
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).where(AuditEntry.tenant_id == tenant)) or 0
        if count > MOST_VERIFIED:
            return Check("audit", "ok", f"{count:,} entries; to go through them: rapport audit verify")
        found = self._app.trail.verify(tenant)
        if found.whole:
            return Check("audit", "ok", f"{found.entries:,} entries, nobody tampered with them")
        says = f"somebody changed it: {found.problems[0]}"
        return Check("audit", "down", says, "Compare with a backup; all of it: rapport audit verify")

    def disk(self) -> Check:
        free = shutil.disk_usage(self._app.settings.home).free
        says = f"{free / GIGABYTE:,.1f} GB free where the data folder is"
        if free >= LITTLE:
            return Check("disk", "ok", says)
        todo = "Make room, or move the data folder: RAPPORT_HOME. rapport retention says what could go."
        return Check("disk", "down" if free < TOO_LITTLE else "warning", says, todo)
