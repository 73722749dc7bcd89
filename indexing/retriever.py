"""Rapport's search as a LlamaIndex retriever, for whatever words an answer with a model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from crm.model import Interaction
from crm.ports import Hit, Searcher
from crm.store import Store

if TYPE_CHECKING:
    from llama_index.core.base.base_retriever import BaseRetriever


def retriever(
    store: Store,
    searcher: Searcher,
    tenant_id: int,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    account_ids: Sequence[int] | None = None,
    contact_ids: Sequence[int] | None = None,
    kinds: Sequence[str] | None = None,
    limit: int = 10,
) -> BaseRetriever:
    """A retriever held to one tenant and these filters; its nodes' text is the redacted quote.

    Each node's metadata names its row: interaction_id, source, external_id, kind, occurred_at, url. After a call,
    `degraded` of the retriever says what could not be searched, or None.
    """
    from llama_index.core.base.base_retriever import BaseRetriever  # noqa: PLC0415 - four seconds
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode  # noqa: PLC0415

    class RecordRetriever(BaseRetriever):
        degraded: str | None = None

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            result = searcher.search(
                tenant_id, query_bundle.query_str, start=start, end=end,
                account_ids=account_ids, contact_ids=contact_ids, kinds=kinds, limit=limit,
            )  # fmt: skip
            self.degraded = result.degraded
            told = _told(store, tenant_id, result.hits)
            return [
                NodeWithScore(
                    node=TextNode(
                        id_=f"interaction-{hit.interaction_id}", text=hit.quote, metadata=told[hit.interaction_id]
                    ),
                    score=hit.score,
                )
                for hit in result.hits
                if hit.interaction_id in told
            ]

    return RecordRetriever()


def _told(store: Store, tenant_id: int, hits: Sequence[Hit]) -> dict[int, dict[str, Any]]:
    wanted = select(
        *(Interaction.id, Interaction.source, Interaction.external_id),
        *(Interaction.kind, Interaction.occurred_at, Interaction.url),
    ).where(Interaction.tenant_id == tenant_id, Interaction.id.in_([hit.interaction_id for hit in hits]))
    with store.read() as session:
        return {
            row.id: {
                "interaction_id": row.id,
                "source": row.source,
                "external_id": row.external_id,
                "kind": str(row.kind),
                "occurred_at": row.occurred_at.isoformat(),
                "url": row.url,
            }
            for row in session.execute(wanted)
        }
