"""What the doctor says of the parts that read: names, embedder, index, moods.

Where Rapport runs, the processes that have them loaded tell of them; else they are loaded here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.check import Check
from bot.model_checks import hosts_check
from crm.errors import HeldElsewhereError, RapportError
from indexing.learnt import learnt
from indexing.soundness import was_damaged
from indexing.stores.address import parse

if TYPE_CHECKING:
    from bot.wiring import Rapport

DAMAGED = "its files were damaged, and are made anew from the record"
MENDS_ITSELF = "Rapport does that by itself; keywords answer meanwhile. Look at the disk: it may happen again."
LOOK_AGAIN = "It tells how it is within ten seconds: look again."


class MeaningChecks:
    def __init__(self, app: Rapport) -> None:
        self._app = app

    def names(self) -> Check:
        tagger, engine = self._app.name_tagger, self._app.settings.names_engine
        if tagger is None:
            says = "names that the record does not know go only where a text announces them"
            return Check("names", "warning", says, "Set RAPPORT_NAMES_ENGINE=tagger to find the others.")
        (found,) = tagger.names(["Maria Gonzalez called about the invoice."])
        if not found:
            return Check("names", "warning", f"{engine} does not know a plain name", "Set RAPPORT_NAMES_ENGINE=tagger.")
        return Check("names", "ok", f"names that the record does not know are found by {engine}")

    def embedder(self) -> Check:
        embedder = self._app.embedder
        vector = embedder.embed(["how are you"])
        says = f"{embedder.name}, {vector.shape[1]} dimensions"
        if not self._app.settings.ollama_embed_model:
            return Check("embedder", "ok", says)
        return hosts_check("embedder", embedder.statuses(), says)  # type: ignore[union-attr]

    def index(self, tenant: int, *, running: bool) -> Check:
        """As it can be seen from here.

        Args:
            running: whether a process of Rapport runs, whose index is not to be taken from it.
        """
        if running:
            return Check("index", "warning", "the process that holds it has told nothing of it yet", LOOK_AGAIN)
        try:
            return self.index_here(tenant)
        except HeldElsewhereError as error:
            return Check("index", "warning", error.message, LOOK_AGAIN)
        except RapportError as error:
            return Check("index", "down", error.message, self._app.vectors.remedy)

    def index_here(self, tenant: int) -> Check:
        """The index as this process has it open.

        Raises:
            HeldElsewhereError: another process has.
        """
        counts = self._app.vectors.counts(tenant, self._app.embedder.name)
        says = f"{sum(counts.values())} passages in {len(counts)} quarters"
        if self.damaged(tenant):
            return Check("index", "warning", f"{says}; {DAMAGED}", MENDS_ITSELF)
        return Check("index", "ok", says)

    def damage(self, tenant: int) -> Check | None:
        """What the files of an embedded index show without being used."""
        return Check("index", "warning", DAMAGED, MENDS_ITSELF) if self.damaged(tenant) else None

    def damaged(self, tenant: int) -> bool:
        address = parse(self._app.settings.vectors_url)
        return address.kind == "chroma" and not address.host and was_damaged(Path(address.path), tenant)

    def moods(self, tenant: int) -> Check:
        return Check("moods", "ok", learnt(self._app.settings.home / "moods", tenant).told())
