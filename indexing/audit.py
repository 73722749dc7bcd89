"""Compares the vectors with the record, in case anything outside the indexer changed either."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import select

from crm.model import Interaction
from crm.store import Store
from indexing.stores.port import VectorStore, quarter_of


@dataclass
class Audit:
    """What should not be there, and what should: `surplus` ids by quarter, `lost` as (interaction id, version)."""

    surplus: dict[str, list[str]] = field(default_factory=dict)
    lost: list[tuple[int, int]] = field(default_factory=list)


def audit(store: Store, vectors: VectorStore, tenant_id: int, space: str) -> Audit:
    """Rows that wait for the indexer count neither way: it will put them right itself."""
    held = {quarter: set(vectors.ids(tenant_id, space, quarter)) for quarter in vectors.quarters(tenant_id, space)}
    wanted = select(
        *(Interaction.id, Interaction.version, Interaction.indexed_version),
        *(Interaction.passages, Interaction.occurred_at),
    ).where(Interaction.tenant_id == tenant_id)
    found = Audit()
    due: dict[str, set[str]] = defaultdict(set)
    waiting: set[str] = set()
    with store.read() as session:
        for row in session.execute(wanted).yield_per(2_000):
            if row.version > row.indexed_version:
                waiting.add(str(row.id))
                continue
            quarter = quarter_of(row.occurred_at)
            own = {f"{row.id}:{place}" for place in range(row.passages)}
            due[quarter] |= own
            if not own <= held.get(quarter, set()):
                found.lost.append((row.id, row.version))
    for quarter, ids in held.items():
        surplus = [one for one in ids - due[quarter] if one.partition(":")[0] not in waiting]
        if surplus:
            found.surplus[quarter] = sorted(surplus)
    return found
