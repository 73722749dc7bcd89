"""A tenant's vectors in new files, without some of them, made in a process of its own.

Chroma leaves what it deletes in its files, and holds the interpreter's lock for as long as it writes. So a copy of the
folder is worked on elsewhere. Where few vectors of a collection go, they are overwritten with noise, which takes them
out of the index's links too, and deleted; where many do, the collection is made anew. Whatever the files then hold
that nobody finds in them is blanked.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from crm.apart import apart
from indexing.chroma import COLD, PAGE, client_of, made
from indexing.residue import blank, fingerprint, is_known
from indexing.shelved import Shelved

SMALL = 2_000  # vectors: as many or fewer are written anew in a second
SHARE = 0.1  # of a collection's vectors: overwriting one takes as long as writing seven
SYNC = 1_000  # writes after which Chroma writes its index to disk, as it is by itself


def renewed(source: Path, target: Path, unwanted: Collection[int]) -> int:
    """Makes a copy of a tenant's folder without these interactions' vectors; returns how many stayed behind.

    Nobody writes into the folder meanwhile.

    Raises:
        RetryableError: the process that does it broke off.
    """
    task = {"source": str(source), "target": str(target), "unwanted": sorted(unwanted)}
    with Path(f"{target}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever wrote there before, for a parent that was killed, has ended
        return int(apart("indexing.renewal", task, keeps=[lock.fileno()]))


def work(task: dict[str, Any]) -> int:
    """In the process."""
    source, target = Path(task["source"]), Path(task["target"])
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(COLD))
    folder = _Folder(target, frozenset(map(str, task["unwanted"])))
    left_out = folder.leave_out()
    blank(target, folder.fingerprints())
    _warm(source / COLD, target / COLD, task["unwanted"])
    return left_out


def _warm(source: Path, target: Path, unwanted: Collection[int]) -> None:
    """The files of quarters, without those vectors; what is no whole file is left behind, for it can be made again."""
    for file in source.glob("*.npz"):
        if (held := Shelved.load(file)) is not None:
            target.mkdir(mode=0o700, exist_ok=True)
            held.leave_out(unwanted)
            held.save(target / file.name)


class _Folder:
    """A tenant's, to be amended."""

    def __init__(self, folder: Path, unwanted: frozenset[str]) -> None:
        self._folder, self._unwanted = folder, unwanted
        self._client = client_of(folder)
        self._names = [each.name for each in self._client.list_collections(limit=PAGE)]

    def leave_out(self) -> int:
        known, left_out, few = is_known(self._folder), 0, {}
        for name in self._names:
            ids = self._of(name).get(include=[])["ids"]
            gone = [found for found in ids if found.partition(":")[0] in self._unwanted]
            left_out += len(gone)
            if not known or (gone and (len(ids) <= SMALL or len(gone) > SHARE * len(ids))):
                self._make_anew(name, gone)
            elif gone:
                few[name] = gone
        self._overwrite(few)
        return left_out

    def fingerprints(self) -> set[bytes]:
        """Of all vectors that are found in it, which is closed then."""
        kept = {fingerprint(row.tobytes()) for name in self._names for _, page in self._pages(name) for row in page}
        self._client.close()
        return kept

    def _of(self, name: str) -> Any:
        return self._client.get_collection(name, embedding_function=None)

    def _pages(self, name: str) -> Iterator[tuple[list[str], np.ndarray]]:
        collection = self._of(name)
        ids = collection.get(include=[])["ids"]
        for start in range(0, len(ids), PAGE):
            page = collection.get(ids=ids[start : start + PAGE], include=["embeddings"])
            yield page["ids"], np.asarray(page["embeddings"], np.float32)

    def _make_anew(self, name: str, gone: Sequence[str]) -> None:
        dropped = set(gone)
        wanted = [
            ([ids[place] for place in places], page[places])
            for ids, page in self._pages(name)
            if (places := [place for place, found in enumerate(ids) if found not in dropped])
        ]
        self._client.delete_collection(name)
        collection = made(self._client, name)
        for ids, page in wanted:
            collection.upsert(ids=ids, embeddings=page)

    def _overwrite(self, unwanted: dict[str, list[str]]) -> None:
        """Chroma is told to write to disk at once, which it heeds when it opens a collection."""
        for name in unwanted:
            self._of(name).modify(configuration={"hnsw": {"sync_threshold": 2}})
        self._client.close()
        self._client = client_of(self._folder)
        noise = np.random.default_rng()
        for name, ids in unwanted.items():
            collection = self._of(name)
            for start in range(0, len(ids), PAGE):
                page = ids[start : start + PAGE]
                vectors = noise.normal(size=(len(page), _dimensions(collection))).astype(np.float32)
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                collection.upsert(ids=page, embeddings=vectors)
                collection.delete(ids=page)
            collection.modify(configuration={"hnsw": {"sync_threshold": SYNC}})


def _dimensions(collection: Any) -> int:
    return len(collection.get(limit=1, include=["embeddings"])["embeddings"][0])
