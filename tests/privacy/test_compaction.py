"""A database file is rewritten while others read and write: they have their turns, and it comes to its end."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from crm.errors import RetryableError
from crm.migrations import upgrade
from crm.store import Store
from privacy.erasure import compaction
from privacy.erasure.compaction import compact

WORD = "Xanthopoulou"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(f"sqlite:///{tmp_path / 'rapport.db'}")
    upgrade(made)
    with made.write() as session:
        session.execute(text("CREATE TABLE notes (said TEXT)"))
        session.execute(text("INSERT INTO notes VALUES (:said)"), {"said": WORD * 99})
    with made.write() as session:
        session.execute(text("DELETE FROM notes"))
    return made


def content(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("rapport.db*"))


def test_writers_have_their_turn_while_a_long_reading_holds_it_up(store: Store, tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def work() -> None:
        try:
            compact(store, tmp_path)
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            faults.append(error)

    with store.read() as reading:
        assert reading.scalar(text("SELECT count(*) FROM notes")) == 0
        worker = Thread(target=work)
        worker.start()
        for number in range(5):  # for a minute nobody could write, if it waited in one go
            with store.write() as session:
                session.execute(text("INSERT INTO notes VALUES (:said)"), {"said": str(number)})
        assert worker.is_alive()
    worker.join()
    assert faults == []
    with store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM notes")) == 5
    store.close()
    assert WORD.encode() not in content(tmp_path)


def test_a_reading_without_end_is_told(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "PATIENCE", 0.1)
    monkeypatch.setattr(compaction, "TURN", 0.1)
    with store.read() as reading:
        reading.execute(text("SELECT count(*) FROM notes")).all()
        with pytest.raises(RetryableError, match="long reading"):
            compact(store, tmp_path)
    compact(store, tmp_path)
    store.close()
    assert WORD.encode() not in content(tmp_path)
