"""Opens the store that RAPPORT_VECTORS names. Nothing is imported, let alone asked, but what that one needs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from crm.clock import Clock
from crm.store import Store
from indexing.shelf import MOST_BYTES
from indexing.stores.address import Address, parse
from indexing.stores.limits import Limits
from indexing.stores.port import VectorStore
from indexing.stores.served import Collections, ServedVectors
from indexing.stores.states import States
from indexing.vectors import ChromaVectors

DATABASE = "rapport"


def open_vectors(
    url: str,
    record: Callable[[], Store],
    clock: Clock,
    *,
    key: str = "",
    hosts: Collection[str] = (),
    most_bytes: int = MOST_BYTES,
    limits: Limits | None = None,
) -> VectorStore:
    """The store at an address; it connects to nothing yet.

    Args:
        record: gives the record, where the store needs it.
        hosts: those that may be asked.
        most_bytes: of vectors in memory, where they are in a folder of this machine.

    Raises:
        FatalError: its host is not among them.
    """
    address = parse(url)
    address.check(hosts)
    if address.kind == "chroma" and not address.host:
        return ChromaVectors(Path(address.path), most_bytes)
    place = f"{address.kind}://{address.host}:{address.port}{address.path}?{sorted(address.options.items())}"
    return ServedVectors(KINDS[address.kind](address, key, limits or Limits()), States(record(), place), clock)


def _chroma(address: Address, key: str, limits: Limits) -> Collections:
    from indexing.stores.chroma_server import ChromaServer  # noqa: PLC0415

    return ChromaServer(address.http, address.name or DATABASE, key, limits)


def _pgvector(address: Address, key: str, limits: Limits) -> Collections:
    from indexing.stores.pgvector import PgVectors  # noqa: PLC0415

    options = dict(address.options)
    schema = options.pop("schema", "rapport_vectors")
    target = {"host": address.host, "port": str(address.port), "user": address.user, "dbname": address.name, **options}
    return PgVectors({name: value for name, value in target.items() if value}, schema, key, limits)


def _milvus(address: Address, key: str, limits: Limits) -> Collections:
    from indexing.stores.milvus import Milvus  # noqa: PLC0415

    if not address.host:
        return Milvus(address.path, limits=limits)
    return Milvus(address.http, address.name, key, limits)


def _pinecone(address: Address, key: str, limits: Limits) -> Collections:
    from indexing.stores.pinecone import Pinecone  # noqa: PLC0415

    return Pinecone(address.http, key, limits)


KINDS: dict[str, Callable[[Address, str, Limits], Collections]] = {
    "chroma": _chroma,
    "milvus": _milvus,
    "pgvector": _pgvector,
    "pinecone": _pinecone,
}
