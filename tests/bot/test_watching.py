"""Sources that can be listened to are, each by one thread; what breaks is listened to again."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from bot.watching import Watches
from crm.errors import RejectedError, RetryableError
from crm.intake.sources import SourceBook


class Bell:
    """A connector that rings when it is told to."""

    def __init__(self, answers):
        self.answers, self.waiting, self.rung = answers, threading.Event(), threading.Semaphore(0)

    def pages(self, _cursor):
        return iter(())

    def wait(self, _timeout):
        self.waiting.set()
        self.rung.acquire(timeout=20)
        answer = self.answers.pop(0) if self.answers else False
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self):
        pass


class Deaf:
    def pages(self, _cursor):
        return iter(())

    def close(self):
        pass


@pytest.fixture
def heard(store, tenant_id, clock):
    """Two sources, one of which can be listened to, and the looks that were asked for."""
    book = SourceBook(store, clock)
    for name in ("bell", "deaf"):
        book.add(tenant_id, name, name, {}, timedelta(hours=1))
    bell, looks, looked = Bell([True, False, RetryableError("lost"), True]), [], threading.Semaphore(0)

    def look(*ids):
        looks.append(ids)
        looked.release()

    watches = Watches(book, lambda source: bell if source.name == "bell" else Deaf(), look)
    yield book, bell, watches, looks, looked
    watches.stop()
    for _ in range(5):
        bell.rung.release()


def watching():
    return [thread for thread in threading.enumerate() if thread.name == "watch-bell"]


def test_what_rings_is_looked_at_and_what_breaks_is_listened_to_again(heard, tenant_id):
    book, bell, watches, looks, looked = heard
    for _ in range(3):
        watches()
    assert len(watching()) == 1
    bell.rung.release()
    assert looked.acquire(timeout=20)
    assert looks == [(tenant_id, book.get(tenant_id, "bell").id)]
    bell.rung.release()  # nothing new
    (thread,) = watching()
    bell.rung.release()  # the connection is lost
    thread.join(timeout=20)
    assert not watching()
    watches()
    bell.rung.release()
    assert looked.acquire(timeout=20)
    assert len(looks) == 2


def test_a_paused_source_is_let_go_of(heard, tenant_id):
    book, bell, watches, _, _ = heard
    watches()
    assert bell.waiting.wait(20)
    (thread,) = watching()
    book.pause(tenant_id, "bell")
    bell.rung.release()
    thread.join(timeout=20)
    watches()
    assert not watching()


def test_a_source_that_is_set_up_wrongly_holds_up_no_other(store, tenant_id, clock):
    book = SourceBook(store, clock)
    book.add(tenant_id, "a", "wrong", {}, timedelta(hours=1))
    book.add(tenant_id, "bell", "bell", {}, timedelta(hours=1))
    bell = Bell([False])

    def connect(source):
        if source.name == "a":
            raise RejectedError("no")
        return bell

    watches = Watches(book, connect, lambda *_: None)
    watches()
    assert bell.waiting.wait(20)
    watches.stop()
    bell.rung.release()
