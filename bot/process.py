"""A running Rapport: workers, schedule and Slack, started and stopped in order."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from bot.backlog import Precedence, index_all, read_all
from bot.digests.delivery import Delivery
from bot.queues import (
    BACKUP,
    CHECK,
    DIGEST,
    FORGET,
    INBOX,
    INDEX,
    INTAKE,
    LEARN,
    NUDGE,
    READ,
    RETAIN,
    ROUND,
    SYNC,
)
from bot.schedule import LOOK, Digests, Erasures, KeepUp, Looks, Rereads, Retentions, Sweep, Ticks
from bot.slack.news import SourceNews
from bot.slack.runner import SlackFace
from bot.source_looks import SourceLooks
from bot.telemetry.readiness import Readiness
from bot.upkeep import Upkeep, nightly
from bot.vitals import Vitals
from bot.watching import Watches
from bot.web import WebFace
from crm.errors import RapportError
from crm.intake.triggers import restore

if TYPE_CHECKING:
    from bot.wiring import Rapport

TIDY = timedelta(hours=1)  # how often finished jobs are cleared away
AUDIT = timedelta(hours=24)  # how often the index is compared with the record, row by row
log = structlog.get_logger()

AGAIN = 30.0  # seconds until what could not be loaded is loaded again
LISTEN = timedelta(seconds=15)  # how often sources that are not listened to, and could be, are looked for
FINDS = timedelta(minutes=5)  # how often it is looked for what is best done next
ROUNDS = timedelta(minutes=1)  # how often it is looked whose time it is to be told
LEARNS = timedelta(hours=1)  # how often it is looked whether people have corrected moods
SILENT = timedelta(hours=24)
READS = timedelta(seconds=20)  # how often readings that nobody announced, or that failed, are looked for
FORGETS = timedelta(minutes=1)  # how often requests of forgetting whose day has come are looked for
RETAINS = timedelta(minutes=10)  # how often it is asked whether a team's night has come
KEYS = timedelta(minutes=5)  # how often a change of keys that is not at its end is gone on with
RENEWS = timedelta(minutes=10)  # how often it is looked which workspace's token ends soon
FAREWELLS = timedelta(hours=1)  # how often it is looked whether what workspaces left is to be removed
SEALS = timedelta(minutes=1)  # how often fields that were tagged `encrypt`, or are no more, are looked for
DIGESTS = timedelta(seconds=15)  # how often it is looked which digests are due
BEAT = timedelta(seconds=5)  # how often this process tells that it lives, and looks whether others died
HOLDS = timedelta(seconds=10)  # how often the process that holds the index looks at it
KEEPS_UP = timedelta(seconds=2)  # how often it is looked whether rows wait for the index whose job another took
SWEEP = timedelta(seconds=5)  # how often work that nobody announced is looked for


class Process:
    """Everything that runs in one process. Events come in last and stop first."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._ticks = Ticks()
        self.slack = SlackFace(app)
        self.warm, self._ended = threading.Event(), threading.Event()
        self._vitals = Vitals(app, self.slack, self.warm.is_set)
        self.web = WebFace(app, self.readiness())
        self._watches = Watches(app.sources, app.connector, app.jobs.enqueue_look)

    def start(self) -> None:
        app = self._app
        app.telemetry.start()
        app.tenants.home()
        restore(app.store)
        first = Precedence()
        index = index_all(app.indexer.run_once, app.jobs.enqueue_read, first)
        app.jobs.register(INDEX, index)
        app.jobs.register(READ, read_all(app.interaction_readings.run_once, app.jobs.enqueue_nudges, first))
        rounds, news = app.nudge_rounds, SourceNews(app)
        app.jobs.register(NUDGE, lambda tenant: (app.nudges.gather(tenant), rounds.run(tenant), news.send(tenant)))
        app.jobs.register(ROUND, rounds.run)
        app.jobs.register(LEARN, app.own_moods.learn_all)
        app.jobs.register(INBOX, lambda _tenant_id, item_id: self.slack.desk.process(item_id))
        look = SourceLooks(app.sync.run)
        app.jobs.register(SYNC, lambda _tenant_id, source_id: app.telemetry.looked(look(source_id)))
        app.jobs.register(INTAKE, app.chain.run)
        app.jobs.register(FORGET, app.erasure.run)
        app.jobs.register(RETAIN, app.retention.apply)
        app.jobs.register(CHECK, app.inspection.run)
        app.jobs.register(BACKUP, nightly(app))
        delivery = Delivery(app)
        app.jobs.register(DIGEST, lambda _tenant_id, run_id: delivery.run(run_id))
        app.jobs.start()
        self.slack.start()
        self.web.start(self.slack.http, self.slack.flow)
        self._tell()  # first: the others may take their time at a start
        self._ticks.every(SWEEP, "sweep", Sweep(app.store, app.clock, app.jobs))
        self._ticks.every(KEEPS_UP, "index", KeepUp(app.store, app.jobs, index, app.indexer.heal))
        self._ticks.every(LOOK, "sources", Looks(app.sources, app.jobs))
        self._ticks.every(LISTEN, "watches", self._watches)
        self._ticks.every(READS, "readings", Rereads(app.interaction_readings, app.jobs))
        self._ticks.every(FINDS, "nudges", lambda: [app.jobs.enqueue_nudges(each) for each in rounds.teams()])
        self._ticks.every(ROUNDS, "rounds", lambda: [app.jobs.enqueue_round(each) for each in rounds.tenants()])
        self._ticks.every(TIDY, "messages", rounds.tidy)
        self._ticks.every(SILENT, "silence", app.silence.sweep)
        self._ticks.every(LEARNS, "moods", app.jobs.enqueue_learning)
        self._ticks.every(TIDY, "tidy", app.jobs.tidy)
        self._ticks.every(FORGETS, "forgetting", Erasures(app.erasure, app.jobs))
        self._ticks.every(RETAINS, "retention", Retentions(app.retention, app.jobs))
        self._ticks.every(KEYS, "keys", lambda: [app.rotation.finish(each) for each in app.rotation.waits()])
        self._ticks.every(RENEWS, "tokens", app.clients.renew_due)
        self._ticks.every(FAREWELLS, "farewells", app.departures.sweep)
        self._ticks.every(SEALS, "sealing", lambda: [app.settling.settle(each) for each in app.settling.waits()])
        self._ticks.every(DIGESTS, "digests", Digests(app.digest_rounds, app.jobs))
        self._ticks.every(DIGESTS, "digest news", delivery.tell_all)
        self._ticks.every(TIDY, "upkeep", Upkeep(app))
        self._ticks.every(AUDIT, "audit", app.indexer.sweep_all)
        self._ticks.start()
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def _tell(self) -> None:
        """Has the others know that this process lives and how it is, and hears of them."""
        self._ticks.every(BEAT, "vitals", self._vitals.tell)
        self._ticks.every(BEAT, "take over", self._app.jobs.take_over)
        self._ticks.every(HOLDS, "index look", self._vitals.look_at_index)
        self._ticks.every(HOLDS, "model look", self._vitals.look_at_models)

    def readiness(self) -> Readiness:
        """What must be up before Slack's events, or anybody's, should be sent here."""
        return Readiness(
            {
                "database": self._answers,
                "queue": lambda: self._app.jobs.started,
                "slack": lambda: self.slack.connected,
                "index": self.warm.is_set,
            }
        )

    def _answers(self) -> bool:
        with self._app.store.read() as session:
            return session.scalar(select(1)) == 1

    def _warm_up(self) -> None:
        while not self._ended.is_set() and not self.warm.is_set():
            try:
                self._app.warm_up()
                self.warm.set()
            except RapportError as error:  # whatever is down now is found and told when it is needed
                log.warning("warm_up_failed", kind=type(error).__name__)
                self._ended.wait(AGAIN)

    def stop(self) -> None:
        self._ended.set()
        self.web.stop()
        self.slack.stop()
        self._watches.stop()
        self._ticks.stop()
        with suppress(RapportError):  # the record may be gone by now
            self._vitals.end()
        self._app.jobs.stop()
        self._app.close()
