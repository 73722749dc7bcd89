"""The wiring: the only place where adapters are built. Each part is made when it is first used."""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.telemetry.telemetry import Telemetry
from crm.agenda import Agenda
from crm.capture import Capture
from crm.clock import Clock, SystemClock
from crm.daybook.meetings import Meetings
from crm.daybook.week import Weeks
from crm.errors import RapportError
from crm.features import Features
from crm.inbox import Inbox
from crm.intake.chain import Chain
from crm.intake.columns import ColumnBook
from crm.intake.journal import Journal
from crm.intake.outbox import Outbox
from crm.intake.sources import SourceBook
from crm.intake.sync import Sync
from crm.migrations import upgrade
from crm.rights.office import RightsOffice
from crm.staff import Staff
from crm.store import Store
from crm.tenants import Tenants
from crm.trail import AuditTrail, HeadFile

if TYPE_CHECKING:
    from bot.doctor import Doctor
    from bot.jobs import Jobs
    from bot.slack.oauth.clients import Clients
    from bot.slack.oauth.departure import Departures
    from bot.slack.oauth.installations import Installations
    from connectors.export.importer import Importer
    from connectors.objects import SealedObjects
    from crm.answers import AnswerBook
    from crm.ask.asker import Asker
    from crm.ask.record.dictionary import Dictionary
    from crm.digests.book import DigestBook
    from crm.digests.composing import Composer
    from crm.digests.rounds import Rounds
    from crm.governance.consent import ConsentBook
    from crm.governance.why import Provenance
    from crm.intake.connector import Connector
    from crm.log.logbook import LogBook
    from crm.model import Source
    from crm.nudges.habit_book import HabitBook
    from crm.nudges.messages import MessageBook
    from crm.nudges.nudges import Nudges
    from crm.nudges.rounds import Rounds as NudgeRounds
    from crm.nudges.steps import Steps
    from crm.ports import NameTagger
    from crm.reactions.reactions import Reactions
    from crm.reactions.silence import Silence
    from crm.reading.corrections import Corrections
    from crm.reading.reading import Reader
    from crm.reading.readings import Readings
    from crm.sealed.settling import Settling
    from indexing.embedder import MiniLmEmbedder
    from indexing.feeling import Feeling
    from indexing.indexer import Indexer
    from indexing.mood import MoodReader
    from indexing.ollama import OllamaChat
    from indexing.ollama_embedder import OllamaEmbedder
    from indexing.own_moods import OwnMoods
    from indexing.remembered import Remembered
    from indexing.router import Router
    from indexing.searcher import HybridSearcher
    from indexing.vectors import ChromaVectors
    from privacy.access.access import Access
    from privacy.erasure.erasure import Erasure
    from privacy.erasure.guard import Guard
    from privacy.erasure.lifting import Lifting
    from privacy.erasure.place import House
    from privacy.redactor import PresidioRedactor
    from privacy.retention.retention import Retention
    from privacy.rotation import Rotation
    from privacy.vault import KeyFileVault


