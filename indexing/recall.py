"""How much of what an exact search finds the index finds too, on questions made of the record's own sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol, runtime_checkable

import numpy as np
from sqlalchemy import select

from crm.model import Interaction
from crm.reading.sentences import sentences
from crm.store import Store
from indexing.embedder import Embedder

FOUND = 10  # what recall is of
ASKED = 20  # questions a quarter
QUARTERS = 4  # the two newest, and others by chance
PAGE = 2_000
SAME = 1e-5  # cosines that are no further apart are as good as each other
Vectors = Any


@runtime_checkable
class GivesVectors(Protocol):
    """A place for vectors that hands them out again."""

    def vectors_of(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        """Those of the ids that have a vector, and the vectors, a row each."""


@dataclass(frozen=True)
class Recall:
    """`share` of the ten best that were found, over `asked` questions and `vectors` that were compared exactly."""

    share: float
    asked: int
    vectors: int


def recall(  # noqa: PLR0917 - what is compared, and how
    store: Store, vectors: Vectors, embedder: Embedder, tenant_id: int, space: str, random: Random
) -> Recall | None:
    """None where there is nothing to be found.

    Raises:
        RetryableError: the index is not to be had now.
    """
    shares: list[float] = []
    compared = 0
    quarters = vectors.quarters(tenant_id, space)
    for quarter in [*quarters[:2], *random.sample(quarters[2:], min(len(quarters[2:]), QUARTERS - 2))]:
        ids = vectors.ids(tenant_id, space, quarter)
        questions = _questions(store, tenant_id, random.sample(ids, min(len(ids), ASKED)))
        if not questions:
            continue
        queries = embedder.embed(questions)[:, : embedder.dimensions]
        found = vectors.nearest_each(tenant_id, space, queries, quarters=[quarter], limit=FOUND)
        exact = _exact(vectors, (tenant_id, space, quarter), queries, ids)
        shares += [_share([one for one, _ in pairs], cosines) for pairs, cosines in zip(found, exact, strict=True)]
        compared += len(ids)
    return Recall(sum(shares) / len(shares), len(shares), compared) if shares else None


def _share(found: Sequence[str], cosines: dict[str, float]) -> float:
    wanted = min(FOUND, len(cosines))
    least = sorted(cosines.values(), reverse=True)[wanted - 1]
    return sum(cosines.get(one, -1.0) >= least - SAME for one in found[:wanted]) / wanted


def _exact(
    vectors: Vectors, key: tuple[int, str, str], queries: np.ndarray, ids: Sequence[str]
) -> list[dict[str, float]]:
    """For each question the cosine of every id that may be among its best."""
    best: list[dict[str, float]] = [{} for _ in queries]
    for page in _pages(vectors, key, queries, ids):
        for cosines, more in zip(best, page, strict=True):
            cosines.update(more)
            if len(cosines) > 2 * PAGE:
                last = sorted(cosines.values(), reverse=True)[PAGE]
                for one in [one for one, cosine in cosines.items() if cosine < last]:
                    del cosines[one]
    return best


def _pages(
    vectors: Vectors, key: tuple[int, str, str], queries: np.ndarray, ids: Sequence[str]
) -> Iterator[list[dict[str, float]]]:
    tenant_id, space, quarter = key
    for start in range(0, len(ids), PAGE):
        some = ids[start : start + PAGE]
        if isinstance(vectors, GivesVectors):
            there, rows = vectors.vectors_of(tenant_id, space, quarter, some)
            cosines = (queries @ rows.T).tolist() if there else [[] for _ in queries]
            yield [dict(zip(there, row, strict=True)) for row in cosines]
        else:
            yield [dict(pairs) for pairs in vectors.among_each(tenant_id, space, queries, {quarter: some})]


def _questions(store: Store, tenant_id: int, ids: Sequence[str]) -> list[str]:
    """A sentence of each of these rows."""
    rows = {int(one.partition(":")[0]) for one in ids}
    query = select(Interaction.subject, Interaction.text).where(Interaction.tenant_id == tenant_id)
    with store.read() as session:
        told = session.execute(query.where(Interaction.id.in_(rows)).order_by(Interaction.id)).all()
    said = [[subject or "", *sentences(text)] for subject, text in told]
    return [longest for each in said if (longest := max(each, key=len)[:300]).strip()]
