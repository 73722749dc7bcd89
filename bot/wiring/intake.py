"""How what happens elsewhere comes in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.wiring.governance import Governance
from crm.intake.chain import Chain
from crm.intake.sync import Sync

if TYPE_CHECKING:
    from connectors.export.importer import Importer
    from crm.intake.connector import Connector
    from crm.model import Source


class Intake(Governance):
    """How what happens elsewhere comes in."""

    @cached_property
    def importer(self) -> Importer:
        from connectors.export.importer import Importer

        return Importer(self.store, self.clock, self.capture, self.guard)

    @cached_property
    def sync(self) -> Sync:
        return Sync(
            self.store,
            self.clock,
            sources=self.sources,
            connect=self.connector,
            wake=self.jobs.enqueue_intake,
            outbox=self.outbox,
            guard=self.guard,
        )

    @cached_property
    def chain(self) -> Chain:
        return Chain(self.store, self.clock, self.capture, self.jobs.enqueue_index, self.guard, objects=self.objects)

    def connector(self, source: Source) -> Connector:
        """The connector of a source; it connects to nothing yet."""
        from connectors.registry import Context, module_of, settings_of

        settings = settings_of(source.kind, source.settings)
        context = Context(source.tenant_id, self.clock, self.settings.secret_named, self.objects)
        return module_of(source.kind).connect(settings, context)
