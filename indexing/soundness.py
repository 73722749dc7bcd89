"""Whether the files of an index can be used without harm.

Damaged ones do not always raise: Chroma's index is memory that is read as it lies on disk, and following a wrong number
in it ends the process. So files that were not closed in order are first used by a process of its own.
"""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path
from time import time

OPEN = "open"  # a file beside the index for as long as somebody uses it: what a killed process leaves behind
STATE = "space.json"
DAY = 86_400.0  # seconds
SQLITE = b"SQLite format 3\0"
DAMAGED = 3  # what the process ends with
PATIENCE = 120.0  # seconds it may take
FATAL = {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGILL, -signal.SIGFPE}
SIGNS = ("not a database", "malformed", "hnsw", "pickle", "corrupt", "no such table", "panic", "memory")
ROOM = 4 << 30  # bytes of address space that the process may take, beside what the files do
SAMPLE = 500  # vectors that are read of each collection
ASKED = 16  # of them are searched for


def begin(folder: Path) -> None:
    (folder / OPEN).touch()


def end(folder: Path) -> None:
    (folder / OPEN).unlink(missing_ok=True)


def is_damaged(folder: Path) -> bool:
    """Uses files that somebody did not close; False also where it cannot be told, as on a full disk."""
    if not (folder / OPEN).exists():
        return False
    paths = [each for each in sys.path if each]
    begin_ = f"import sys; sys.path[:0] = {paths!r}; from indexing.soundness import main; main({str(folder)!r})"
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", begin_], capture_output=True, check=False, timeout=PATIENCE
        )
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == DAMAGED or done.returncode in FATAL


def looks_damaged(folder: Path) -> bool:
    """What can be told of files without using them: whether those of SQLite's still begin as such files do."""
    return any(not _is_sqlite(file) for file in folder.glob("*.sqlite3"))


def _is_sqlite(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE)) in {SQLITE, b""}
    except OSError:  # gone, or not to be read now: nothing is known
        return True


def was_damaged(vectors: Path, tenant_id: int) -> bool:
    """Whether a tenant's files were damaged within a day (a disk that did it once may do it again), or look so now."""
    note = vectors / f"damaged_{tenant_id}"
    lately = note.exists() and abs(time() - note.stat().st_mtime) < DAY
    return lately or looks_damaged(vectors / f"t_{tenant_id}")


def main(folder: str) -> None:
    """A wrong number may ask for all the memory there is, so there is a bound to that."""
    size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    most = ROOM + 4 * size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        _use(Path(folder))
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - Rust panics are no Exceptions, and each is a verdict
        found = f"{type(error).__name__} {error}".lower()
        raise SystemExit(DAMAGED if any(sign in found for sign in SIGNS) else 1) from None


def _use(folder: Path) -> None:
    """Reads and searches some of every collection."""
    import numpy as np  # noqa: PLC0415 - a process that only asks `is_damaged` needs neither

    from indexing.chroma import PAGE, client_of  # noqa: PLC0415

    client = client_of(folder)
    collections = client.list_collections(limit=PAGE)
    if not collections and (folder / STATE).exists():
        raise SystemExit(DAMAGED)  # emptied files are opened without complaint
    for each in collections:
        collection = client.get_collection(each.name, embedding_function=None)
        some = collection.get(include=["embeddings"], limit=SAMPLE)["embeddings"]
        if len(some):
            vectors = np.asarray(some, np.float32)[:: max(1, len(some) // ASKED)]
            collection.query(query_embeddings=vectors, n_results=min(10, collection.count()), include=["distances"])
