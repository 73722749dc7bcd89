"""The record and what every other part stands on: rights, the queue, the vault, redaction."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.settings import RESTORING, Settings
from bot.telemetry.telemetry import Telemetry
from crm.agenda import Agenda
from crm.capture import Capture
from crm.clock import Clock, SystemClock
from crm.daybook.meetings import Meetings
from crm.daybook.week import Weeks
from crm.errors import FatalError
from crm.features import Features
from crm.inbox import Inbox
from crm.intake.columns import ColumnBook
from crm.intake.journal import Journal
from crm.intake.outbox import Outbox
from crm.intake.sources import SourceBook
from crm.migrations import upgrade
from crm.replicas import ReplicaBook
from crm.rights.office import RightsOffice
from crm.staff import Staff
from crm.store import Store
from crm.tenants import Tenants
from crm.trail import AuditTrail, HeadFile

if TYPE_CHECKING:
    from bot.jobs import Jobs
    from connectors.objects import SealedObjects
    from crm.ports import NameTagger
    from privacy.redactor import PresidioRedactor
    from privacy.vault import KeyFileVault


class Record:
    """The record and what every other part stands on: rights, the queue, the vault, redaction."""

    restoring = False  # whether this is what restores a backup into the data folder

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock: Clock = clock or SystemClock()

    @cached_property
    def store(self) -> Store:
        if not self.restoring and (self.settings.home / RESTORING).exists():
            raise FatalError(
                "A backup was not restored to its end here. Run rapport restore again, with the same backup."
            )
        store = Store(self.settings.record_url, self._heads.keep)
        upgrade(store)
        store.seal_with(self.vault)
        return store

    @cached_property
    def _heads(self) -> HeadFile:
        return HeadFile(self.settings.home / "audit")

    @cached_property
    def trail(self) -> AuditTrail:
        return AuditTrail(self.store, self.clock, self._heads)

    @cached_property
    def tenants(self) -> Tenants:
        return Tenants(self.store, self.clock)

    @cached_property
    def rights(self) -> RightsOffice:
        return RightsOffice(self.store, self.clock)

    @cached_property
    def meetings(self) -> Meetings:
        return Meetings(self.store)

    @cached_property
    def weeks(self) -> Weeks:
        return Weeks(self.store)

    @cached_property
    def staff(self) -> Staff:
        return Staff(self.store, self.clock)

    @cached_property
    def features(self) -> Features:
        return Features(self.store, self.clock)

    @cached_property
    def columns(self) -> ColumnBook:
        return ColumnBook(self.store, self.clock)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.store, self.clock)

    @cached_property
    def redactor(self) -> PresidioRedactor:
        from privacy.redactor import PresidioRedactor

        return PresidioRedactor(self.store, self.name_tagger)

    @cached_property
    def name_tagger(self) -> NameTagger | None:
        """What finds names of people that the record does not know; None where that is switched off."""
        engine, _, model = self.settings.names_engine.partition(":")
        if engine == "none":
            return None
        if engine == "spacy":
            from indexing.spacy_names import SpacyNames

            return SpacyNames(model)
        from indexing.name_tagger import Tagger

        return Tagger()

    @cached_property
    def vault(self) -> KeyFileVault:
        from privacy.custody import guards_of
        from privacy.vault import KeyFileVault

        guards = guards_of(self.settings.vault_key.get_secret_value(), self.settings.vault_command)
        return KeyFileVault(self.settings.home, *guards)

    @cached_property
    def capture(self) -> Capture:
        return Capture(self.clock, self.redactor, self.vault)

    @cached_property
    def objects(self) -> SealedObjects:
        from connectors.objects import SealedObjects

        return SealedObjects(
            self.settings.objects_url or str(self.settings.home / "objects"),
            self.vault,
            endpoint_url=self.settings.objects_endpoint,
            region=self.settings.objects_region,
            access_key=self.settings.objects_access_key,
            secret_key=self.settings.objects_secret_key.get_secret_value(),
        )

    @cached_property
    def sources(self) -> SourceBook:
        return SourceBook(self.store, self.clock)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.store, self.clock)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.store)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self.store, self.clock)

    @cached_property
    def jobs(self) -> Jobs:
        """The durable queue; what works on it is registered by the process that runs it."""
        from bot.jobs import Jobs

        url = self.store.url.render_as_string(hide_password=False)
        return Jobs(url, self.settings.home, self.clock, left=self.tenants.has_left, watch=self.telemetry.job)

    @cached_property
    def replicas(self) -> ReplicaBook:
        """The processes that run now."""
        return ReplicaBook(self.store, self.clock)

    @cached_property
    def telemetry(self) -> Telemetry:
        return Telemetry(self.settings)
