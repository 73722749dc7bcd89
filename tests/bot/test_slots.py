"""Numbers of processes: one suite for locks on files and locks in PostgreSQL."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.slots import FAMILY, FileSlots, PostgresSlots, Slots
from crm.store import Store

HOLDER = """
import sys
from pathlib import Path
from bot.slots import FileSlots, PostgresSlots
place = sys.argv[1]
slots = PostgresSlots(place) if "://" in place else FileSlots(Path(place))
print(slots.take(), flush=True)
sys.stdin.read()
"""
Make = Callable[[], Slots]


@pytest.fixture(params=["file", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return str(tmp_path / "processes")
    url = request.getfixturevalue("postgresql_store").url
    return str(url.render_as_string(hide_password=False))


@pytest.fixture
def make(place: str) -> Iterator[Make]:
    with ExitStack() as stack:

        def made() -> Slots:
            slots: Slots = PostgresSlots(place) if "://" in place else FileSlots(Path(place))
            stack.callback(slots.close)
            return slots

        yield made


def test_each_takes_the_lowest_that_is_free(make: Make) -> None:
    one, two, three = make(), make(), make()
    assert [one.take(), two.take()] == [1, 2]
    assert one.hold()
    assert (two.is_free(1), two.is_free(2), two.is_free(3)) == (False, False, True)
    one.close()
    assert two.is_free(1)
    assert three.take() == 1


def test_a_killed_holder_holds_nothing(make: Make, place: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "1\n"
        other = make()
        assert other.take() == 2
        assert not other.is_free(1)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        end = time.monotonic() + 20
        while not other.is_free(1):
            assert time.monotonic() < end, "a server notices a broken connection at once"
            time.sleep(0.05)


def test_a_number_that_an_outage_cost_is_taken_again(postgresql_store: Store) -> None:
    place = postgresql_store.url.render_as_string(hide_password=False)
    slots, other = PostgresSlots(place), PostgresSlots(place)
    slots.take()
    query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :family"
    try:
        with postgresql_store.engine.connect() as connection:
            assert connection.scalar(text(query), {"family": FAMILY})
        assert slots.hold()
        assert other.take() == 2
    finally:
        slots.close()
        other.close()
