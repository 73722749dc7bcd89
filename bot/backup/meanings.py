"""Vectors in a backup. They are a cache: carried where they are those of the record's own moment, else made anew."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Connection, bindparam, select, update

from crm.errors import RetryableError
from crm.model import Interaction
from crm.portable import Row
from indexing.recall import GivesVectors

if TYPE_CHECKING:
    from bot.backup.archive import Archive, ArchiveWriter
    from bot.wiring import Rapport

FOLDER = "vectors/"
PAGE = 2_000
BATCH = 5_000
ROWS = Interaction.__table__
INDEXED = ROWS.c.version == ROWS.c.indexed_version


KEPT_ELSEWHERE = "The vector store hands no vectors out."


def save(app: Rapport, archive: ArchiveWriter, still: Connection) -> dict[str, Any]:
    """Vectors of what was indexed at the snapshot's moment: how many, of which embedder, and which rows are left out.

    Whoever changes a text raises its version first and writes vectors after. So a row that has the same version
    before and after they were read had those vectors all the time; others are told in `changed`.

    Raises:
        RetryableError: another process holds the index, or it is of a kind that hands no vectors out.
    """
    store: object = app.vectors
    if not isinstance(store, GivesVectors):
        raise RetryableError(KEPT_ELSEWHERE)
    spaces: dict[str, str] = {}
    count = 0
    for tenant_id in app.vectors.tenants():
        space = app.vectors.state(tenant_id).active
        if space is None:
            continue
        spaces[str(tenant_id)] = space
        for quarter in app.vectors.quarters(tenant_id, space):
            ids = sorted(app.vectors.ids(tenant_id, space, quarter))
            for number, start in enumerate(range(0, len(ids), PAGE)):
                wanted = _of_moment(still, tenant_id, ids[start : start + PAGE])
                found, vectors = store.vectors_of(tenant_id, space, quarter, wanted)
                if found:
                    archive.add(f"{FOLDER}{tenant_id}/{quarter}/{number:06}.npz", _packed(found, vectors))
                count += len(found)
    return {"count": count, "spaces": spaces, "changed": _changed(app, still)}


class Marks:
    """Takes the mark “indexed” from rows as they come in, and gives it back to those whose vectors came in too.

    Args:
        told: what `save` told; None where the backup holds no vectors.
    """

    def __init__(self, told: dict[str, Any] | None) -> None:
        self._spaces: dict[str, str] = told["spaces"] if told else {}
        self._changed = set(told["changed"]) if told else set()
        self._marks = array("q")  # id, version, passages of one row after the other

    def take(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row["indexed_version"] == row["version"] and self._is_whole(row):
                self._marks.extend((row["id"], row["version"], row["passages"]))
            row["indexed_version"], row["passages"] = 0, 0

    def _is_whole(self, row: Row) -> bool:
        return str(row["tenant_id"]) in self._spaces and row["id"] not in self._changed

    def bring_back(self, app: Rapport, archive: Archive) -> int:
        """Vectors first, marks last: cut off anywhere, the index is never ahead. Returns how many vectors came."""
        from indexing.vectors import State  # noqa: PLC0415

        whole = set(self._marks[::3])
        count = 0
        for name, content in archive.members(FOLDER):
            tenant, quarter = name.split("/")[1:3]
            ids, vectors = _unpacked(content)
            wanted = [place for place, one in enumerate(ids) if int(one.partition(":")[0]) in whole]
            if wanted:
                own = [ids[place] for place in wanted]
                app.vectors.upsert(int(tenant), self._spaces[tenant], quarter, own, vectors[wanted])
            count += len(wanted)
        for tenant, space in self._spaces.items():
            app.vectors.set_state(int(tenant), State(active=space))
        self._mark(app)
        return count

    def _mark(self, app: Rapport) -> None:
        same = [ROWS.c.id == bindparam("id_"), ROWS.c.version == bindparam("version_"), ROWS.c.indexed_version == 0]
        marked: dict[str, Any] = {"indexed_version": bindparam("version_"), "passages": bindparam("passages_")}
        mark = update(Interaction).where(*same).values(marked)
        for start in range(0, len(self._marks), 3 * BATCH):
            some = self._marks[start : start + 3 * BATCH]
            rows = [
                {"id_": one, "version_": version, "passages_": passages}
                for one, version, passages in zip(some[::3], some[1::3], some[2::3], strict=True)
            ]
            with app.store.write() as session:
                session.connection().execute(mark, rows)


def why_left_out(error: RetryableError) -> str:
    return f"left out ({error.message.rstrip('.')}); after a restore they are made anew: rapport index"


def _of_moment(still: Connection, tenant_id: int, ids: Sequence[str]) -> list[str]:
    """Those of the ids whose rows were there, and indexed, at the snapshot's moment."""
    rows = sorted({int(one.partition(":")[0]) for one in ids})
    query = select(ROWS.c.id).where(ROWS.c.id.in_(rows), ROWS.c.tenant_id == tenant_id, INDEXED)
    known = set(still.scalars(query))
    return [one for one in ids if int(one.partition(":")[0]) in known]


def _changed(app: Rapport, still: Connection) -> list[int]:
    """Rows that were indexed at the snapshot's moment and are not the same any more."""
    return [one for page in _pages(still) for one in _differing(app, page)]


def _pages(still: Connection) -> Iterator[dict[int, int]]:
    last = 0
    while True:
        query = select(ROWS.c.id, ROWS.c.version).where(ROWS.c.id > last, INDEXED).order_by(ROWS.c.id).limit(BATCH)
        page = {row.id: row.version for row in still.execute(query)}
        if not page:
            return
        yield page
        last = max(page)


def _differing(app: Rapport, page: dict[int, int]) -> list[int]:
    now = select(ROWS.c.id, ROWS.c.version).where(ROWS.c.id.between(min(page), max(page)), INDEXED)
    with app.store.read() as session:
        same = {row.id: row.version for row in session.connection().execute(now)}
    return [one for one, version in page.items() if same.get(one) != version]


def _packed(ids: Sequence[str], vectors: np.ndarray) -> bytes:
    content = io.BytesIO()
    np.savez(content, ids=np.array(ids), vectors=np.asarray(vectors, np.float32))
    return content.getvalue()


def _unpacked(content: bytes) -> tuple[list[str], np.ndarray]:
    with np.load(io.BytesIO(content), allow_pickle=False) as found:
        return found["ids"].tolist(), found["vectors"]
