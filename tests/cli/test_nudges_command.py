"""`rapport nudges`"""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from bot.cli import rapport
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Deal, Role, Task, User


@pytest.fixture
def home(tmp_path):
    app = Rapport(Settings(home=tmp_path))
    at = {"tenant_id": app.tenants.home(), "created_at": app.clock.now(), "updated_at": app.clock.now()}
    with app.store.write() as session:
        dana = User(name="Dana Reyes", email="dana@northwind.example", **at)
        session.add_all([dana, User(name="Ari Voss", email="ari@northwind.example", role=Role.ADMIN, **at)])
        session.flush()
        acme = Account(name="Acme", owner_id=dana.id, **at)
        session.add(acme)
        session.flush()
        day = app.clock.now().date()
        session.add(Task(what="Send the contract", due_on=day, owner_id=dana.id, account_id=acme.id, **at))
        late = day - timedelta(days=3)
        session.add(Deal(name="Acme pilot", close_date=late, owner_id=dana.id, account_id=acme.id, **at))
    app.close()
    return tmp_path


def run(home, *args):
    done = CliRunner().invoke(rapport, ["--home", str(home), "nudges", *args])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_found_listed_counted_and_exported(home):
    assert json.loads(run(home, "gather", "--json")[1]) == {"new": 2, "outcomes": 0}
    listed = json.loads(run(home, "list", "--as", "dana@northwind.example", "--json")[1])
    assert {each["kind"] for each in listed["nudges"]} == {"promise_due", "deal_slipping"}
    assert all(each["evidence"] and each["why"] for each in listed["nudges"])
    said = run(home, "list", "--as", "Dana Reyes")[1]
    assert "Acme pilot was to close on" in said
    assert "Nothing waits for Ari Voss." in run(home, "list", "--as", "Ari Voss")[1]
    app = Rapport(Settings(home=home))
    dana = app.tenants.user(app.tenants.home(), "Dana Reyes")
    app.nudges.sent(listed["nudges"][0]["id"], "D1", "1.0")
    app.nudges.answer(listed["nudges"][0]["id"], dana, "accepted")
    app.close()
    kinds = {each["kind"]: each for each in json.loads(run(home, "kinds", "--json")[1])["kinds"]}
    assert (kinds[listed["nudges"][0]["kind"]]["accepted"], kinds["expansion"]["rate"]) == (1, None)
    assert "100%" in run(home, "kinds")[1]
    for name in ("nudges.jsonl", "nudges.parquet"):
        found = json.loads(run(home, "export", str(home / name), "--json")[1])
        assert (found["rows"], (home / name).stat().st_mode & 0o777) == (1, 0o600)


def test_misuse_is_told_in_a_sentence(home):
    assert run(home, "list")[0] == 2
    assert run(home, "export")[0] == 2
    assert run(home, "gather", "--as", "Dana Reyes")[0] == 2
    code, _, said = run(home, "list", "--as", "nobody@x.example")
    assert code == 1
    assert said
    code, _, said = run(home, "export", str(home / "x.csv"))
    assert (code, "jsonl, parquet" in said) == (1, True)
    (home / "there.jsonl").write_text("mine")
    code, _, said = run(home, "export", str(home / "there.jsonl"))
    assert (code, "there already" in said, (home / "there.jsonl").read_text()) == (1, True, "mine")
    assert run(home, "export", str(home / "no" / "x.jsonl"))[0] == 1
    assert not list(home.glob(".*.part"))
