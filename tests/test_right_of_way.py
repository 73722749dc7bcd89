"""Who cannot wait goes first; the others go on all the same."""

from threading import Event, Thread

import crm.right_of_way as module
from crm.right_of_way import RightOfWay


def giving(way, done):
    def run():
        way.give()
        done.set()

    thread = Thread(target=run, daemon=True)
    thread.start()
    return thread


def test_the_others_wait_until_the_first_is_through(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 30.0)
    way, done = RightOfWay(), Event()
    with way.first():
        with way.first():
            thread = giving(way, done)
        assert not done.wait(0.1)
    assert done.wait(10)
    thread.join(10)


def test_the_others_go_on_where_it_never_ends():
    way, done = RightOfWay(), Event()
    with way.first():
        giving(way, done)
        assert done.wait(10)


def test_whoever_is_first_waits_for_nobody(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 30.0)
    way = RightOfWay()
    with way.first():
        way.give()
        with way.first():
            pass
        way.give()
    way.give()


def test_a_question_stops_between_two_statements_and_a_writer_before_its_turn(tmp_path, monkeypatch):
    from sqlalchemy import text

    from crm.store import Store

    given = []
    store = Store(f"sqlite:///{tmp_path / 'r.db'}")
    monkeypatch.setattr(store.way, "give", lambda: given.append(1))
    with store.read() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    asked = len(given)
    assert asked >= 2
    with store.write() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert len(given) == asked + 1
    with store.write(urgent=True) as session:
        session.execute(text("SELECT 1"))
    assert len(given) == asked + 1
    store.close()
