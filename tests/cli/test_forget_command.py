"""`rapport forget` and `rapport vault`: what they ask for, what they say, how they end."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Contact

ROOT = Path(__file__).parents[2]
JANE, JOHN = "jane.miller@acme.example", "john.miller@acme.example"


@pytest.fixture
def home(tmp_path: Path) -> str:
    app = Rapport(Settings(home=tmp_path))
    at = {"tenant_id": app.tenants.home(), "created_at": app.clock.now(), "updated_at": app.clock.now()}
    with app.store.write() as session:
        session.add_all(
            [
                Account(name="Acme", attributes={"chief": "Jane Miller"}, **at),
                Contact(name="Jane Miller", email=JANE, **at),
                Contact(name="John Miller", email=JOHN, **at),
            ]
        )
    app.vault.seal(at["tenant_id"], "makes a key")
    app.close()
    return str(tmp_path)


def run(home: str, *args: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--home", home, *args, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=110, stdin=subprocess.DEVNULL)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_person_is_seen_before_they_are_forgotten(home: str) -> None:
    code, told = run(home, "forget", "Miller")
    assert code == 1
    assert [each["email"] for each in told["error"]["candidates"]] == [JANE, JOHN]
    assert run(home, "forget", JANE, "--preview") == (0, {"preview": {"accounts": 1, "contacts": 1}})
    code, told = run(home, "forget", JANE)
    assert (code, told["error"]["type"]) == (1, "rejected")
    assert "--yes" in told["error"]["message"]
    code, told = run(home, "forget", JANE, "--yes")
    assert (code, told["scan"]["found"]) == (0, [])
    assert run(home, "forget", "--request", str(told["request"])) == (0, told)
    assert run(home, "forget", JANE, "--preview")[0] == 1


def test_a_held_request_is_listed_and_taken_back(home: str) -> None:
    assert run(home, "forget", "--hold", "30") == (0, {"hold_days": 30})
    code, told = run(home, "forget", JOHN, "--yes")
    assert (code, told["state"]) == (0, "waiting")
    assert run(home, "forget", "--request", str(told["request"]))[0] == 1
    assert run(home, "forget", "--cancel", str(told["request"]))[0] == 0
    assert run(home, "forget", "--list")[1]["requests"][0]["state"] == "cancelled"


def test_keys_are_told_of_and_changed(home: str) -> None:
    code, told = run(home, "vault")
    assert (code, told["tenants"][0]["generation"], told["tenants"][0]["former"]) == (0, 1, 0)
    code, told = run(home, "vault", "rotate")
    assert (code, told["tenants"][0]["generation"]) == (0, 2)
    checks = {each["name"]: each for each in run(home, "doctor")[1]["checks"]}
    assert "former not destroyed yet" in checks["vault"]["says"]
