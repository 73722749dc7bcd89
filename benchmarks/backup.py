"""How long a backup and a restore take, how large it is, and whether a hundred questions get the same answers.

`python -m benchmarks.backup` takes the sample company; `--rows 100000` adds so many interactions of 50 words.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import insert, select

from bot.backup.restoring import Given, Restore
from bot.backup.taking import Backup, Wishes
from bot.sample import write_export
from bot.sample.suggestions import QUESTIONS
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.model import Account, Interaction, Kind

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
BATCH = 5_000
WORDS = (
    "pump",
    "price",
    "renewal",
    "licence",
    "delay",
    "invoice",
    "support",
    "meeting",
    "contract",
    "budget",
    "feature",
)
ASKED = ("who owns {}?", "deals of {}", "what did {} say about pricing?", "how is {} doing?", "last call with {}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="interactions beside the sample company's")
    parser.add_argument("--from", dest="source", default="", help="database of the source; SQLite where empty")
    parser.add_argument("--to", dest="target", default="", help="database of the restore, empty; SQLite where empty")
    parser.add_argument("--key", default="", help="RAPPORT_BACKUP_KEY")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rapport-backup-bench-") as folder:
        told = measured(Path(folder), args)
    print(json.dumps(told, indent=2))


def measured(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    source = app_of(folder / "home", args.source, args.key)
    fill(source, folder / "export", args.rows)
    kept, apart = folder / "kept", folder / "apart"
    made, out = timed(lambda: Backup(source).make(kept, Wishes(keys=apart)))
    bare, bare_out = timed(lambda: Backup(source).make(kept / "bare.backup", Wishes(vectors=False)))
    _, check = timed(lambda: Restore(app_of(folder / "home", args.source, args.key)).check(made.path))
    asked = answers(source)
    source.close()
    target = app_of(folder / "elsewhere", args.target, args.key)
    given = Given(keys=made.keys, ledger="backup")
    told, back = timed(lambda: Restore(target).run(made.path, given))
    same = sum(one == other for one, other in zip(asked, answers(target), strict=True))
    target.close()
    return {
        "rows": made.rows, "vectors": made.vectors, "backup_mb": round(made.bytes / 1e6, 1),
        "without_vectors_mb": round(bare.bytes / 1e6, 1), "backup_seconds": out, "without_vectors_seconds": bare_out,
        "check_seconds": check, "restore_seconds": back, "restored_vectors": told.vectors, "waiting": told.waiting,
        "questions": len(asked), "same_answers": same, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def app_of(home: Path, url: str, key: str) -> Rapport:
    home.mkdir(exist_ok=True, mode=0o700)
    return Rapport(Settings.model_validate({"home": home, "database_url": url, "backup_key": key}), FixedClock(NOW))


def fill(app: Rapport, folder: Path, rows: int) -> None:
    """The sample company as it is, indexed; further interactions as rows, with vectors of no meaning."""
    tenant = app.tenants.home()
    write_export(folder, NOW.date())
    app.importer.run(tenant, folder)
    while app.indexer.run_once(tenant):
        pass
    add(app, tenant, rows)


def add(app: Rapport, tenant: int, rows: int) -> None:
    import numpy as np  # noqa: PLC0415

    random, generator = Random(3), np.random.default_rng(3)
    with app.store.read() as session:
        accounts = session.scalars(select(Account.id).where(Account.tenant_id == tenant)).all()
        last = max(session.scalars(select(Interaction.id)).all(), default=0)
    for start in range(0, rows, BATCH):
        ids = range(last + 1 + start, last + 1 + min(rows, start + BATCH))
        with app.store.write() as session:
            session.execute(insert(Interaction), [
                {
                    "id": one, "tenant_id": tenant, "kind": Kind.NOTE, "source": "bench", "occurred_at": NOW, "created_at": NOW,
                    "updated_at": NOW, "text": " ".join(random.choices(WORDS, k=50)), "account_id": random.choice(accounts),
                    "version": 1, "indexed_version": 1, "passages": 1, "attributes": {},
                }
                for one in ids
            ])  # fmt: skip
        vectors = generator.standard_normal((len(ids), app.embedder.dimensions)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        app.vectors.upsert(tenant, app.embedder.name, "2026q4", [f"{one}:0" for one in ids], vectors)


def answers(app: Rapport) -> list[dict[str, Any]]:
    tenant = app.tenants.home()
    with app.store.read() as session:
        names = session.scalars(select(Account.name).where(Account.tenant_id == tenant).order_by(Account.id)).all()
    asked = [*QUESTIONS, *(form.format(name) for name in names for form in ASKED)][:100]
    told = [app.asker.ask(tenant, question, user=None, now=NOW).model_dump() for question in asked]
    return [{key: value for key, value in each.items() if key not in {"took_ms", "usage"}} for each in told]


def timed(work: Callable[[], Any]) -> tuple[Any, dict[str, float]]:
    """Seconds on the clock, and of the processor."""
    began, before = perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    found = work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return found, {"wall": round(perf_counter() - began, 1), "processor": round(used, 1)}


if __name__ == "__main__":
    main()
