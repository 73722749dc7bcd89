"""What Rapport needs of a place for vectors. They are a cache of the record: a store holds ids and vectors, no text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from indexing.shelved import Pairs


@dataclass(frozen=True)
class State:
    """Which embedder's vectors answer for a tenant, and how far those of the next one have come (an interaction id)."""

    active: str | None = None
    coming: str | None = None
    cursor: int = 0


class VectorStore(Protocol):
    """The vectors of all tenants. Making one connects to nothing.

    `space` is an embedder's name, `quarter` as of `quarter_of`, an id `<interaction id>:<passage>`; vectors are float32
    of length 1, a row each. A quarter, space or tenant that is not there is empty.

    Raises:
        RetryableError: by every method, where the store does not answer, not in time, or not sensibly.
        FatalError: by every method, where somebody has to act: a key, a missing extension, a wrong size.
    """

    @property
    def remedy(self) -> str:
        """What an admin does where it does not answer."""

    def upsert(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        """Puts vectors in, in place of those of the same ids."""

    def delete(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> int:
        """Takes those of the ids that are there out; returns how many were."""

    def nearest_each(
        self, tenant_id: int, space: str, queries: np.ndarray, *, quarters: Iterable[str], limit: int
    ) -> list[Pairs]:
        """For each query (a row) the ids nearest to it over all these quarters, with their cosines, best first."""

    def among_each(
        self, tenant_id: int, space: str, queries: np.ndarray, ids: Mapping[str, Sequence[str]]
    ) -> list[Pairs]:
        """For each query the exact cosines of these ids (given by quarter), of those that have a vector."""

    def quarters(self, tenant_id: int, space: str) -> list[str]:
        """The quarters that have vectors, newest first."""

    def ids(self, tenant_id: int, space: str, quarter: str) -> list[str]: ...

    def vectors_of(self, tenant_id: int, space: str, quarter: str, ids: Sequence[str]) -> tuple[list[str], np.ndarray]:
        """Those of the ids that have a vector, and the vectors, a row each."""

    def counts(self, tenant_id: int, space: str) -> dict[str, int]:
        """How many vectors each quarter holds."""

    def tenants(self) -> list[int]:
        """The tenants that have anything here."""

    def state(self, tenant_id: int) -> State: ...

    def set_state(self, tenant_id: int, state: State) -> None: ...

    def hold(self, tenant_id: int, space: str) -> None:
        """Makes ready what a first search would wait for."""

    def drop_space(self, tenant_id: int, space: str) -> None:
        """Takes an embedder's vectors out."""

    def drop(self, tenant_id: int) -> None:
        """Takes all that is a tenant's out, as far as `forget` does."""

    def forget(self, tenant_id: int, interaction_ids: Iterable[int] = ()) -> int:
        """Takes the vectors of these interactions out, and with them what was deleted before, off the disk too
        (docs/vector-stores.md says how far each store can). Returns how many vectors were left out."""

    def discarded(self) -> set[int]:
        """The tenants whose files were found damaged and thrown away, until `healed` is called."""

    def healed(self, tenant_id: int) -> None:
        """What was thrown away is marked as not indexed."""

    def was_damaged(self, tenant_id: int) -> bool:
        """Whether that happened to this one within the last day, or is about to."""

    def close(self) -> None: ...


def quarter_of(instant: datetime) -> str:
    """The calendar quarter (UTC) an instant is in, such as `2026q4`: they sort as text."""
    return f"{instant.year:04d}q{(instant.month + 2) // 3}"
