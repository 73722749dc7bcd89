"""Alive and ready are two things; what is not ready is named, and nothing else is told."""

import httpx
from pydantic import SecretStr

from bot.process import Process
from bot.settings import Settings
from bot.slack.runner import SlackFace
from bot.telemetry import readiness
from bot.telemetry.readiness import Readiness
from bot.wiring import Rapport


def test_a_running_rapport_is_ready_once_all_is_loaded(watched):
    assert watched.console.wait_for(
        lambda: httpx.get(f"{watched.url}/readyz", timeout=30).status_code == 200, timeout=60
    )
    assert httpx.get(f"{watched.url}/readyz", timeout=30).json() == {"ready": True}
    assert httpx.get(f"{watched.url}/healthz", timeout=30).json() == {"ok": True}


def test_what_is_not_ready_is_named(watched, monkeypatch):
    monkeypatch.setattr(readiness, "MEMORY", -1.0)
    monkeypatch.setattr(SlackFace, "connected", property(lambda _face: False))
    watched.process.warm.clear()
    try:
        answer = httpx.get(f"{watched.url}/readyz", timeout=30)
    finally:
        watched.process.warm.set()
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "missing": ["slack", "index"]}
    assert "retry-after" in answer.headers


def test_before_it_has_begun_nothing_is_ready(tmp_path):
    settings = Settings(home=tmp_path, slack_bot_token=SecretStr("xoxb-x"), slack_app_token=SecretStr("xapp-x"))
    app = Rapport(settings)
    assert Process(app).readiness().missing() == ["queue", "slack", "index"]
    app.close()


def test_however_often_it_is_asked_the_parts_are_looked_at_no_oftener(monkeypatch):
    monkeypatch.setattr(readiness, "MEMORY", 3_600.0)
    looks = []
    ready = Readiness({"database": lambda: not looks.append(1)})
    for _ in range(50):
        assert ready.missing() == []
    assert len(looks) == 1


def test_a_part_that_breaks_is_not_ready():
    def broken():
        raise ZeroDivisionError("secret of the house")

    assert Readiness({"queue": broken, "slack": lambda: True}).missing() == ["queue"]
