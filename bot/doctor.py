"""What is up, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import func, select

from crm.errors import RapportError, RejectedError
from crm.migrations import HEAD, current
from crm.model import InboxItem, InboxState, Interaction, SourceState, Tenant
from crm.store import Store

if TYPE_CHECKING:
    from bot.wiring import Rapport

State = Literal["ok", "warning", "down", "off"]


@dataclass(frozen=True)
class Check:
    """One part of Rapport: how it is, and what a person can do (empty where nothing is to be done)."""

    name: str
    state: State
    says: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Doctor:
    """Looks at every part by itself: one that is down never hides another."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def checks(self) -> list[Check]:
        parts: list[tuple[str, Callable[[], Check]]] = [
            ("record", self._record),
            ("inbox", self._inbox),
            ("sources", self._sources),
            ("originals", self._originals),
            ("vault", self._vault),
            ("names", self._names),
            ("embedder", self._embedder),
            ("index", self._index),
            ("lag", self._lag),
            ("moods", self._moods),
            ("model", self._model),
            ("slack", self._slack),
        ]
        return [self._looked(name, look) for name, look in parts]

    def _looked(self, name: str, look: Callable[[], Check]) -> Check:
        try:
            return look()
        except RapportError as error:
            return Check(name, "down", error.message, "See docs/admins.md, “When something is down”.")
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

    def _inbox(self) -> Check:
        with self._app.store.read() as session:
            counts = dict(session.execute(select(InboxItem.state, func.count()).group_by(InboxItem.state)).all())
        parked = counts.get(InboxState.PARKED, 0)
        waiting = counts.get(InboxState.RECEIVED, 0)
        if parked:
            return Check(
                "inbox",
                "warning",
                f"{waiting} waiting, {parked} parked",
                "Parked items failed five times; see the log.",
            )
        return Check("inbox", "ok", f"{waiting} waiting")

    def _sources(self) -> Check:
        sources = self._app.sources.all(self._app.tenants.home())
        if not sources:
            return Check("sources", "off", "nothing is connected", "Optional: rapport source kinds")
        bad = [each for each in sources if each.state is SourceState.REFUSED or each.failures]
        if bad:
            says = "; ".join(f"{each.name}: {each.reason}" for each in bad)
            return Check("sources", "warning", says, "Mend it, then: rapport source resume NAME")
        return Check("sources", "ok", ", ".join(f"{each.name} ({each.state})" for each in sources))

    def _originals(self) -> Check:
        place = self._app.settings.objects_url or "the data folder"
        try:
            self._app.objects.get(self._app.tenants.home(), "none")
        except RejectedError:  # it answers that there is none of this name
            return Check("originals", "ok", f"are kept in {place}")
        return Check("originals", "warning", f"{place} holds what nobody put there", "Set RAPPORT_OBJECTS_URL anew.")

    def _vault(self) -> Check:
        keys, tenant = self._app.vault.keys, self._app.tenants.home()
        if tenant not in keys.tenants():
            return Check("vault", "ok", f"no key was needed yet; keys will be {keys.says}")
        newest, *former = keys.all(tenant)
        says = f"key {newest.generation} of {newest.made_at:%Y-%m-%d}, {keys.says}"
        if former:
            remedy = "rapport run ends it by itself; by hand: rapport vault rotate"
            return Check("vault", "warning", f"{says}; {len(former)} former not destroyed yet", remedy)
        return Check("vault", "ok", says)

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
        vector = self._app.embedder.embed(["how are you"])
        return Check("embedder", "ok", f"{self._app.embedder.name}, {vector.shape[1]} dimensions")

    def _index(self) -> Check:
        counts = self._app.vectors.counts(self._app.tenants.home(), self._app.embedder.name)
        return Check("index", "ok", f"{sum(counts.values())} passages in {len(counts)} quarters")

    def _lag(self) -> Check:
        lag = self._app.indexer.lag(self._app.tenants.home())
        if lag.count == 0:
            return Check("lag", "ok", "everything is searchable")
        says = f"{lag.count} interactions are not searchable by meaning yet"
        return Check("lag", "warning", says, "rapport run catches up by itself; by hand: rapport index")

    def _moods(self) -> Check:
        return Check("moods", "ok", self._app.own_moods.status(self._app.tenants.home()).told())

    def _model(self) -> Check:
        if self._app.chat is None:
            return Check(
                "model", "off", "no chat model is set; rules answer alone", "Optional: set RAPPORT_OLLAMA_CHAT_MODEL"
            )
        status = self._app.chat.status()
        if not status.present:
            todo = "Fetch it: rapport model pull" if status.reachable else "Start Ollama: ollama serve"
            remedy = f"Rules answer meanwhile. {todo}"
            return Check("model", "down", status.message, remedy)
        if status.on_gpu is not None and status.on_gpu < 1:
            return Check(
                "model", "warning", status.message, "Part of the model runs on the processor: it will be slow."
            )
        return Check("model", "ok", status.message)

    def _slack(self) -> Check:
        settings = self._app.settings
        if not settings.slack_bot_token.get_secret_value():
            return Check("slack", "off", "no tokens are set", "docs/admins.md says in ten lines how to install the app")
        from bot.slack.app import client  # noqa: PLC0415

        try:
            team = client(self._app).auth_test().get("team")
        except Exception as error:  # noqa: BLE001 - whatever the client raises, Slack does not answer
            return Check(
                "slack",
                "down",
                f"does not take the bot token ({type(error).__name__})",
                "Check RAPPORT_SLACK_BOT_TOKEN",
            )
        return Check("slack", "ok", f"connected to {team}")
