"""Writes the file of a cold quarter in a process of its own.

Reading a collection loads it, three kilobytes a vector, and holds the interpreter's lock meanwhile: who asks shall
feel neither.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from indexing.chroma import PAGE, client_of
from indexing.shelved import Shelved

NICE = 10


class Cooling:
    """The process, as its parent sees it; it ends with its parent.

    Args:
        folder: of Chroma's.
        name: of the collection.
        file: what it goes to.
    """

    def __init__(self, folder: Path, name: str, file: Path) -> None:
        paths = [each for each in sys.path if each]
        begin = f"import sys; sys.path[:0] = {paths!r}; from indexing.cooling import main; main()"
        self._process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-c", begin],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._told = {"folder": str(folder), "name": name, "file": str(file)}

    def run(self) -> bool:
        """Whether the file is written."""
        said, _ = self._process.communicate(json.dumps(self._told) + "\n")
        return self._process.returncode == 0 and said.strip() == "done"

    def stop(self) -> None:
        """Ends it at once; the file is not there, or whole."""
        self._process.kill()
        self._process.wait()


def main() -> None:
    """In the process."""
    os.nice(NICE)
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    parent = os.getppid()
    client = client_of(Path(told["folder"]))
    try:
        shelved = _shelved(client.get_collection(told["name"], embedding_function=None))
    finally:
        client.close()
    if os.getppid() != parent:
        sys.exit(1)  # whoever took its place may have forgotten somebody
    shelved.save(Path(told["file"]))
    print("done")  # noqa: T201 - its parent waits for it


def _shelved(collection: Any) -> Shelved:
    ids = list(collection.get(include=[])["ids"])
    shelved: Shelved | None = None
    for start in range(0, len(ids), PAGE):
        page = collection.get(ids=ids[start : start + PAGE], include=["embeddings"])
        vectors = np.asarray(page["embeddings"], np.float32)
        if shelved is None:
            shelved = Shelved(page["ids"], vectors)
        else:
            shelved.put(page["ids"], vectors)
    return shelved or Shelved([], np.empty((0, 0), np.float32))
