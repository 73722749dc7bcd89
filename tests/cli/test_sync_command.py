"""`rapport sync` over a source that is written to: what it says, and what it does where the token may not write."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from bot.cli import rapport
from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import Account, Interaction, Kind

sys.path.append(str(Path(__file__).parents[1] / "connectors"))
from servers.hubspot import TOKEN, HubSpotServer
from servers.vendor import Fault


@pytest.fixture
def server():
    made = HubSpotServer(int(datetime.now(UTC).timestamp() * 1000))
    made.add("companies", name="Initech", domain="initech.com")
    yield made
    made.close()


@pytest.fixture
def sync(server, tmp_path, monkeypatch):
    monkeypatch.setenv("RAPPORT_SECRET__HUBSPOT_TOKEN", TOKEN)
    runner, home = CliRunner(), ["--home", str(tmp_path)]
    settings = [f"url={server.url}", "write_notes=true", "searches=1000"]
    assert runner.invoke(rapport, [*home, "source", "add", "crm", "hubspot", *settings]).exit_code == 0
    return lambda *more: runner.invoke(rapport, [*home, "sync", "crm", "--no-index", *more])


def log(home):
    app = Rapport(Settings(home=home))
    now = app.clock.now() + timedelta(seconds=1)
    at = {"tenant_id": app.tenants.home(), "created_at": now, "updated_at": now, "occurred_at": now}
    with app.store.write() as session:
        account = session.scalars(select(Account)).one().id
        entry = {"source": "log", "external_id": "1:0", "kind": Kind.CALL, "account_id": account, "attributes": {}}
        session.add(Interaction(text="About pumps", **entry, **at))
    app.close()


def test_it_says_what_was_written_there(sync, server, tmp_path):
    assert sync().output == "crm: 1 new, 0 known, 0 unreadable.\n"
    log(tmp_path)
    found = sync()
    assert found.exit_code == 0
    assert "crm: notes written there: 1, taken back: 0." in found.output
    (note,) = server.objects["notes"].values()
    assert note["properties"]["hs_note_body"].startswith("Call: About pumps<br>")


def test_it_says_what_keeps_notes_here(sync, server, tmp_path):
    sync()
    log(tmp_path)
    server.faults.append(Fault(403, path="/crm/v3/objects/notes$", method="POST"))
    found = sync()
    assert found.exit_code == 0  # what was to be read was read
    assert "crm: not written there: Notes: HubSpot does not let this token do that." in found.output
    assert TOKEN not in found.output
