"""Looks with an end: what hangs is told, and hides nothing; and a doctor for whom everything hangs answers all the same."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ollama_server import OllamaServer

from bot.check import Check
from bot.looking import Looks
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.errors import RetryableError
from crm.rights import current, unlimited

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
SLOW = (
    20.0  # seconds that a doctor may take on a busy machine; a database, a model and Slack that hang would take longer
)


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield listener.getsockname()[1]


def test_a_look_that_hangs_hides_no_other() -> None:
    forever = threading.Event()

    def hangs() -> Check:
        forever.wait()
        return Check("b", "ok", "")

    looks = {"a": lambda: Check("a", "ok", "fine"), "b": hangs, "c": lambda: Check("c", "ok", "fine")}
    found = Looks(looks, patience=0.2, todo="Mend it.").found()
    forever.set()
    assert list(found) == ["a", "b", "c"]
    assert found["a"].state == "ok"
    assert (found["b"].state, found["b"].remedy) == ("down", "Mend it.")
    assert found["c"].state == "down", "it stood behind the one that hangs"


def test_what_a_look_raises_is_a_finding() -> None:
    def outage() -> Check:
        raise RetryableError("Nobody there.")

    def broken() -> Check:
        raise ZeroDivisionError

    found = Looks({"a": outage, "b": broken}).found()
    assert [found[name].says for name in "ab"] == ["Nobody there.", "failed (ZeroDivisionError)"]
    assert all(found[name].remedy for name in "ab")


def test_a_look_sees_what_its_caller_may_see() -> None:
    seen = []
    with unlimited():
        held = current()
        Looks({"a": lambda: seen.append(current()) or Check("a", "ok", "")}).found()
    assert seen == [held]


def test_doctor_answers_while_database_model_and_slack_hang(tmp_path: Path) -> None:
    with silent() as port:
        settings = Settings(
            home=tmp_path,
            database_url=f"postgresql://nobody@127.0.0.1:{port}/none",
            ollama_host=f"http://127.0.0.1:{port}",
            ollama_chat_model="tiny",
            slack_bot_token="xoxb-none",
            slack_api_url=f"http://127.0.0.1:{port}/api/",
        )
        app, begun = Rapport(settings, FixedClock(NOW)), time.monotonic()
        checks = {check.name: check for check in app.doctor.checks()}
        assert time.monotonic() - begun < SLOW
    assert "within" in checks["record"].says
    assert "database" in checks["record"].remedy
    for name in ("record", "model", "slack", "queue"):
        assert checks[name].state == "down", name
        assert checks[name].remedy
    assert checks["disk"].state in {"ok", "warning"}


def test_a_model_that_hangs_is_told_within_the_patience(tmp_path: Path) -> None:
    ollama = OllamaServer()
    ollama.silent = True
    app = Rapport(Settings(home=tmp_path, ollama_host=ollama.url, ollama_chat_model="tiny"), FixedClock(NOW))
    try:
        begun = time.monotonic()
        check = next(each for each in app.doctor.checks() if each.name == "model")
        assert time.monotonic() - begun < SLOW
    finally:
        ollama.close()
        app.close()
    assert check.state == "down"
    assert "ollama serve" in check.remedy


def test_what_processes_told_is_not_looked_at_again(tmp_path: Path) -> None:
    app = Rapport(Settings(home=tmp_path), FixedClock(NOW))
    app.tenants.home()
    parts = ("names", "embedder", "index")
    app.replicas.tell("here/1", NOW, {name: Check(name, "ok", "as told").as_dict() for name in parts})
    checks = {check.name: check for check in app.doctor.checks()}
    loaded = {"embedder", "name_tagger", "indexer", "moods"} & set(vars(app))
    app.close()
    assert {checks[name].says for name in parts} == {"as told"}
    assert not loaded, "nothing is loaded for what is known"
