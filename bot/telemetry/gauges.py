"""What stands at the moment Prometheus asks: the inbox, the index's lag, the queue, workspaces, the model's breaker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from bot.upkeep_notes import LAST_BACKUP, LAST_CHECK, Inspected
from crm.errors import RapportError
from crm.model import InboxItem, Interaction, Tenant

if TYPE_CHECKING:
    from prometheus_client import Metric

    from bot.wiring import Rapport

log = structlog.get_logger()


class Gauges(Collector):
    """Asks the record at each look. A part that does not answer is left out, the others are told."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def describe(self) -> list[Metric]:
        """Nothing: asking the record while wiring would connect to it."""
        return []

    def collect(self) -> Iterator[Metric]:
        for part in (self._inbox, self._lag, self._queue, self._workspaces, self._upkeep, self._model):
            try:
                yield from part()
            except RapportError as error:
                log.warning("gauge_missing", part=part.__name__, kind=type(error).__name__)

    def _inbox(self) -> Iterator[Metric]:
        gauge = GaugeMetricFamily("rapport_inbox_items", "What is in the inbox.", labels=["tenant", "state"])
        query = select(InboxItem.tenant_id, InboxItem.state, func.count()).group_by(
            InboxItem.tenant_id, InboxItem.state
        )
        with self._app.store.read() as session:
            for tenant_id, state, count in session.execute(query):
                gauge.add_metric([str(tenant_id), state.value], count)
        yield gauge

    def _lag(self) -> Iterator[Metric]:
        rows = GaugeMetricFamily("rapport_index_lag_rows", "Rows not searchable by meaning yet.", labels=["tenant"])
        age = GaugeMetricFamily("rapport_index_lag_seconds", "How long the oldest of them waits.", labels=["tenant"])
        behind = Interaction.version > Interaction.indexed_version
        query = (
            select(Interaction.tenant_id, func.count(), func.min(Interaction.updated_at))
            .where(behind)
            .group_by(Interaction.tenant_id)
        )
        with self._app.store.read() as session:
            found = {tenant_id: (count, oldest) for tenant_id, count, oldest in session.execute(query)}
            tenants = session.scalars(select(Tenant.id)).all()
        now = self._app.clock.now()
        for tenant_id in tenants:
            count, oldest = found.get(tenant_id, (0, None))
            rows.add_metric([str(tenant_id)], count)
            age.add_metric([str(tenant_id)], (now - oldest).total_seconds() if oldest else 0)
        yield from (rows, age)

    def _queue(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("rapport_queue_waiting", "Jobs queued or running.", value=self._app.jobs.waiting())

    def _workspaces(self) -> Iterator[Metric]:
        gauge = GaugeMetricFamily("rapport_workspaces", "Workspaces served, and those that left.", labels=["state"])
        with self._app.store.read() as session:
            total = session.scalar(select(func.count()).select_from(Tenant)) or 0
        left = len(self._app.tenants.parked())
        gauge.add_metric(["here"], total - left)
        gauge.add_metric(["left"], left)
        yield gauge

    def _upkeep(self) -> Iterator[Metric]:
        """What the last self-check found, and how old the last backup is."""
        recall = GaugeMetricFamily("rapport_index_recall", "Share of the best passages found.", labels=["tenant"])
        faults = GaugeMetricFamily("rapport_check_faults", "What did not agree.", labels=["tenant", "kind"])
        age = GaugeMetricFamily("rapport_backup_age_seconds", "How old the last backup is.", labels=["tenant"])
        now = self._app.clock.now()
        with self._app.store.read() as session:
            tenants = session.execute(select(Tenant.id, Tenant.settings)).all()
        for tenant_id, settings in tenants:
            if settings.get(LAST_CHECK):
                found = Inspected(**settings[LAST_CHECK])
                if found.recall is not None:
                    recall.add_metric([str(tenant_id)], found.recall)
                for kind, count in found.faults.items():
                    faults.add_metric([str(tenant_id), kind], count)
            if settings.get(LAST_BACKUP):
                made = datetime.fromisoformat(settings[LAST_BACKUP]["at"])
                age.add_metric([str(tenant_id)], (now - made).total_seconds())
        yield from (recall, faults, age)

    def _model(self) -> Iterator[Metric]:
        if self._app.chat is not None:
            resting = GaugeMetricFamily("rapport_model_resting", "1 while a failing model is left alone.")
            resting.add_metric([], int(self._app.chat.resting))
            yield resting
