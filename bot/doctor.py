"""What is up, what is not, and what to do about it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.check import Check
from bot.intake_checks import IntakeChecks
from bot.model_checks import hosts_check
from bot.process_checks import ProcessChecks
from bot.slack.weather import clock_check
from bot.upkeep_checks import UpkeepChecks
from crm.errors import HeldElsewhereError, RapportError, RejectedError
from crm.migrations import HEAD, current
from crm.model import AuditEntry, Interaction, SlackInstallation, Tenant
from crm.store import Store

if TYPE_CHECKING:
    from bot.wiring import Rapport

GIGABYTE = 1 << 30
LITTLE, TOO_LITTLE = 2 * GIGABYTE, GIGABYTE // 4  # bytes free on the disk of the data folder
DATABASE = "Start the database, or check RAPPORT_DATABASE_URL. Slack delivers again for five minutes."
OF_RECORD = frozenset(
    {"processes", "chain", "queue", "lag", "held up", "sources", "columns", "vault", "audit", "moods", "names", "index"}
    | {"backup", "self-check"}
)  # without the record they would each wait for it once more
MOST_VERIFIED = 50_000  # entries of the audit that are gone through at every look


class Doctor:
    """Looks at every part by itself: one that is down never hides another."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def checks(self, tenant_id: int | None = None) -> list[Check]:
        """A look at everything; of what each tenant has its own, at this one's (else the home tenant's)."""
        down: Check | None = None
        try:
            tenant = self._app.tenants.home() if tenant_id is None else tenant_id
        except RapportError as error:  # asked once: a server that hangs costs ten seconds a question
            tenant, down = 0, Check("record", "down", error.message, DATABASE)
        intake, upkeep = IntakeChecks(self._app, tenant), UpkeepChecks(self._app, tenant)
        parts: list[tuple[str, Callable[[], Check]]] = [
            ("processes", ProcessChecks(self._app).processes),
            ("chain", intake.chain),
            ("queue", intake.queue),
            ("lag", intake.lag),
            ("held up", intake.held),
            ("sources", intake.sources),
            ("columns", intake.columns),
            ("originals", partial(self._originals, tenant)),
            ("vault", partial(self._vault, tenant)),
            ("audit", partial(self._audit, tenant)),
            ("backup", upkeep.backup),
            ("self-check", upkeep.agreement),
            ("disk", self._disk),
            ("names", self._names),
            ("embedder", self._embedder),
            ("index", partial(self._index, tenant)),
            ("moods", partial(self._moods, tenant)),
            ("model", partial(self._model, told=down is None)),
            ("slack", partial(self._slack, told=down is None)),
            ("clock", partial(self._clock, told=down is None)),
        ]
        record = down or self._looked("record", self._record)
        looked = (_unseen(name) if down and name in OF_RECORD else self._looked(name, look) for name, look in parts)
        return [record, *looked]

    def quick(self, tenant_id: int) -> list[Check]:
        """What a few queries tell: nothing is asked of Slack, of a model or of the index."""
        intake, upkeep = IntakeChecks(self._app, tenant_id), UpkeepChecks(self._app, tenant_id)
        looks = {
            "queue": intake.queue,
            "lag": intake.lag,
            "held up": intake.held,
            "sources": intake.sources,
            "columns": intake.columns,
            "backup": upkeep.backup,
            "self-check": upkeep.agreement,
            "disk": self._disk,
        }
        return [self._looked(name, look) for name, look in looks.items()]

    def own_index(self) -> Check | None:
        """A look at the index that this process holds; None where another holds it."""
        try:
            return self._looked("index", partial(self._index_here, self._app.tenants.home()))
        except HeldElsewhereError:
            return None

    def _looked(self, name: str, look: Callable[[], Check]) -> Check:
        try:
            return look()
        except HeldElsewhereError:
            raise
        except RapportError as error:
            remedy = DATABASE if name == "record" else "See docs/admins.md, “When something is down”."
            return Check(name, "down", error.message, remedy)
        except Exception as error:  # noqa: BLE001 - a broken part is a finding, not the end of the visit
            return Check(
                name, "down", f"failed ({type(error).__name__})", "Run with RAPPORT_LOG_LEVEL=info and see the log."
            )

    def _record(self) -> Check:
        store = Store(self._app.settings.record_url)
        at = current(store)
        if at is None:
            return Check("record", "warning", "is empty", "Run: rapport import FOLDER, or rapport demo.")
        if at != HEAD:
            return Check("record", "warning", f"is at schema {at}, not {HEAD}", "Run: rapport migrate")
        with self._app.store.read() as session:
            notes = session.scalar(select(func.count()).select_from(Interaction))
            tenants = session.scalar(select(func.count()).select_from(Tenant))
        return Check("record", "ok", f"answers ({store.dialect}, {tenants} tenant(s), {notes} interactions)")

    def _originals(self, tenant: int) -> Check:
        place = self._app.settings.objects_url or "the data folder"
        try:
            self._app.objects.get(tenant, "none")
        except RejectedError:  # it answers that there is none of this name
            return Check("originals", "ok", f"are kept in {place}")
        return Check("originals", "warning", f"{place} holds what nobody put there", "Set RAPPORT_OBJECTS_URL anew.")

    def _vault(self, tenant: int) -> Check:
        keys = self._app.vault.keys
        if tenant not in keys.tenants():
            return Check("vault", "ok", f"no key was needed yet; keys will be {keys.says}")
        newest, *former = keys.all(tenant)
        says = f"key {newest.generation} of {newest.made_at:%Y-%m-%d}, {keys.says}"
        if former:
            remedy = "rapport run ends it by itself; by hand: rapport vault rotate"
            return Check("vault", "warning", f"{says}; {len(former)} former not destroyed yet", remedy)
        return Check("vault", "ok", says)

    def _audit(self, tenant: int) -> Check:
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).where(AuditEntry.tenant_id == tenant)) or 0
        if count > MOST_VERIFIED:
            return Check("audit", "ok", f"{count:,} entries; to go through them: rapport audit verify")
        found = self._app.trail.verify(tenant)
        if found.whole:
            return Check("audit", "ok", f"{found.entries:,} entries, nobody tampered with them")
        says = f"somebody changed it: {found.problems[0]}"
        return Check("audit", "down", says, "Compare with a backup; all of it: rapport audit verify")

    def _disk(self) -> Check:
        free = shutil.disk_usage(self._app.settings.home).free
        says = f"{free / GIGABYTE:,.1f} GB free where the data folder is"
        if free >= LITTLE:
            return Check("disk", "ok", says)
        todo = "Make room, or move the data folder: RAPPORT_HOME. rapport retention says what could go."
        return Check("disk", "down" if free < TOO_LITTLE else "warning", says, todo)

    def _names(self) -> Check:
        tagger, engine = self._app.name_tagger, self._app.settings.names_engine
        if tagger is None:
            says = "names that the record does not know go only where a text announces them"
            return Check("names", "warning", says, "Set RAPPORT_NAMES_ENGINE=tagger to find the others.")
        (found,) = tagger.names(["Maria Gonzalez called about the invoice."])
        if not found:
            return Check("names", "warning", f"{engine} does not know a plain name", "Set RAPPORT_NAMES_ENGINE=tagger.")
        return Check("names", "ok", f"names that the record does not know are found by {engine}")

    def _embedder(self) -> Check:
        embedder = self._app.embedder
        vector = embedder.embed(["how are you"])
        says = f"{embedder.name}, {vector.shape[1]} dimensions"
        if not self._app.settings.ollama_embed_model:
            return Check("embedder", "ok", says)
        return hosts_check("embedder", embedder.statuses(), says)  # type: ignore[union-attr]

    def _index(self, tenant: int) -> Check:
        try:
            return self._index_here(tenant)
        except HeldElsewhereError as error:  # a running process: it tells of itself
            waits = Check("index", "warning", error.message, "It tells how it is within ten seconds: look again.")
            return ProcessChecks(self._app).told("index") or waits
        except RapportError as error:
            return Check("index", "down", error.message, self._app.vectors.remedy)

    def _index_here(self, tenant: int) -> Check:
        vectors = self._app.vectors
        counts = vectors.counts(tenant, self._app.embedder.name)
        says = f"{sum(counts.values())} passages in {len(counts)} quarters"
        if vectors.was_damaged(tenant):
            todo = "Rapport does that by itself; keywords answer meanwhile. Look at the disk: it may happen again."
            return Check("index", "warning", f"{says}; its files were damaged, and are made anew from the record", todo)
        return Check("index", "ok", says)

    def _moods(self, tenant: int) -> Check:
        return Check("moods", "ok", self._app.own_moods.status(tenant).told())

    def _model(self, *, told: bool) -> Check:
        if self._app.chat is None:
            return Check(
                "model", "off", "no chat model is set; rules answer alone", "Optional: set RAPPORT_OLLAMA_CHAT_MODEL"
            )
        found = hosts_check("model", self._app.chat.statuses())
        return (ProcessChecks(self._app).worst("model") or found) if told and found.state == "ok" else found

    def _slack(self, *, told: bool) -> Check:
        own = self._app.clients.of_settings()
        if own is None and not self._app.settings.many_workspaces:
            return Check("slack", "off", "no tokens are set", "docs/admins.md says in ten lines how to install the app")
        if own is None:
            return self._workspaces()
        try:
            team = own.auth_test().get("team")
        except Exception as error:  # noqa: BLE001 - whatever the client raises, Slack does not answer
            return Check(
                "slack",
                "down",
                f"does not take the bot token ({type(error).__name__})",
                "Check RAPPORT_SLACK_BOT_TOKEN",
            )
        worst = ProcessChecks(self._app).worst("slack") if told else None
        return worst or Check("slack", "ok", f"connected to {team}")

    def _clock(self, *, told: bool) -> Check:
        """Compared with Slack's, which was just asked, else with the database server's."""
        app = self._app
        if app.weather.ahead is not None:
            return clock_check(app.weather.ahead, "Slack")
        if not told or app.store.dialect == "sqlite":
            return clock_check(None, "")
        with app.store.read() as session:
            theirs = session.scalar(select(func.now()))
        if theirs is None:
            return clock_check(None, "")
        aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        return clock_check(aware - app.clock.now(), "the database")

    def _workspaces(self) -> Check:
        """Those that installed Rapport by themselves, and the ones whose permission has run out."""
        now = self._app.clock.now()
        ended, left = self._app.installations.due(now), self._app.tenants.parked()
        with self._app.store.read() as session:
            count = session.scalar(select(func.count()).select_from(SlackInstallation)) or 0
        says = f"{count} workspace(s) installed, {len(left)} left"
        if ended:
            remedy = "Each of them installs Rapport again at /slack/install."
            return Check("slack", "warning", f"{says}; {len(ended)} without a living token", remedy)
        return Check("slack", "ok", says)


def _unseen(name: str) -> Check:
    return Check(name, "down", "needs the record, which does not answer", "Mend the record first.")
