"""The model as an installation has it: settings, warm-up, doctor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ollama_server import OllamaServer

from bot.settings import Settings
from bot.wiring import Rapport


@contextmanager
def app(home: Path, ollama: OllamaServer, **settings: Any) -> Iterator[Rapport]:
    rapport = Rapport(Settings(home=home, **{"ollama_host": ollama.url, "ollama_chat_model": "tiny", **settings}))
    yield rapport
    rapport.close()


def test_a_start_loads_the_model_with_the_context_that_questions_have(tmp_path: Path, ollama: OllamaServer) -> None:
    with app(tmp_path, ollama, model_context=4096, model_keep_alive="2h") as rapport:
        assert rapport.chat is not None
        rapport.chat.warm_up().join()
    (body,) = ollama.asked("/api/generate")
    assert body["options"]["num_ctx"] == 4096
    assert body["keep_alive"] == "2h"


@pytest.mark.parametrize(
    ("model", "state", "words"),
    [("tiny", "ok", "ready"), ("absent", "down", "rapport model pull")],
)
def test_the_doctor_says_what_to_do(tmp_path: Path, ollama: OllamaServer, model: str, state: str, words: str) -> None:
    with app(tmp_path, ollama, ollama_chat_model=model) as rapport:
        check = next(each for each in rapport.doctor.checks() if each.name == "model")
    assert check.state == state
    assert words in f"{check.says} {check.remedy}"


def test_the_doctor_without_a_host(tmp_path: Path) -> None:
    server = OllamaServer()
    server.close()
    with app(tmp_path, server) as rapport:
        check = next(each for each in rapport.doctor.checks() if each.name == "model")
    assert check.state == "down"
    assert "ollama serve" in check.remedy


def checked(home: Path, *servers: OllamaServer, **settings: Any) -> Any:
    several = ",".join(each.url for each in servers)
    with app(home, servers[0], ollama_host=several, **settings) as rapport:
        return {each.name: each for each in rapport.doctor.checks()}


def test_the_doctor_tells_of_each_host(tmp_path: Path, ollama: OllamaServer) -> None:
    down = OllamaServer()
    down.close()
    found = checked(tmp_path, ollama, down, ollama_embed_model="embed")
    assert (found["model"].state, found["embedder"].state) == ("warning", "warning")
    assert f"{ollama.url}: tiny is ready" in found["model"].says
    assert f"{down.url}: Ollama does not answer" in found["model"].says
    assert down.url in found["model"].remedy


def test_the_doctor_knows_versions_of_one_name_apart(tmp_path: Path, ollama: OllamaServer) -> None:
    other = OllamaServer()
    other.digest = "another"
    try:
        found = checked(tmp_path, ollama, other)
    finally:
        other.close()
    assert found["model"].state == "warning"
    assert "same version" in found["model"].says
