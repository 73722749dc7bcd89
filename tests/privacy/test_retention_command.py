"""`rapport retention` and `rapport set retention.…`: what they say, and how they end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from retention_world import aged

from bot.cli import rapport

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = aged(tmp_path_factory.mktemp("aged") / "home")
    made.app.close()
    return made.home


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(filled, tmp_path / "home"))


def run(home: str, *said: str) -> tuple[int, str]:
    done = CliRunner().invoke(rapport, ["--home", home, *said])
    return done.exit_code, done.output


def apart(home: str, *said: str) -> Any:
    """In a process of its own: it opens the search index, which is let go of at its end."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--home", home, *said]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=110)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def told(home: str, *said: str) -> Any:
    code, output = run(home, *said, "--json")
    assert code == 0, output
    return json.loads(output)


def test_rules_are_set_shown_and_applied(home: str) -> None:
    assert "kept for good" in run(home, "retention")[1]
    assert told(home, "set", "retention.email", "400")["retention.email"] == 400
    code, output = run(home, "retention", "hold", "Globex", "on")
    assert code == 0
    assert "On hold: Globex" in output
    assert "email" in output
    (rule,) = told(home, "retention")["rules"]
    assert (rule["kind"], rule["days"], rule["due"], rule["held"]) == ("email", 400, 1, 1)
    code, output = run(home, "retention", "apply")
    assert code == 1
    assert "Add --yes" in output
    assert told(home, "retention")["rules"][0]["due"] == 1
    assert apart(home, "retention", "apply", "--yes", "--json")["removed"]["email"] == 1
    assert run(home, "retention", "apply")[1] == "Nothing is older than its rule keeps.\n"
    assert told(home, "retention", "set", "email", "off")["rules"] == []


@pytest.mark.parametrize(
    ("said", "code", "says"),
    [
        (["retention", "set", "mail", "30"], 1, "What can be kept for a time: call, email"),
        (["retention", "set", "email", "soon"], 1, "such as 730d, or for good: off"),
        (["set", "retention.audit", "10"], 1, "365 to"),
        (["retention", "hold", "Nobody", "on"], 1, "No account is called"),
        (["retention", "set", "email"], 2, "rapport retention set KIND DAYS|off"),
        (["retention", "hold", "Globex", "maybe"], 2, "on or off"),
        (["retention", "--yes"], 2, "Use it like this"),
        (["retention", "forever"], 2, "forever"),
    ],
)
def test_what_cannot_be_says_what_to_do(home: str, said: list[str], code: int, says: str) -> None:
    ended, output = run(home, *said)
    assert ended == code, output
    assert says in output
    assert "Traceback" not in output
