"""A process that is killed between posting a digest and noting it: the next one finds the message and posts no second."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import select

from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.digests.delivery import Delivery
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.digests.rounds import LEASE
from crm.model import Digest, DigestRun, Role, RunState, Tenant, User

KILLED = """
import os, sys
from datetime import datetime
sys.path.insert(0, sys.argv[1])
from test_digest_kill import opened
from bot.digests.delivery import Delivery
from crm.digests.rounds import Rounds

def killed(*_args, **_named):
    os.kill(os.getpid(), 9)

Rounds.sent = killed
app = opened(sys.argv[2], sys.argv[3], sys.argv[4], datetime.fromisoformat(sys.argv[5]))
(run,) = app.digest_rounds.tick()
Delivery(app).run(run)
"""


def opened(home, url, token, at):
    settings = Settings(
        home=Path(home), slack_bot_token=SecretStr(token), slack_app_token=SecretStr("xapp-1"), slack_api_url=url,
        http_port=0,
    )  # fmt: skip
    return Rapport(settings, FixedClock(at))


def test_a_kill_between_posting_and_noting(tmp_path):
    now = datetime.now(UTC).replace(microsecond=0)  # the clock of all three processes, whenever they start
    place = Workspace()
    place.dm(place.add_person("morgan", "Morgan Hale", "morgan@northwind.example", role="manager"))
    with Console(place) as console:
        url = f"{console.url}/api/"
        app = opened(tmp_path, url, console.bot_token, now)
        tenant = app.tenants.home()
        with app.store.write() as session:
            session.get_one(Tenant, tenant).slack_team_id = place.team_id
            stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
            boss = User(name="Morgan Hale", email="morgan@northwind.example", role=Role.MANAGER, **stamp)
            session.add(boss)
            session.flush()
            digest = Digest(tenant_id=tenant, name="own", owner_id=boss.id, sections=[{"kind": "wins"}], created_at=now)
            digest.cron, digest.timezone, digest.paused = f"{now.minute} {now.hour} * * *", "UTC", False
            digest.next_at = now.replace(second=0)
            session.add(digest)
        app.close()
        here = str(Path(__file__).parent)
        script = [sys.executable, "-c", KILLED, here, str(tmp_path), url, console.bot_token, now.isoformat()]
        done = subprocess.run(script, env={**os.environ}, check=False, timeout=100)
        assert done.returncode == -9
        later = opened(tmp_path, url, console.bot_token, now + 2 * LEASE)
        for run in later.digest_rounds.waiting():
            Delivery(later).run(run.id)
        with later.store.read() as session:
            run = session.scalars(select(DigestRun)).one()
        posts = [m for m in console.messages("dm", person="morgan") if m.bot and m.metadata]
        assert [m.ts for m in posts] == [run.ts]
        assert (run.state, run.attempts) == (RunState.SENT, 2)
        later.close()
