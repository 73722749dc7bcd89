"""Writes vectors into a new folder of Chroma's in a process of its own.

Chroma holds the interpreter's lock for as long as it writes, so in one process everybody who asks anything meanwhile
waits for page after page; two processes share no lock. It ends with its parent: what it reads from then breaks off.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np

from crm.errors import RetryableError
from indexing.chroma import DOWN, PAGE, client_of, made
from indexing.residue import blank

COPIED = 250  # records a page: nobody waits long for their turn
PATIENCE = 600.0  # seconds its last words may take


def copy(old: Callable[[], AbstractContextManager[Any]], folder: Path, unwanted: set[str]) -> int:
    """All collections of a client into a new folder, less the unwanted interactions; returns how many stayed behind.

    `old` gives the client for one call after the other, so that others have theirs in between.

    Raises:
        RetryableError: the process that writes broke off.
    """
    left_out = 0
    with old() as there:
        found = [collection.name for collection in there.list_collections(limit=PAGE)]
    with Copying(folder) as target:
        for name in found:
            with old() as there:
                everything = there.get_collection(name, embedding_function=None).get(include=[])["ids"]
            wanted = [found for found in everything if found.partition(":")[0] not in unwanted]
            left_out += len(everything) - len(wanted)
            target.put(name, [], np.empty((0, 0), np.float32))
            for start in range(0, len(wanted), COPIED):
                with old() as there:
                    source = there.get_collection(name, embedding_function=None)
                    page = source.get(ids=wanted[start : start + COPIED], include=["embeddings"])
                target.put(name, page["ids"], np.asarray(page["embeddings"], np.float32))
    return left_out


class Copying:
    """The process, as its parent sees it. What is written into is emptied first.

    Raises:
        RetryableError: it broke off.
    """

    def __init__(self, folder: Path) -> None:
        paths = [each for each in sys.path if each]
        begin = f"import sys; sys.path[:0] = {paths!r}; from indexing.copying import main; main({str(folder)!r})"
        with Path(f"{folder}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever wrote there before, for a parent that was killed, has ended
            self._process = subprocess.Popen(  # noqa: S603 - ourselves; it holds the lock for as long as it lives
                [sys.executable, "-c", begin],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[lock.fileno()],
            )

    def put(self, name: str, ids: Sequence[str], vectors: np.ndarray) -> None:
        """Adds a page to a collection, which is made with its first."""
        content = np.ascontiguousarray(vectors, np.float32)
        head = {"name": name, "ids": list(ids), "dimensions": content.shape[1] if content.size else 0}
        self._say(head, content.tobytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        told = False
        try:
            if kind is None:
                self._say({"name": ""}, b"")
                told = True
        finally:
            ended = self._closed(patient=told)
        if ended and told:
            raise RetryableError(DOWN)

    def _closed(self, *, patient: bool) -> int:
        """Its exit status; without patience it is not waited for."""
        with suppress(OSError):
            self._pipe.close()
        if not patient:
            self._process.kill()
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    @property
    def _pipe(self) -> IO[bytes]:
        if self._process.stdin is None:
            raise RetryableError(DOWN)
        return self._process.stdin

    def _say(self, head: dict[str, object], content: bytes) -> None:
        try:
            self._pipe.write(json.dumps(head).encode() + b"\n" + content)
            self._pipe.flush()
        except OSError as error:
            raise RetryableError(DOWN) from error


def main(folder: str) -> None:
    """In the process: reads pages until it is told that there are no more."""
    _written(Path(folder), sys.stdin.buffer)


def _written(folder: Path, pages: IO[bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    client = client_of(folder)
    try:
        while head := _head(pages):
            target = made(client, head["name"])
            ids, size = head["ids"], 4 * head["dimensions"] * len(head["ids"])
            content = pages.read(size)
            if len(content) < size:
                raise SystemExit(1)
            if ids:
                vectors = np.frombuffer(content, np.float32).reshape(len(ids), -1)
                target.upsert(ids=ids, embeddings=vectors)
    finally:
        client.close()
    blank(folder)


def _head(pages: IO[bytes]) -> dict[str, Any] | None:
    """What comes next; None at the end, and an exit where the parent is gone."""
    try:
        head: dict[str, Any] = json.loads(pages.readline())
    except ValueError:
        raise SystemExit(1) from None
    return head if head["name"] else None
