"""What text means: embedders, moods, vectors, search, the chat model."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.wiring.record import Record

if TYPE_CHECKING:
    from indexing.embedder import MiniLmEmbedder
    from indexing.feeling import Feeling
    from indexing.indexer import Indexer
    from indexing.mood import MoodReader
    from indexing.ollama import OllamaChat
    from indexing.ollama_embedder import OllamaEmbedder
    from indexing.own_moods import OwnMoods
    from indexing.router import Router
    from indexing.searcher import HybridSearcher
    from indexing.stores.port import VectorStore


class Meaning(Record):
    """What text means: embedders, moods, vectors, search, the chat model."""

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
    def moods(self) -> MoodReader:
        from indexing.mood import MoodReader
        from indexing.remembered import Remembered

        return MoodReader(Remembered(self._feeling))

    @cached_property
    def vectors(self) -> VectorStore:
        from indexing.stores.opening import open_vectors

        key = self.settings.vectors_key.get_secret_value()
        hosts = self.settings.vectors_hosts
        memory = self.settings.vectors_memory * 2**20
        return open_vectors(
            self.settings.vectors_url, lambda: self.store, self.clock, key=key, hosts=hosts, most_bytes=memory
        )

    @cached_property
    def indexer(self) -> Indexer:
        from indexing.claims import PostgresClaims
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
            claims=PostgresClaims(self.store) if self.store.dialect == "postgresql" else None,
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
