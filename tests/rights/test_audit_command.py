"""Questions at the command line are audited: who, when, what kind, which rows, and not a word of them."""

from __future__ import annotations

import io
import json
import sqlite3

import pytest
from click.testing import CliRunner
from rights_company import found, words
from sqlalchemy import select

from bot.cli import rapport
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock, SystemClock
from crm.model import AuditEntry, Tenant


@pytest.fixture
def home(tmp_path):
    app = Rapport(Settings(home=tmp_path), FixedClock(SystemClock().now()))
    team = found(app.store, app.clock, "Alpha", "everyone", words())
    with app.store.write() as session:
        first = session.scalars(select(Tenant).order_by(Tenant.id)).first()
        first.slack_team_id = None
    assert app.tenants.home() == team.tenant_id
    yield tmp_path, team, app
    app.close()


def asked(home, *words, text=""):
    runner = CliRunner(env={"RAPPORT_HOME": str(home)})
    return runner.invoke(rapport, ["ask", *words], input=text, catch_exceptions=False)


def noted(app):
    with app.store.read() as session:
        return session.scalars(select(AuditEntry).where(AuditEntry.action.like("ask.%")).order_by(AuditEntry.id)).all()


def test_each_question_is_noted_once_with_its_asker_and_no_words(home):
    folder, team, app = home
    client = team.clients["north-a"]
    assert asked(folder, f"what is the industry of {client.name}").exit_code == 0
    assert asked(folder, "list accounts", "--as", "rep@alpha.example").exit_code == 0
    asked(folder, "how many glorbs did we frobnicate", "--as", "rep@alpha.example")
    lines = "\n".join(
        [json.dumps({"question": "open deals"}), "no json", json.dumps({"question": "accounts by industry"})]
    )
    asked(folder, "--batch", "-", text=lines)
    entries = noted(app)
    assert [each.action for each in entries] == ["ask.answer", "ask.answer", "ask.decline", "ask.answer", "ask.answer"]
    assert [each.actor_id for each in entries] == [None, team.users["rep"].id, team.users["rep"].id, None, None]
    assert entries[0].detail["accounts"] == [client.id]
    assert entries[1].detail["shape"] == "list"
    assert entries[1].detail["subject"] == "account"
    assert {each.detail["face"] for each in entries} == {"command-line"}
    said = json.dumps([each.detail for each in entries])
    assert not [word for word in [client.name, *client.words, "glorbs"] if word in said]
    assert app.trail.verify(team.tenant_id).whole


def test_a_question_that_cannot_be_noted_is_answered(home, monkeypatch):
    folder, team, app = home
    monkeypatch.setattr("crm.store.BUSY_TIMEOUT", 0.2)
    other = sqlite3.connect(app.store.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = asked(folder, "list accounts")
    other.execute("ROLLBACK")
    other.close()
    assert told.exit_code == 0
    assert team.clients["north-a"].name in told.output
    assert noted(app) == []


def test_a_batch_from_a_pipe_still_answers_line_for_line(home):
    folder, _, _ = home
    told = asked(folder, "--batch", "-", text=json.dumps({"id": 1, "question": "list accounts"}))
    assert [json.loads(line)["id"] for line in io.StringIO(told.stdout)] == [1]
