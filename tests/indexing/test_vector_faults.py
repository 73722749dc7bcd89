"""What goes wrong with a store of vectors elsewhere: each fault is told by its kind, and nobody waits for ever."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pytest

from benchmarks.vector_processes import free_port
from crm.clock import FixedClock
from crm.errors import FatalError, RetryableError
from crm.store import Store
from indexing.stores import faults
from indexing.stores.address import parse
from indexing.stores.limits import Limits
from indexing.stores.opening import open_vectors
from indexing.stores.port import VectorStore

SHORT = timedelta(seconds=0.5)
ADDRESSES = [
    "chroma://127.0.0.1:{}/test",
    "pinecone+http://127.0.0.1:{}",
    "postgresql+pgvector://postgres@127.0.0.1:{}/test?sslmode=disable",
    "milvus://127.0.0.1:{}",
]
GARBAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n\x00\xff{not json}"


class Talker:
    """A server that says the same to everybody, and then drips on for ever or hangs up; nothing to say: it hangs."""

    def __init__(self, says: bytes = b"", *, drips: bool = False) -> None:
        self._says, self._drips = says, drips
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._over = threading.Event()
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._over.set()
        self._listener.close()
        for connection in self._open:
            connection.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        try:
            connection.recv(65536)
            connection.sendall(self._says)
            while self._drips and not self._over.wait(0.05):
                connection.sendall(b" ")
            if self._says:
                connection.close()
        except OSError:
            pass


@pytest.fixture
def talkers() -> Iterator[list[Talker]]:
    made: list[Talker] = []
    yield made
    for talker in made:
        talker.close()


def opened(address: str, port: int, store: Store, clock: FixedClock) -> VectorStore:
    limits = Limits(asking=SHORT, writing=SHORT, tidying=SHORT)
    return open_vectors(address.format(port), lambda: store, clock, hosts=["127.0.0.1"], limits=limits)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("fault", ["refused", "hung", "garbage", "dripping"])
def test_an_outage_is_told_in_time(
    address: str, fault: str, store: Store, clock: FixedClock, talkers: list[Talker]
) -> None:
    says = {"hung": b"", "garbage": GARBAGE, "dripping": b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n"}
    if fault != "refused":
        talkers.append(Talker(says[fault], drips=fault == "dripping"))
    vectors = opened(address, talkers[0].port if talkers else free_port(), store, clock)
    for call in (
        lambda: vectors.upsert(1, "space", "2026q4", ["1:0"], np.ones((1, 3), np.float32)),
        lambda: vectors.nearest_each(1, "space", np.ones((1, 3), np.float32), quarters=["2026q4"], limit=3),
    ):
        with pytest.raises(RetryableError, match="keywords still work"):
            call()
    vectors.close()


def test_after_three_faults_nobody_asks_for_a_while(store: Store, clock: FixedClock, talkers: list[Talker]) -> None:
    talkers.append(Talker())
    vectors = opened(ADDRESSES[0], talkers[0].port, store, clock)
    for _ in range(3):
        with pytest.raises(RetryableError):
            vectors.quarters(1, "space")
    asked = len(talkers[0]._open)
    with pytest.raises(RetryableError, match="keywords still work"):
        vectors.quarters(1, "space")
    assert len(talkers[0]._open) == asked
    clock.instant += timedelta(seconds=31)
    with pytest.raises(RetryableError):
        vectors.quarters(1, "space")
    assert len(talkers[0]._open) == asked + 1
    vectors.close()


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (401, FatalError, faults.REFUSED),
        (403, FatalError, faults.REFUSED),
        (400, FatalError, faults.UNFIT),
        (429, RetryableError, faults.BUSY),
        (500, RetryableError, faults.SILENT),
        (302, RetryableError, faults.NONSENSE),
    ],
)
def test_what_a_server_answers_is_told_by_its_kind(
    status: int, error: type[Exception], says: str, *, store: Store, clock: FixedClock, talkers: list[Talker]
) -> None:
    answer = (
        f"HTTP/1.1 {status} No\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    talkers.append(Talker(answer.encode()))
    vectors = opened(ADDRESSES[0], talkers[0].port, store, clock)
    with pytest.raises(error) as caught:
        vectors.quarters(1, "space")
    assert str(caught.value) == says
    vectors.close()


@pytest.mark.parametrize(
    ("url", "match"),
    [
        ("sqlite:///vectors", "start with one of chroma://"),
        ("postgresql+pgvector://me:secret@host/db", "RAPPORT_VECTORS_KEY"),
        ("postgresql+pgvector://host/db?host=elsewhere", "no options but: schema, sslmode, sslrootcert"),
        ("pinecone+http://elsewhere.example", "Pinecone Local"),
        ("pinecone:///folder", "name a host"),
        ("chroma://", "three slashes"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str, match: str) -> None:
    with pytest.raises(ValueError, match=match) as caught:
        parse(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(("module", "address"), [("pgvector", ADDRESSES[2]), ("pymilvus", ADDRESSES[3])])
def test_a_part_that_is_not_installed_is_named(
    module: str, address: str, store: Store, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (module, f"{module}.psycopg"):
        monkeypatch.setitem(sys.modules, name, None)  # as if it were not there
    vectors = opened(address, free_port(), store, clock)
    for call in (vectors.tenants, lambda: vectors.upsert(1, "space", "2026q4", ["1:0"], np.ones((1, 3), np.float32))):
        with pytest.raises(FatalError, match=r'Run: pip install "rapport\[(pgvector|milvus)\]"'):
            call()
    vectors.close()
