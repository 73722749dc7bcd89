"""Chroma as the vectors of a tenant use it: a client a folder, a collection a quarter and embedder."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from crm.errors import RapportError, RetryableError
from indexing.residue import overwrite_freed_memory
from indexing.shelved import Shelved

PAGE = 2_000  # records a call to Chroma
COLD = "cold"  # beside Chroma's files: the folder of those that quarters are read from
DOWN = "Search by meaning is not available now; keywords still work, and the index catches up by itself."


@dataclass
class Open:
    client: Any
    lock: threading.RLock = field(default_factory=threading.RLock)
    collections: dict[str, Any] = field(default_factory=dict)
    names: set[str] | None = None  # of all its collections; None: not read yet


@contextmanager
def translated() -> Iterator[None]:
    """Chroma raises its own errors, SQLite's, plain ones and Rust panics: to us they are all one outage."""
    try:
        yield
    except (RapportError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise RetryableError(DOWN) from error


def client_of(folder: Path) -> Any:
    from chromadb import PersistentClient  # noqa: PLC0415 - two seconds
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    overwrite_freed_memory()
    try:
        return PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    except BaseException:
        # Chroma remembers by its path what it failed to open, and would hand that out even when the folder is mended.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)  # noqa: SLF001
        raise


def collection_of(tenant: Open, tenant_id: int, space: str, quarter: str, *, make: bool = False) -> Any:
    name = f"t_{tenant_id}_{quarter}_{mark(space)}"
    if name not in tenant.collections:
        if make:
            tenant.collections[name] = made(tenant.client, name)
            names(tenant).add(name)
        elif name in names(tenant):
            tenant.collections[name] = tenant.client.get_collection(name, embedding_function=None)
    return tenant.collections.get(name)


def made(client: Any, name: str) -> Any:
    return client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "ip", "ef_search": 200}}
    )


def names(tenant: Open) -> set[str]:
    """Listed once: nobody else makes or drops collections while this process holds the folder."""
    if tenant.names is None:
        tenant.names = {collection.name for collection in tenant.client.list_collections(limit=PAGE)}
    return tenant.names


def quarters_of(tenant: Open, space: str) -> list[str]:
    own = [name for name in names(tenant) if name.endswith(f"_{mark(space)}")]
    return sorted((name.split("_")[2] for name in own), reverse=True)


def read(collection: Any) -> Shelved:
    everything = collection.get(include=["embeddings"])
    return Shelved(everything["ids"], np.asarray(everything["embeddings"], np.float32))


def mark(space: str) -> str:
    return hashlib.sha256(space.encode()).hexdigest()[:8]
