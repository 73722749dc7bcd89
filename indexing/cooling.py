"""Writes the file of a cold quarter, in a process of its own (`crm.apart`).

Reading a collection loads it, three kilobytes a vector, and holds the interpreter's lock meanwhile: who asks shall
feel neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from indexing.chroma import PAGE, client_of
from indexing.shelved import Shelved


def work(task: dict[str, str]) -> bool:
    """In the process: `folder` is Chroma's, `name` the collection's, `file` what it goes to."""
    client = client_of(Path(task["folder"]))
    try:
        shelved = _shelved(client.get_collection(task["name"], embedding_function=None))
    finally:
        client.close()
    shelved.save(Path(task["file"]))
    return True


def _shelved(collection: Any) -> Shelved:
    ids = list(collection.get(include=[])["ids"])
    shelved = Shelved([], np.empty((0, 0), np.float32))
    for start in range(0, len(ids), PAGE):
        page = collection.get(ids=ids[start : start + PAGE], include=["embeddings"])
        shelved.put(page["ids"], np.asarray(page["embeddings"], np.float32))
    return shelved
