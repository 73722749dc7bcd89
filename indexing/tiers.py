"""Hot and cold: recent quarters in memory, older ones in a file each, read when a question's period needs them.

Both are copies of what Chroma holds. A quarter's file goes before the quarter is written to, so that one that is there
is right, whenever the process may have died; what changed is written to a file again when memory lets go of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

import numpy as np

from crm.apart import Apart
from crm.errors import RapportError
from crm.usage import Usage, spent
from indexing.chroma import COLD, mark, read
from indexing.shelf import Key, Shelf
from indexing.shelved import Shelved

SMALL = 2_000  # vectors: reading so few from Chroma takes a sixteenth of a second, and needs no process
VISITS = 2  # a quarter that has no file is given one when it is asked for that often
Change = tuple[Sequence[str], np.ndarray | None]  # what was put, or, without vectors, removed


class Tiers:
    """Every method is called with the tenant's lock held; `locked` takes it for the thread that waits for a process."""

    def __init__(self, shelf: Shelf, locked: Callable[[int], AbstractContextManager[Any]]) -> None:
        self._shelf = shelf
        self._locked = locked
        self._visits: Counter[Key] = Counter()
        self._changes: dict[Key, list[Change]] = {}  # of quarters whose files are being written, since that began
        self._running: dict[int, Apart] = {}
        self._waiting: dict[int, dict[Key, str]] = {}

    def of(self, key: Key, home: Path, collection: Any) -> Shelved | None:
        """The quarter out of memory or its file; None where Chroma has to answer."""
        if (held := self._shelf.of(key)) is not None:
            return held
        began = perf_counter()
        if (found := _loaded(_file(home, key))) is not None:
            self._add(key, home, found)
            spent(Usage(cold_quarters=1, cold_seconds=perf_counter() - began))
            return found
        self._visits[key] += 1
        if self._visits[key] < VISITS or key in self._changes:
            return None
        if collection.count() <= SMALL:
            found = read(collection)
            self._add(key, home, found)
            return found
        self._cool(key[0], home, {key: collection.name})
        return None

    def hold(self, home: Path, collections: Mapping[Key, Any]) -> None:
        """Makes a tenant's quarters ready, the newest first."""
        large = {}
        for key, collection in collections.items():
            if self._shelf.of(key) is not None or key in self._changes:
                continue
            found = _loaded(_file(home, key))
            if found is None and collection.count() > SMALL:
                large[key] = collection.name
                continue
            self._add(key, home, found or read(collection))
        if large:
            self._cool(next(iter(large))[0], home, large)

    def writing(self, key: Key, home: Path) -> None:
        """Comes before Chroma is written to."""
        _file(home, key).unlink(missing_ok=True)

    def put(self, key: Key, ids: Sequence[str], vectors: np.ndarray) -> None:
        if held := self._shelf.of(key):
            held.put(ids, vectors)
        if key in self._changes:
            self._changes[key].append((ids, vectors))

    def remove(self, key: Key, ids: Sequence[str]) -> None:
        if held := self._shelf.of(key):
            held.remove(ids)
        if key in self._changes:
            self._changes[key].append((ids, None))

    def drop(self, tenant_id: int, space: str | None = None) -> None:
        """Lets go of a tenant's vectors, or of those of one embedder; their files are the caller's."""
        self._stop(tenant_id)
        self._shelf.drop(tenant_id, space)
        for key in [key for key in self._visits if key[0] == tenant_id]:
            del self._visits[key]

    def leave_out(self, tenant_id: int, interactions: Collection[int]) -> None:
        """Takes interactions out of what is in memory; files are the caller's."""
        self._stop(tenant_id)
        self._shelf.leave_out(tenant_id, interactions)

    def keep(self, tenant_id: int, home: Path) -> None:
        """Writes what is in memory alone to its files, for the next start."""
        for key, shelved in self._shelf.held(tenant_id).items():
            self._save(key, home, shelved)

    def _add(self, key: Key, home: Path, shelved: Shelved) -> None:
        for gone, former in self._shelf.add(key, shelved):
            if gone[0] == key[0]:  # another tenant's folder is not ours to write to here: Chroma has it
                self._save(gone, home, former)

    def _save(self, key: Key, home: Path, shelved: Shelved) -> None:
        file = _file(home, key)
        if home.exists() and not file.exists():
            with suppress(OSError):  # a full disk: the next start reads Chroma
                file.parent.mkdir(mode=0o700, exist_ok=True)
                shelved.save(file)

    def _cool(self, tenant_id: int, home: Path, wanted: Mapping[Key, str]) -> None:
        """Has the files written, one after the other: a process reads a whole quarter into its memory."""
        self._waiting.setdefault(tenant_id, {}).update(wanted)
        if tenant_id not in self._running:
            self._next(tenant_id, home)

    def _next(self, tenant_id: int, home: Path) -> None:
        waiting = self._waiting.get(tenant_id)
        if not waiting:
            return
        key = max(waiting, key=lambda waits: waits[2])
        name, file = waiting.pop(key), _file(home, key).with_suffix(".part")
        with suppress(OSError):
            file.parent.mkdir(mode=0o700, exist_ok=True)
            task = {"folder": str(home), "name": name, "file": str(file)}
            running = self._running[tenant_id] = Apart("indexing.cooling", task)
            self._changes[key] = []
            Thread(target=self._await, args=(running, key, home, file), name="cooling", daemon=True).start()

    def _await(self, running: Apart, key: Key, home: Path, file: Path) -> None:
        done = False
        with suppress(RapportError):
            done = running.answer()
        with suppress(RapportError), self._locked(key[0]):
            if self._running.get(key[0]) is not running:
                return
            del self._running[key[0]]
            changes = self._changes.pop(key)
            if done:
                self._cooled(key, home, file, changes)
            self._next(key[0], home)

    def _cooled(self, key: Key, home: Path, file: Path, changes: Sequence[Change]) -> None:
        if not changes:
            file.replace(_file(home, key))
            return
        shelved = Shelved.load(file)
        file.unlink()
        if shelved is not None:
            _applied(shelved, changes)
            self._add(key, home, shelved)

    def _stop(self, tenant_id: int) -> None:
        """What a process was writing holds what may be forgotten by now."""
        if running := self._running.pop(tenant_id, None):
            running.stop()
        self._waiting.pop(tenant_id, None)
        for key in [key for key in self._changes if key[0] == tenant_id]:
            del self._changes[key]


def _file(home: Path, key: Key) -> Path:
    return home / COLD / f"{key[2]}_{mark(key[1])}.npz"


def swept(home: Path) -> None:
    """Removes what a process that ended half way left."""
    for pattern in ("*.part", "*.new"):
        for file in (home / COLD).glob(pattern):
            file.unlink(missing_ok=True)


def _loaded(file: Path) -> Shelved | None:
    """A file that is not whole goes: Chroma has all of it."""
    if not file.exists():
        return None
    found = Shelved.load(file)
    if found is None:
        file.unlink()
    return found


def _applied(shelved: Shelved, changes: Iterable[Change]) -> None:
    for ids, vectors in changes:
        if vectors is None:
            shelved.remove(ids)
        else:
            shelved.put(ids, vectors)
