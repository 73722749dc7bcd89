"""Whose turn it is to write: whoever cannot wait goes first, and nobody is left standing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from crm.turns import Turns


def waiting(turns, order, name, *, urgent):
    """A thread that stands in line; returns once it does."""
    begun = threading.Event()

    def stand():
        begun.set()
        with turns.turn(urgent=urgent):
            order.append(name)

    thread = threading.Thread(target=stand)
    thread.start()
    assert begun.wait(10)
    return thread


def test_whoever_cannot_wait_goes_before_all_who_came_earlier():
    turns, order = Turns(), []
    with turns.turn():
        threads = [waiting(turns, order, "patient", urgent=False) for _ in range(5)]
        threads += [waiting(turns, order, "urgent", urgent=True) for _ in range(3)]
        while turns._urgent < 3:
            threading.Event().wait(0.01)
    for thread in threads:
        thread.join(10)
    assert order == ["urgent"] * 3 + ["patient"] * 5


def test_a_thread_that_has_its_turn_may_take_it_again():
    turns = Turns()
    with turns.turn(), turns.turn(urgent=True), turns.turn():
        pass
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: turns.turn().__enter__()).result(10) is None


def test_one_that_fails_gives_its_turn_back():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn():
        raise ZeroDivisionError
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: turns.turn(urgent=True).__enter__()).result(10) is None


def test_many_never_write_at_once():
    turns, inside, most = Turns(), [], []

    def write(number):
        with turns.turn(urgent=number % 3 == 0):
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(write, range(2_000)))
    assert max(most) == 1
    assert len(most) == 2_000
