"""`rapport reactions`, `rapport correct` and what `rapport doctor` says of moods."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Interaction, Kind, User

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path):
    app = Rapport(Settings(home=tmp_path))
    at = {"tenant_id": app.tenants.home(), "created_at": app.clock.now(), "updated_at": app.clock.now()}
    with app.store.write() as session:
        acme = Account(name="Acme", **at)
        session.add_all([acme, User(name="Priya Nair", email="priya@northwind.example", **at)])
        session.flush()
        session.add(
            Interaction(source="t", kind=Kind.CALL, occurred_at=app.clock.now(), text="Fine.", account_id=acme.id, **at)
        )
    app.close()
    return str(tmp_path)


def run(home, *args):
    command = [sys.executable, "-c", "from bot.cli import main; main()", "--home", home, *args]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=110)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_reactions_are_listed_and_switched(home):
    code, said = run(home, "reactions", "off", "expansion", "--json")
    listed = {each["name"]: each["on"] for each in json.loads(said)["reactions"]}
    assert (code, listed["expansion"], listed["anger"]) == (0, False, True)
    code, said = run(home, "reactions")
    assert "off  expansion" in said
    run(home, "reactions", "on", "expansion")
    assert "off  " not in run(home, "reactions")[1]
    assert run(home, "reactions", "off", "nothing")[0] == 1
    assert run(home, "reactions", "off")[0] == 2


def test_a_correction_is_written_and_who_may_not_is_told(home):
    code, said = run(home, "correct", "1", "mood", "negative", "--json")
    assert (code, json.loads(said)) == (0, {"id": 1, "field": "mood", "value": "negative"})
    code, said = run(home, "correct", "1", "mood", "mixed", "--as", "priya@northwind.example", "--json")
    assert code == 1
    assert "their manager or an admin" in json.loads(said)["error"]["message"]
    app = Rapport(Settings(home=Path(home)))
    with app.store.read() as session:
        assert session.scalars(select(Interaction.mood)).all() == ["negative"]
    app.close()
    assert run(home, "correct", "1", "colour", "red")[0] == 1
    assert run(home, "correct", "77", "mood", "mixed")[0] == 1


def test_competitors_are_a_setting_and_heard(home):
    run(home, "set", "competitors", "Globotron, Initech, Globotron")
    assert json.loads(run(home, "set", "--json")[1])["competitors"] == "Globotron, Initech"
    found = json.loads(run(home, "read", "They are talking to initech.", "--json")[1])
    assert [(each["name"], each["about"]) for each in found["intents"]] == [("competitor", "initech")]


def test_the_doctor_tells_whose_moods_are_read(home):
    checks = {each["name"]: each["says"] for each in json.loads(run(home, "doctor", "--json")[1])["checks"]}
    assert checks["moods"] == "the shipped reader; 0 of 20 corrections it takes to learn from them"
