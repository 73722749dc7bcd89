"""`rapport sync` is killed at twenty moments while tickets go on changing: none is lost, none is doubled."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from kills import KILLS
from nursery import Nursery
from servers.zendesk import BEGAN, LOGIN, ZendeskServer
from sqlalchemy import select

from bot.settings import Settings
from bot.wiring import Rapport
from crm.model import InboxItem, InboxState, Interaction

NOW = BEGAN + 30 * 86_400


def grow(server: ZendeskServer, rng: random.Random) -> None:
    """Sixty tickets more, forty that change, three that go: each later than all that was before."""
    with server.lock:
        newest = max((each["generated_timestamp"] for each in server.tickets.values()), default=BEGAN)
        for number in range(60):
            words = (1, "It drips.", True), (2, "We look into it.", True)
            server.add(*words, at=newest + 1 + number, priority="low")
        newest += 60
        for number, identity in enumerate(rng.sample(sorted(server.tickets), 43)):
            gone = {"status": "deleted"} if number < 3 else {}
            server.change(identity, newest + 1 + number, priority=f"p{rng.randrange(10**6)}", **gone)


def kill_in_the_middle(nursery: Nursery, server: ZendeskServer, rng: random.Random) -> bool:
    """Kills a look after some of its calls and a moment more; whether it was still at work."""
    calls = len(server.asked) + rng.choice((1, 3, 10, 40, 70))
    process = nursery.begin()
    ends = time.monotonic() + 20
    while len(server.asked) < calls and time.monotonic() < ends and Path(f"/proc/{process}").exists():
        time.sleep(0.002)
    time.sleep(rng.choice((0, 0.02, 0.1, 0.4)))
    return nursery.kill(process)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_kills_lose_and_double_nothing(tmp_path):
    rng, server = random.Random(20261121), ZendeskServer(NOW)
    app = Rapport(Settings(home=tmp_path))
    tenant = app.tenants.home()
    app.sources.add(tenant, "desk", "zendesk", {"url": server.url, "email": LOGIN[0]}, timedelta(seconds=300))
    nursery = Nursery(tmp_path, "desk", {"ZENDESK_TOKEN": LOGIN[1]})
    kills = 0
    try:
        for _ in range(3 * KILLS):
            grow(server, rng)
            kills += kill_in_the_middle(nursery, server, rng)
            app.sources.resume(tenant, "desk")  # the lease of the dead look ends now, not in ten minutes
            if kills == KILLS:
                break
        assert kills == KILLS
        nursery.begin()
        assert nursery.ended() == 0
    finally:
        nursery.close()
        server.close()
    with app.store.read() as session:
        rows = session.scalars(select(Interaction).where(Interaction.source == "desk")).all()
        received = session.execute(select(InboxItem.key, InboxItem.state)).all()
    app.close()
    assert Counter(row.external_id for row in rows) == Counter(map(str, server.tickets))
    assert Counter(state for _, state in received) == {InboxState.DONE: len(received)}
    for row in rows:
        ticket = server.tickets[int(row.external_id)]
        assert row.attributes["priority"] == ticket["priority"]
        assert row.attributes["status"] == ticket["status"]
        assert "drips" in row.text
        assert ("look into it" in row.text) == (ticket["status"] != "deleted")
