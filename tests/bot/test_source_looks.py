"""What is heard of while a source is looked at is looked at right after, once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from bot.source_looks import SourceLooks
from crm.intake.sync import Synced


class Door:
    """Lets one look in at a time; `open` lets it end."""

    def __init__(self):
        self.inside, self.open, self.looks = threading.Lock(), threading.Event(), 0

    def run(self, _source_id):
        if not self.inside.acquire(blocking=False):
            return None
        try:
            self.looks += 1
            self.open.wait(20)
            return Synced("mails")
        finally:
            self.inside.release()


def test_whoever_asks_during_a_look_gets_one_after_it():
    door = Door()
    look = SourceLooks(door.run)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(look, 1)
        _until(lambda: door.looks == 1)
        second = pool.submit(look, 1)
        _until(lambda: look._waiting)
        assert look(1) is None  # the one that waits finds it too
        door.open.set()
        assert first.result(20) is not None
        assert second.result(20) is not None
    assert door.looks == 2
    assert look(1) is not None  # and nobody waits any more


def test_a_look_that_takes_long_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("bot.source_looks.PATIENCE", 0.2)
    look = SourceLooks(lambda _source_id: None)
    assert look(1) is None
    assert not look._waiting


def _until(holds):
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
