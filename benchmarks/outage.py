"""Calls logged while the embedder, the index and the model refuse: how many are kept, and how soon all are searchable."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.settings import Settings
from bot.wiring import Rapport
from crm.errors import RapportError, RetryableError
from crm.model import Account, Contact, Interaction

SAID = (
    "called {who} at {account}, worried about the price of lot {n}, follow up in two weeks",
    "met {who} from {account}: they want {n} more seats before spring",
    "emailed {who} at {account} about ticket {n}, no answer yet",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1_000)
    print(json.dumps(measure(parser.parse_args().calls)))


def measure(calls: int) -> dict[str, float | int]:
    """Logs `calls` calls in an outage, then ends it."""
    with tempfile.TemporaryDirectory() as folder:
        down = _down(Path(folder))
        tenant = _fill(down)
        took = []
        for n in range(calls):
            begun = time.perf_counter()
            _log(down, tenant, n)
            took.append(1000 * (time.perf_counter() - begun))
        with suppress(RapportError):
            down.indexer.run_once(tenant)
        waiting = down.indexer.lag(tenant).count
        down.close()
        (Path(folder) / "vectors").unlink()
        app = Rapport(Settings(home=Path(folder)))
        begun = time.perf_counter()
        while app.indexer.run_once(tenant):
            pass
        recovery = time.perf_counter() - begun
        lag = app.indexer.lag(tenant).count
        with app.store.read() as session:
            kept = session.scalar(select(func.count()).select_from(Interaction)) or 0
        vectors = sum(app.vectors.counts(tenant, app.embedder.name).values())
        app.close()
    return {
        "calls": calls,
        "kept": kept,
        "waiting_before_recovery": waiting,
        "not_searchable_after": lag,
        "passages": vectors,
        "log_ms": round(sum(took) / calls, 1),
        "log_p95_ms": round(sorted(took)[int(calls * 0.95)], 1),
        "searchable_after_s": round(recovery, 1),
    }


class _Refusing:
    """An embedder and mood reader that is down."""

    name = "refusing"
    dimensions = 384

    def embed(self, _texts: Sequence[str]) -> Any:
        raise RetryableError("refused")

    moods = embed

    def moods_of(self, _texts: Sequence[str], _vectors: Any) -> Any:
        raise RetryableError("refused")


def _down(home: Path) -> Rapport:
    """A Rapport whose embedder and mood reader refuse, and whose model's port is closed; its index folder is a file."""
    (home / "vectors").write_text("not an index")
    app = Rapport(Settings(home=home, ollama_chat_model="none", ollama_host="http://127.0.0.1:9"))
    for part in ("embedder", "_feeling", "moods"):
        app.__dict__[part] = _Refusing()
    return app


def _fill(app: Rapport) -> int:
    tenant = app.tenants.home()
    now = app.clock.now()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    with app.store.write() as session:
        for n in range(20):
            account = Account(name=f"Harbour {n} Freight", external_id=f"a{n}", **stamp)
            session.add(account)
            session.flush()
            session.add(Contact(name=f"Rosa Quill{n}", account_id=account.id, external_id=f"c{n}", **stamp))
    return tenant


def _log(app: Rapport, tenant: int, n: int) -> None:
    text = SAID[n % len(SAID)].format(who=f"Rosa Quill{n % 20}", account=f"Harbour {n % 20} Freight", n=n)
    now = app.clock.now() - timedelta(minutes=n)
    found = app.logbook.propose(tenant, text, user=None, now=now)
    if found.entry_id is not None:
        app.logbook.confirm(tenant, found.entry_id, None)


if __name__ == "__main__":
    main()
