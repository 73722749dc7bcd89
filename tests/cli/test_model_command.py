"""`rapport model` against a server that speaks Ollama's API."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from ollama_server import OllamaServer

ROOT = Path(__file__).parents[2]


def run(home: Path, *args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = {"RAPPORT_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **settings}
    entry = "from bot.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", entry, *args], capture_output=True, text=True, env=env, timeout=100)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def model(home: Path, ollama: OllamaServer, *args: str, name: str = "tiny") -> Any:
    settings = {"RAPPORT_OLLAMA_HOST": ollama.url, "RAPPORT_OLLAMA_CHAT_MODEL": name}
    return run(home, "model", *args, **settings)


def test_status(tmp_path: Path, ollama: OllamaServer) -> None:
    done = model(tmp_path, ollama, "--json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert (said["model"], said["reachable"], said["present"]) == ("tiny", True, True)
    assert [host["host"] for host in said["hosts"]] == [ollama.url]


def test_a_missing_model_is_fetched(tmp_path: Path, ollama: OllamaServer) -> None:
    done = model(tmp_path, ollama, name="absent")
    assert done.returncode == 1
    assert "rapport model pull" in done.stdout
    fetched = model(tmp_path, ollama, "pull")
    assert "pulling 8eeb52dfb3bb: 25%" in fetched.stdout
    (body,) = ollama.asked("/api/pull")
    assert (body["model"], body["stream"]) == ("tiny", True)


def test_warm(tmp_path: Path, ollama: OllamaServer) -> None:
    done = model(tmp_path, ollama, "warm")
    assert "seconds" in done.stdout
    assert len(ollama.asked("/api/generate")) == 1


def test_without_a_model_or_a_host_it_says_what_to_do(tmp_path: Path) -> None:
    ollama = OllamaServer()
    unset = run(tmp_path, "model")
    assert unset.returncode == 1
    assert "RAPPORT_OLLAMA_CHAT_MODEL" in unset.stderr
    ollama.close()
    gone = model(tmp_path, ollama)
    assert gone.returncode == 1
    assert "Is it running" in gone.stdout
