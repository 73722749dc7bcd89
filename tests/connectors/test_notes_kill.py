"""`rapport sync` is killed while it writes notes into HubSpot: each note stands there once."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from kills import KILLS
from nursery import Nursery
from servers.hubspot import TOKEN, HubSpotServer
from servers.vendor import Fault
from sqlalchemy import select, update

from bot.settings import Settings
from bot.wiring import Rapport
from connectors.hubspot.marker import key_in
from connectors.hubspot.place import millis
from crm.model import Account, Interaction, Kind, Outgoing, OutgoingState

POST = {"path": "/crm/v3/objects/notes$", "method": "POST"}


def log(app: Rapport, tenant: int, number: int) -> None:
    now = app.clock.now()
    at = {"tenant_id": tenant, "created_at": now, "updated_at": now, "occurred_at": now}
    with app.store.write() as session:
        account = session.scalars(select(Account)).one()
        for part in range(3):
            entry = {"source": "log", "external_id": f"{number}:{part}", "kind": Kind.NOTE, "account_id": account.id}
            session.add(Interaction(text=f"Entry {number} {part}", attributes={}, **entry, **at))


def written(server: HubSpotServer) -> list[str]:
    bodies = [each["properties"]["hs_note_body"] for each in server.objects["notes"].values()]
    return [body.partition("<br>")[0] for body in bodies if key_in(body)]


def kill_while_it_writes(nursery: Nursery, server: HubSpotServer, rng: random.Random) -> bool:
    """Kills a look when one of its notes is on its way, or a moment later."""
    posts = server.posts + rng.choice((1, 1, 2, 3))
    process = nursery.begin()
    ends = time.monotonic() + 20
    while server.posts < posts and time.monotonic() < ends and Path(f"/proc/{process}").exists():
        time.sleep(0.001)
    time.sleep(rng.choice((0, 0.05, 0.1, 0.16)))
    return nursery.kill(process)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kills_double_no_note_and_lose_none(tmp_path):
    rng, server = random.Random(20261122), HubSpotServer(millis(datetime.now(UTC)))
    server.add("companies", name="Initech", domain="initech.com")
    server.faults.append(Fault("slow", **POST))
    app = Rapport(Settings(home=tmp_path))
    tenant = app.tenants.home()
    settings = {"url": server.url, "write_notes": True, "searches": 10_000}
    app.sources.add(tenant, "crm", "hubspot", settings, timedelta(seconds=300))
    nursery = Nursery(tmp_path, "crm", {"HUBSPOT_TOKEN": TOKEN})
    kills, rounds = 0, 0
    try:
        nursery.begin()
        assert nursery.ended() == 0
        while kills < KILLS and rounds < 3 * KILLS:
            rounds += 1
            log(app, tenant, rounds)
            kills += kill_while_it_writes(nursery, server, rng)
            app.sources.resume(tenant, "crm")  # the dead look's lease and patience end now, not in minutes
            with app.store.write() as session:
                session.execute(update(Outgoing).values(tried_at=datetime(2026, 1, 1, tzinfo=UTC)))
        assert kills == KILLS
        nursery.begin()
        assert nursery.ended() == 0
    finally:
        nursery.close()
        server.close()
    with app.store.read() as session:
        states = session.scalars(select(Outgoing.state)).all()
    app.close()
    expected = [f"Entry {number} {part}" for number in range(1, rounds + 1) for part in range(3)]
    assert Counter(written(server)) == Counter(expected)
    assert set(states) == {OutgoingState.WRITTEN}
