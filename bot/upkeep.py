"""What is done each night without being asked for: the self-check, and a backup where a place for it is set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.queues import BACKUP, CHECK
from bot.upkeep_notes import LAST_BACKUP, LAST_CHECK
from crm.features import is_on
from crm.model import Tenant

if TYPE_CHECKING:
    from bot.backup.taking import Made
    from bot.wiring import Rapport

NIGHT = range(1, 6)  # hours of the team's day
AGAIN = timedelta(hours=12)  # once a night
OVERDUE = timedelta(hours=36)  # at any hour, where nobody was up at night


class Upkeep:
    """Finds what is due, and has it done; several replicas that tick find one job."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def __call__(self) -> None:
        now, home = self._app.clock.now(), self._app.tenants.home()
        with self._app.store.read() as session:
            tenants = session.scalars(select(Tenant).where(Tenant.parked_at.is_(None))).all()
        for tenant in tenants:
            if is_on(tenant.settings, "checks") and due(tenant, tenant.settings.get(LAST_CHECK), now):
                self._app.jobs.enqueue_upkeep(CHECK, tenant.id)
            wanted = bool(self._app.settings.backup_folder) and tenant.id == home
            if wanted and due(tenant, tenant.settings.get(LAST_BACKUP), now):
                self._app.jobs.enqueue_upkeep(BACKUP, tenant.id)


def due(tenant: Tenant, last: dict[str, Any] | None, now: datetime) -> bool:
    """Whether it is night where the team is and it was not done yet, or it was not done for long."""
    since = now - (datetime.fromisoformat(last["at"]) if last else tenant.created_at)
    night = now.astimezone(ZoneInfo(tenant.timezone)).hour in NIGHT
    return since > OVERDUE or (night and since > AGAIN)


def nightly(app: Rapport) -> Callable[[int], Made]:
    """A handler of backup jobs: this process holds the index, so its vectors are carried."""

    def make(_tenant_id: int) -> Made:
        from bot.backup.taking import Backup, Wishes  # noqa: PLC0415

        settings = app.settings
        keys = Path(settings.backup_keys) if settings.backup_keys else None
        return Backup(app).make(Path(settings.backup_folder), Wishes(keys=keys, keep=settings.backup_keep))

    return make
