"""What is up, what is not, and what to do about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.check import Check
from bot.house_checks import DATABASE, HouseChecks
from bot.intake_checks import IntakeChecks
from bot.looking import PATIENCE, Look, Looks, looked
from bot.meaning_checks import MeaningChecks
from bot.outside_checks import OutsideChecks
from bot.process_checks import ProcessChecks
from bot.upkeep_checks import UpkeepChecks
from crm.errors import HeldElsewhereError, RapportError

if TYPE_CHECKING:
    from bot.wiring import Rapport

LOADING = 20.0  # seconds that a look may take which loads what it looks at
ORDER = (
    "record", "processes", "chain", "queue", "lag", "held up", "sources", "columns", "originals", "vault", "audit",
    "backup", "self-check", "disk", "names", "embedder", "index", "moods", "model", "slack", "clock",
)  # fmt: skip


class Doctor:
    """Looks at every part by itself: one that is down, or hangs, never hides another."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def checks(self, tenant_id: int | None = None) -> list[Check]:
        """A look at everything; of what each tenant has its own, at this one's (else the home tenant's)."""
        return Round(self._app, tenant_id).checks()

    def quick(self, tenant_id: int) -> list[Check]:
        """What a few queries tell: nothing is asked of Slack, of a model or of the index."""
        intake, upkeep = IntakeChecks(self._app, tenant_id), UpkeepChecks(self._app, tenant_id)
        looks: dict[str, Look] = {
            "queue": intake.queue,
            "lag": intake.lag,
            "held up": intake.held,
            "sources": intake.sources,
            "columns": intake.columns,
            "backup": upkeep.backup,
            "self-check": upkeep.agreement,
            "disk": HouseChecks(self._app).disk,
        }
        return [looked(name, look) for name, look in looks.items()]

    def own_index(self) -> Check | None:
        """A look at the index that this process holds; None where another holds it."""
        try:
            return looked("index", partial(MeaningChecks(self._app).index_here, self._app.tenants.home()))
        except HeldElsewhereError:
            return None

    def own_models(self) -> list[Check]:
        """A look at what this process has loaded; an embedder elsewhere is asked by whoever wants to know."""
        meaning = MeaningChecks(self._app)
        looks: dict[str, Look] = {"names": meaning.names}
        if not self._app.settings.ollama_embed_model:
            looks["embedder"] = meaning.embedder
        return [looked(name, look) for name, look in looks.items()]


class Round:
    """One look at everything. The record is asked first, and once: much stands in it, what processes see among that."""

    def __init__(self, app: Rapport, tenant_id: int | None) -> None:
        self._app, self._tenant = app, tenant_id
        self._house, self._meaning, self._processes = HouseChecks(app), MeaningChecks(app), ProcessChecks(app)

    def checks(self) -> list[Check]:
        outside = OutsideChecks(self._app)
        slack, model = Looks({"slack": outside.slack}), Looks({"model": outside.model})
        found = Looks({"record": self._record}, todo=DATABASE).found()
        found["disk"] = looked("disk", self._house.disk)
        up = found["record"].state != "down"
        if up:
            found |= self._inside()
        found |= {**model.found(), **slack.found()}
        found |= Looks({"clock": partial(outside.clock, record=up)}).found()
        if up:
            found |= {name: self._processes.worse(found[name]) for name in ("model", "slack")}
        return [found.get(name) or _unseen(name) for name in ORDER]

    def _record(self) -> Check:
        try:
            self._tenant = self._app.tenants.home() if self._tenant is None else self._tenant
            self._processes.read()
        except RapportError as error:
            return Check("record", "down", error.message, DATABASE)
        return self._house.record()

    def _inside(self) -> dict[str, Check]:
        """What stands in the record, what processes say of what they hold, and what has to be looked at from here."""
        tenant = self._tenant or 0
        under_way = [
            Looks(self._stored(tenant), 2 * PATIENCE),
            Looks({"originals": partial(self._house.originals, tenant)}),
            Looks({"index": partial(self._index, tenant)}, LOADING),
            Looks({"names": partial(self._told, "names", self._meaning.names),
                   "embedder": partial(self._told, "embedder", self._meaning.embedder)}, LOADING),
        ]  # fmt: skip
        return {name: check for looks in under_way for name, check in looks.found().items()}

    def _stored(self, tenant: int) -> dict[str, Look]:
        intake, upkeep = IntakeChecks(self._app, tenant), UpkeepChecks(self._app, tenant)
        return {
            "processes": self._processes.processes,
            "chain": intake.chain,
            "queue": intake.queue,
            "lag": intake.lag,
            "held up": intake.held,
            "sources": intake.sources,
            "columns": intake.columns,
            "vault": partial(self._house.vault, tenant),
            "audit": partial(self._house.audit, tenant),
            "backup": upkeep.backup,
            "self-check": upkeep.agreement,
            "moods": partial(self._meaning.moods, tenant),
        }

    def _index(self, tenant: int) -> Check:
        told = self._processes.told("index")
        if told is not None and told.state != "ok":
            return told
        here = partial(self._meaning.index, tenant, running=self._processes.running)
        return self._meaning.damage(tenant) or told or here()

    def _told(self, part: str, look: Look) -> Check:
        """What a process that runs said of a part; where none did, what a look from here finds."""
        return self._processes.told(part) or look()


def _unseen(name: str) -> Check:
    return Check(name, "down", "needs the record, which does not answer", "Mend the record first.")
