"""A running Rapport: workers, schedule and Slack, started and stopped in order."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.jobs import ALERT, FORGET, INBOX, INDEX, INTAKE, LEARN, READ, RETAIN, SYNC, index_all, read_all
from bot.schedule import LOOK, Erasures, Looks, Rereads, Retentions, Sweep, Ticks
from bot.slack.alerts import Alerts
from bot.slack.news import SourceNews
from bot.slack.runner import SlackFace
from bot.watching import Watches
from bot.web import WebFace
from crm.errors import RapportError

if TYPE_CHECKING:
    from bot.wiring import Rapport

TIDY = timedelta(hours=1)  # how often finished jobs are cleared away
AUDIT = timedelta(hours=24)  # how often the index is compared with the record, row by row
log = structlog.get_logger()

LISTEN = timedelta(seconds=15)  # how often sources that are not listened to, and could be, are looked for
TELLS = timedelta(minutes=5)  # how often what could not be told before is looked for
LEARNS = timedelta(hours=1)  # how often it is looked whether people have corrected moods
SILENT = timedelta(hours=24)
READS = timedelta(seconds=20)  # how often readings that nobody announced, or that failed, are looked for
FORGETS = timedelta(minutes=1)  # how often requests of forgetting whose day has come are looked for
RETAINS = timedelta(minutes=10)  # how often it is asked whether a team's night has come
KEYS = timedelta(minutes=5)  # how often a change of keys that is not at its end is gone on with
SWEEP = timedelta(seconds=5)  # how often work that nobody announced is looked for


class Process:
    """Everything that runs in one process. Events come in last and stop first."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._ticks = Ticks()
        self.slack = SlackFace(app)
        self.web = WebFace(app)
        self._watches = Watches(app.sources, app.connector, app.jobs.enqueue_look)

    def start(self) -> None:
        app = self._app
        app.tenants.home()
        app.jobs.register(INDEX, index_all(app.indexer.run_once, app.jobs.enqueue_read))
        app.jobs.register(READ, read_all(app.interaction_readings.run_once, app.jobs.enqueue_alerts))
        alerts, news = Alerts(app, self.slack.web), SourceNews(app, self.slack.web)
        app.jobs.register(ALERT, lambda tenant_id: (alerts.send(tenant_id), news.send(tenant_id)))
        app.jobs.register(LEARN, app.own_moods.learn_all)
        app.jobs.register(INBOX, lambda _tenant_id, item_id: self.slack.desk.process(item_id))
        app.jobs.register(SYNC, lambda _tenant_id, source_id: app.sync.run(source_id))
        app.jobs.register(INTAKE, app.chain.run)
        app.jobs.register(FORGET, app.erasure.run)
        app.jobs.register(RETAIN, app.retention.apply)
        app.jobs.start()
        self.slack.start()
        self.web.start(self.slack.http)
        self._ticks.every(SWEEP, "sweep", Sweep(app.store, app.clock, app.jobs))
        self._ticks.every(LOOK, "sources", Looks(app.sources, app.jobs))
        self._ticks.every(LISTEN, "watches", self._watches)
        self._ticks.every(READS, "readings", Rereads(app.interaction_readings, app.jobs))
        self._ticks.every(TELLS, "alerts", lambda: [app.jobs.enqueue_alerts(each) for each in app.telling.tenants()])
        self._ticks.every(SILENT, "silence", app.silence.sweep)
        self._ticks.every(LEARNS, "moods", app.jobs.enqueue_learning)
        self._ticks.every(TIDY, "tidy", app.jobs.tidy)
        self._ticks.every(FORGETS, "forgetting", Erasures(app.erasure, app.jobs))
        self._ticks.every(RETAINS, "retention", Retentions(app.retention, app.jobs))
        self._ticks.every(KEYS, "keys", lambda: [app.rotation.finish(each) for each in app.rotation.waits()])
        self._ticks.every(AUDIT, "audit", app.indexer.sweep_all)
        self._ticks.start()
        threading.Thread(target=self._warm_up, name="warm-up", daemon=True).start()

    def _warm_up(self) -> None:
        try:
            self._app.warm_up()
        except RapportError as error:  # whatever is down now is found and told when it is needed
            log.warning("warm_up_failed", kind=type(error).__name__)

    def stop(self) -> None:
        self.web.stop()
        self.slack.stop()
        self._watches.stop()
        self._ticks.stop()
        self._app.jobs.stop()
        self._app.close()
