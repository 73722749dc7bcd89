"""LlamaIndex's own VectorStoreIndex over Chroma, and Chroma alone, with metadata filters: retrieval on a large company's rows."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
from chromadb import PersistentClient
from llama_index.core import VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters
from llama_index.vector_stores.chroma import ChromaVectorStore
from sqlalchemy import select

from benchmarks.speed_questions import Filters
from bot.wiring import Rapport
from crm.model import Account, Interaction

PAGE = 2_000
TOP = 12  # as many as Rapport quotes
SPACE = "minilm-l6-int8-v1"


class Beside:
    """One collection with every passage: its text, its vector (the same as ours), its account and moment as metadata."""

    def __init__(self, app: Rapport, folder: Path) -> None:
        client = PersistentClient(str(folder))
        collection = client.get_or_create_collection("rows", metadata={"hnsw:space": "cosine"})
        self._collection, self._embedder = collection, app.embedder
        self._store = ChromaVectorStore(chroma_collection=collection)
        if not (folder / "filled").exists():
            _fill(app, self._store)
            (folder / "filled").touch()
        self.rows = collection.count()
        self._index = VectorStoreIndex.from_vector_store(self._store, embed_model=_embedding(app))

    def retrieve(self, text: str, held: Filters) -> list[Any]:
        return list(self._index.as_retriever(similarity_top_k=TOP, filters=_filters(held)).retrieve(text))

    def query(self, text: str, held: Filters) -> Any:
        """Chroma without LlamaIndex."""
        vector = self._embedder.embed([text])
        return self._collection.query(query_embeddings=vector, n_results=TOP, where=_where(held))


def _where(held: Filters) -> Any:
    limits: list[dict[str, Any]] = [{"account": held.account}] if held.account else []
    for day, operator in ((held.start, "$gte"), (held.end, "$lt")):
        if day is not None:
            limits.append({"at": {operator: int(datetime.combine(day, time(), UTC).timestamp())}})
    if len(limits) > 1:
        return {"$and": limits}
    return limits[0] if limits else None


def _fill(app: Rapport, store: Any) -> None:
    tenant = app.tenants.home()
    wanted = (
        select(Interaction.id, Interaction.text, Interaction.occurred_at, Interaction.kind, Account.name)
        .join(Account, Account.id == Interaction.account_id)
        .where(Interaction.tenant_id == tenant)
    )
    with app.store.read() as session:
        rows = {row.id: row for row in session.execute(wanted)}
    for quarter in app.vectors.quarters(tenant, SPACE):
        ids = app.vectors.ids(tenant, SPACE, quarter)
        for start in range(0, len(ids), PAGE):
            some = ids[start : start + PAGE]
            store.add([
                TextNode(id_=found, text=rows[row].text, embedding=vector, metadata={
                    "account": rows[row].name, "kind": str(rows[row].kind), "at": int(rows[row].occurred_at.timestamp())
                })
                for found, row, vector in _with_vectors(app, tenant, quarter, some)
            ])  # fmt: skip


def _with_vectors(app: Rapport, tenant: int, quarter: str, ids: list[str]) -> list[tuple[str, int, list[float]]]:
    """The very vectors of Rapport's own index: dot products with the unit axes give them back."""
    axes = np.eye(app.embedder.dimensions, dtype=np.float32)
    found: dict[str, list[float]] = {each: [0.0] * len(axes) for each in ids}
    for axis, pairs in enumerate(app.vectors.among_each(tenant, SPACE, axes, {quarter: ids})):
        for each, value in pairs:
            found[each][axis] = value
    return [(each, int(each.partition(":")[0]), vector) for each, vector in found.items()]


def _filters(held: Filters) -> Any:
    found: list[Any] = []
    if held.account:
        found.append(MetadataFilter(key="account", value=held.account))
    for day, operator in ((held.start, FilterOperator.GTE), (held.end, FilterOperator.LT)):
        if day is not None:
            at = int(datetime.combine(day, time(), UTC).timestamp())
            found.append(MetadataFilter(key="at", value=at, operator=operator))
    return MetadataFilters(filters=found) if found else None


def _embedding(app: Rapport) -> Any:
    embedder = app.embedder

    class Ours(BaseEmbedding):
        """Rapport's own embedder, so that only retrieval differs."""

        def _get_text_embedding(self, text: str) -> list[float]:
            return list(embedder.embed([text])[0].tolist())

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return Ours(model_name=embedder.name)