class Meanings:
    """Vectors and moods, as forgetting needs them."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def forget(self, tenant_id: int) -> int:
        return self._app.indexer.forget(tenant_id)

    def drop(self, tenant_id: int) -> None:
        self._app.vectors.drop(tenant_id)

    def prune(self, tenant_id: int) -> int:
        return self._app.indexer.prune(tenant_id)

    def forget_moods(self, tenant_id: int) -> None:
        self._app.own_moods.forget(tenant_id)


class Rapport:
    """The whole application, wired. Making one connects to nothing."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock: Clock = clock or SystemClock()

    @cached_property
    def store(self) -> Store:
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
    def capture(self) -> Capture:
        return Capture(self.clock, self.redactor, self.vault)

    @cached_property
    def embedder(self) -> MiniLmEmbedder | OllamaEmbedder:
        """What vectors are made with: the shipped MiniLM, or a model of Ollama's where one is set."""
        if not self.settings.ollama_embed_model:
            return self._minilm
        from indexing.ollama_embedder import OllamaEmbedder

        return OllamaEmbedder(
            self.settings.ollama_embed_model,
            self.clock,
            host=self.settings.ollama_host,
            allowed_hosts=self.settings.model_hosts,
            keep_alive=self.settings.model_keep_alive,
        )

    @cached_property
    def _minilm(self) -> MiniLmEmbedder:
        from indexing.embedder import MiniLmEmbedder

        return MiniLmEmbedder(threads=self.settings.threads)

    @cached_property
    def _feeling(self) -> Feeling:
        """The same pass, with what moods are read off."""
        from indexing.feeling import Feeling

        return Feeling(self._minilm)

    @cached_property
    def _remembered(self) -> Remembered:
        """MiniLM for sentences, which summaries ask for again and again."""
        from indexing.remembered import Remembered

        return Remembered(self._minilm)

    @cached_property
    def moods(self) -> MoodReader:
        from indexing.mood import MoodReader
        from indexing.remembered import Remembered

        return MoodReader(Remembered(self._feeling))

    @cached_property
    def vectors(self) -> ChromaVectors:
        from indexing.vectors import ChromaVectors

        return ChromaVectors(self.settings.home / "vectors")

    @cached_property
    def indexer(self) -> Indexer:
        from indexing.indexer import Indexer

        shared = not self.settings.ollama_embed_model
        return Indexer(
            self.store,
            self.clock,
            self._feeling if shared else self.embedder,
            self.moods,
            self.vectors,
            former=() if shared else (self._minilm,),
            moods_share_vectors=shared,
            own_moods=self.own_moods,
        )

    @cached_property
    def own_moods(self) -> OwnMoods:
        from indexing.own_moods import OwnMoods

        return OwnMoods(self.store, self.clock, self.moods, self._minilm, self.settings.home / "moods")

    @cached_property
    def router(self) -> Router:
        from indexing.router import Router

        return Router(self._minilm)

    @cached_property
    def searcher(self) -> HybridSearcher:
        from indexing.searcher import HybridSearcher

        former = () if not self.settings.ollama_embed_model else (self._minilm,)
        return HybridSearcher(self.store, self.clock, self.embedder, self.vectors, former=former)

    @cached_property
    def chat(self) -> OllamaChat | None:
        """The chat model; None where none is set."""
        if not self.settings.ollama_chat_model:
            return None
        from indexing.energy import GpuEnergy
        from indexing.ollama import ChatLimits, OllamaChat

        limits = ChatLimits(
            budget=timedelta(seconds=self.settings.model_budget),
            at_once=self.settings.model_at_once,
            waiting=self.settings.model_waiting,
            keep_alive=self.settings.model_keep_alive,
            context_tokens=self.settings.model_context,
        )
        return OllamaChat(
            self.settings.ollama_chat_model,
            self.clock,
            host=self.settings.ollama_host,
            allowed_hosts=self.settings.model_hosts,
            limits=limits,
            energy=GpuEnergy(),
            told=self.telemetry.model_called,
        )

    @cached_property
    def importer(self) -> Importer:
        from connectors.export.importer import Importer

        return Importer(self.store, self.clock, self.capture, self.guard)

    @cached_property
    def sources(self) -> SourceBook:
        return SourceBook(self.store, self.clock)

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
    def outbox(self) -> Outbox:
        return Outbox(self.store, self.clock)

    @cached_property
    def chain(self) -> Chain:
        return Chain(self.store, self.clock, self.capture, self.jobs.enqueue_index, self.guard, objects=self.objects)

    @cached_property
    def journal(self) -> Journal:
        return Journal(self.store)

    def connector(self, source: Source) -> Connector:
        """The connector of a source; it connects to nothing yet."""
        from connectors.registry import Context, module_of, settings_of

        settings = settings_of(source.kind, source.settings)
        context = Context(source.tenant_id, self.clock, self.settings.secret_named, self.objects)
        return module_of(source.kind).connect(settings, context)

    @cached_property
    def asker(self) -> Asker:
        from crm.ask.asker import Asker
        from indexing.nearness import WordNearness

        nearness = WordNearness(self._minilm)
        return Asker(
            self.store, self.clock, self.searcher, self.redactor, self.chat, moods=self.moods, nearness=nearness
        )

    @cached_property
    def dictionary(self) -> Dictionary:
        from crm.ask.record.dictionary import Dictionary

        return Dictionary(self.store, self.clock, self.asker.reads, self.asker.vocabulary)

    @cached_property
    def answers(self) -> AnswerBook:
        from crm.answers import AnswerBook

        return AnswerBook(self.store, self.clock, self.redactor)

    @cached_property
    def logbook(self) -> LogBook:
        from crm.log.logbook import LogBook

        return LogBook(self.store, self.clock, self.capture, self.vault, self.moods, self.chat, self.redactor)

    @cached_property
    def reader(self) -> Reader:
        from crm.reading.reading import Reader

        return Reader(self.store, self.clock, self.redactor, self.moods)

    @cached_property
    def interaction_readings(self) -> Readings:
        from crm.reading.readings import Readings
        from indexing.centrality import Centrality

        react = self.reactions.notice
        return Readings(self.store, self.clock, weigher=Centrality(self._remembered), model=self.chat, react=react)

    @cached_property
    def reactions(self) -> Reactions:
        from crm.reactions.reactions import Reactions

        return Reactions(self.store, self.clock)

    @cached_property
    def nudges(self) -> Nudges:
        from crm.nudges.nudges import Nudges

        return Nudges(self.store, self.clock, self.redactor, self.chat)

    @cached_property
    def nudge_rounds(self) -> NudgeRounds:
        from bot.slack.courier import SlackCourier
        from crm.nudges.rounds import Rounds as NudgeRounds

        return NudgeRounds(self.store, self.clock, self.nudges, SlackCourier(self))

    @cached_property
    def nudge_habits(self) -> HabitBook:
        from crm.nudges.habit_book import HabitBook

        return HabitBook(self.store, self.clock)

    @cached_property
    def nudge_messages(self) -> MessageBook:
        from crm.nudges.messages import MessageBook

        return MessageBook(self.store, self.clock)

    @cached_property
    def nudge_steps(self) -> Steps:
        from crm.nudges.steps import Steps

        return Steps(self.store, self.clock)

    @cached_property
    def silence(self) -> Silence:
        from crm.reactions.silence import Silence

        return Silence(self.store, self.clock)

    @cached_property
    def corrections(self) -> Corrections:
        from crm.reading.corrections import Corrections

        return Corrections(self.store, self.clock, self.redactor)

    @cached_property
    def digests(self) -> DigestBook:
        from crm.digests.book import DigestBook

        return DigestBook(self.store, self.clock, self.redactor)

    @cached_property
    def composer(self) -> Composer:
        from crm.digests.composing import Composer

        return Composer(self.store, self.clock, self.asker, self.moods)

    @cached_property
    def digest_rounds(self) -> Rounds:
        from crm.digests.rounds import Rounds

        return Rounds(self.store, self.clock, self.jobs.enqueue_digest)

    @cached_property
    def agenda(self) -> Agenda:
        return Agenda(self.store, self.clock)

    @cached_property
    def doctor(self) -> Doctor:
        from bot.doctor import Doctor

        return Doctor(self)

    @cached_property
    def jobs(self) -> Jobs:
        """The durable queue; what works on it is registered by the process that runs it."""
        from bot.jobs import Jobs

        url = self.store.url.render_as_string(hide_password=False)
        return Jobs(url, self.settings.home, self.clock, left=self.tenants.has_left, watch=self.telemetry.job)

    @cached_property
    def telemetry(self) -> Telemetry:
        return Telemetry(self.settings)

    @cached_property
    def installations(self) -> Installations:
        from bot.slack.oauth.installations import Installations

        return Installations(self.store, self.clock, self.vault)

    @cached_property
    def clients(self) -> Clients:
        """Slack's Web API as each tenant's own app."""
        from bot.slack.oauth.clients import Clients

        return Clients(self, self.installations)

    @cached_property
    def departures(self) -> Departures:
        from bot.slack.oauth.departure import Departures

        return Departures(self, self.installations)

    def warm_up(self) -> None:
        """Loads what the first question and the first entry would otherwise wait for; the model in the background."""
        from bot import chart

        if self.chat is not None:
            self.chat.warm_up()
        tenant = self.tenants.home()
        now = self.clock.now()
        self.asker.ask(tenant, "what was said about pricing this year?", user=None, now=now)
        with suppress(RapportError):  # another process may hold the index
            self.vectors.hold(tenant, self.embedder.name)
        self.asker.ask(tenant, "how many flurbed deals", user=None, now=now)  # looks for words like one that is unknown
        self.router.route("what can you do?")
        self.logbook.propose(tenant, "called about pricing, follow up tomorrow", user=None, now=now, save=False)
        for source in self.sources.all(tenant):
            with suppress(RapportError):  # a look will say what is wrong with its settings
                self.connector(source).close()
        chart.warm_up()
        gc.collect()
        gc.freeze()  # what is loaded by now stays: looking through 700,000 objects again holds a question up

    def close(self) -> None:
        """Lets go of what was opened: the index's lock, the database's connections."""
        for name in ("telemetry", "vectors", "store"):
            if name in self.__dict__:
                self.__dict__[name].close()
