"""The wiring: the only place where adapters are built. Each part is made when it is first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.settings import Settings
from crm.capture import Capture
from crm.clock import Clock, SystemClock
from crm.inbox import Inbox
from crm.migrations import upgrade
from crm.store import Store
from crm.tenants import Tenants

if TYPE_CHECKING:
    from indexing.mood import MoodReader
    from indexing.ollama import OllamaEmbedder
    from privacy.redactor import PresidioRedactor
    from privacy.vault import KeyFileVault

    from indexing.embedder import MiniLmEmbedder


class Rapport:
    """The whole application, wired. Making one connects to nothing."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock: Clock = clock or SystemClock()

    @cached_property
    def store(self) -> Store:
        store = Store(self.settings.record_url)
        upgrade(store)
        return store

    @cached_property
    def tenants(self) -> Tenants:
        return Tenants(self.store, self.clock)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.store, self.clock)

    @cached_property
    def redactor(self) -> PresidioRedactor:
        from privacy.redactor import PresidioRedactor

        return PresidioRedactor(self.store)

    @cached_property
    def vault(self) -> KeyFileVault:
        from privacy.vault import KeyFileVault

        return KeyFileVault(self.settings.home)

    @cached_property
    def capture(self) -> Capture:
        return Capture(self.clock, self.redactor, self.vault)

    @cached_property
    def embedder(self) -> MiniLmEmbedder | OllamaEmbedder:
        if self.settings.ollama_embed_model:
            from indexing.ollama import OllamaEmbedder

            return OllamaEmbedder(
                self.settings.ollama_host, self.settings.ollama_embed_model, allowed_hosts=self.settings.model_hosts
            )
        from indexing.embedder import MiniLmEmbedder

        return MiniLmEmbedder(threads=self.settings.threads)

    @cached_property
    def moods(self) -> MoodReader:
        from indexing.mood import MoodReader

        from indexing.embedder import MiniLmEmbedder

        own = self.embedder if isinstance(self.embedder, MiniLmEmbedder) else MiniLmEmbedder()
        return MoodReader(own)
