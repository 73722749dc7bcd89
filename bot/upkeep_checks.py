"""What the doctor says of backups and of the self-check."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.check import Check
from bot.upkeep_notes import LAST_BACKUP, LAST_CHECK, LEAST_RECALL, Inspected
from crm.features import is_on
from crm.model import Interaction, Tenant
from crm.rights import unlimited

if TYPE_CHECKING:
    from bot.wiring import Rapport

LATE = timedelta(days=3)  # a self-check is made each night
MAKE = "rapport backup FOLDER --keys ELSEWHERE; each night by itself: set RAPPORT_BACKUP_FOLDER"


class UpkeepChecks:
    def __init__(self, app: Rapport, tenant_id: int) -> None:
        self._app, self._tenant = app, tenant_id

    def backup(self) -> Check:
        last, now, days = self._settings().get(LAST_BACKUP), self._app.clock.now(), self._app.settings.backup_days
        if last is None:
            with self._app.store.read() as session:
                empty = session.scalar(select(Interaction.id).limit(1)) is None
            return Check("backup", "off" if empty else "warning", "none was made yet", MAKE)
        age = now - datetime.fromisoformat(last["at"])
        says = f"the last one is {_long(age)} old, {last['bytes'] / 1e6:,.1f} MB"
        if age > timedelta(days=days):
            return Check("backup", "warning", says, MAKE)
        if not last["keys"]:
            return Check("backup", "ok", f"{says}, without keys", "Keep keys/ elsewhere, or give --keys ELSEWHERE.")
        return Check("backup", "ok", says)

    def agreement(self) -> Check:
        """What the last self-check found."""
        settings = self._settings()
        if not is_on(settings, "checks"):
            return Check("self-check", "off", "is switched off", "rapport features on checks")
        if LAST_CHECK not in settings:
            return Check("self-check", "ok", "comes with the next night; now: rapport check")
        last = Inspected(**settings[LAST_CHECK])
        faults = faults_of(last)
        age = self._app.clock.now() - datetime.fromisoformat(last.at)
        if faults:
            says, todo = zip(*faults, strict=True)
            gone = last.lost or last.keyless
            return Check("self-check", "down" if gone else "warning", "; ".join(says), " ".join(todo))
        if age > LATE:
            return Check("self-check", "warning", f"is {_long(age)} old", "Does rapport run? By hand: rapport check")
        recall = "" if last.recall is None else f"; the index finds {last.recall:.1%} of the ten best passages"
        return Check("self-check", "ok", f"{_long(age)} ago everything agreed{recall}")

    def _settings(self) -> dict[str, Any]:
        with unlimited(), self._app.store.read() as session:
            tenant = session.get(Tenant, self._tenant)
            return dict(tenant.settings) if tenant is not None else {}


def faults_of(last: Inspected) -> list[tuple[str, str]]:
    """What does not agree, each with what to do."""
    found = []
    if last.lost:
        says = f"{last.lost:,} originals are missing"
        found.append((says, "Restore a backup into another folder and copy its objects back."))
    if last.keyless:
        says = f"{last.keyless:,} sealed things open with no key that is there"
        found.append((says, "Put keys/ back from where you keep them."))
    if last.recall is not None and last.recall < LEAST_RECALL:
        says = f"the index finds {last.recall:.1%} of the ten best passages only"
        found.append((says, "Stop Rapport, remove the folder vectors, run rapport index."))
    if last.removed or last.requeued:
        says = f"{last.removed or 0:,} vectors had no row, {last.requeued or 0:,} rows no vectors: put right"
        found.append((says, "Where that comes again, look at the disk."))
    if last.strays:
        found.append((f"{last.strays:,} originals are named by no row", "rapport check --remove-strays"))
    return found


def _long(span: timedelta) -> str:
    hours = max(0, int(span.total_seconds())) // 3_600
    return f"{hours // 24} days" if hours >= 48 else f"{hours} h"
