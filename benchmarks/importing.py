"""How fast an export is imported: `python -m benchmarks.importing --rows 100000`."""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from connectors.export import Importer
from crm.capture import Capture
from crm.clock import FixedClock
from crm.model import Base, Deal, Tenant
from crm.ports import Redacted
from crm.store import Store

STAGES = ("Prospecting", "Qualification", "Proposal", "Negotiation", "Won", "Lost")


class _NoRedactor:
    def redact(self, tenant_id: int, texts: Sequence[str], about: object = ()) -> list[Redacted]:  # noqa: ARG002
        return [Redacted(text) for text in texts]


def write_export(folder: Path, rows: int, seed: int = 7) -> None:
    """An export of accounts, reps, products and deals, the same for the same seed."""
    chance = random.Random(seed)
    accounts = [f"Company {index} Ltd" for index in range(max(rows // 20, 10))]
    people = [f"Rep Number{index}" for index in range(50)]
    products = [f"Product {letter}" for letter in "ABCDEFGH"]
    _write(folder / "accounts.csv", ["account", "sector", "revenue", "employees", "country"],
           [[name, chance.choice(("retail", "medical", "software")), f"{chance.random() * 1e6:.2f}",
             chance.randint(1, 9999), chance.choice(("Kenya", "Japan", "Italy"))] for name in accounts])  # fmt: skip
    _write(folder / "sales_team.csv", ["sales_agent", "manager"], [[name, f"Boss {len(name)}"] for name in people])
    _write(folder / "products.csv", ["product", "sales_price"], [[name, 100] for name in products])
    start = date(2020, 1, 1)
    _write(folder / "deals.csv",
           ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date",
            "close_value", "lead_source", "probability"],
           [[f"OPP{index:08d}", chance.choice(people), chance.choice(products), chance.choice(accounts),
             chance.choice(STAGES), f"{start + timedelta(days=chance.randint(0, 900)):%m/%d/%Y}",
             f"{start + timedelta(days=chance.randint(900, 1800)):%m/%d/%Y}", f"${chance.randint(10, 99999):,}.00",
             chance.choice(("web", "event", "partner")), f"{chance.randint(0, 100)}%"] for index in range(rows)])  # fmt: skip


def _write(path: Path, headers: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headers)
        writer.writerows(rows)


def measure(rows: int, url: str | None = None) -> dict[str, float | int]:
    """Imports twice; times are seconds, memory is the process's peak in MiB."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "export"
        folder.mkdir()
        write_export(folder, rows)
        store = Store(url or f"sqlite:///{place}/rapport.db")
        Base.metadata.create_all(store.engine)
        clock = FixedClock(datetime(2026, 11, 21, tzinfo=UTC))
        with store.write() as session:
            tenant = Tenant(name=f"benchmark {time.time_ns()}", created_at=clock.now())
            session.add(tenant)
            session.flush()
            tenant_id = tenant.id
        importer = Importer(store, clock, Capture(clock, _NoRedactor(), None))
        first, second = (_timed(importer, tenant_id, folder) for _ in range(2))
        with store.read() as session:
            deals = session.scalar(select(func.count()).where(Deal.tenant_id == tenant_id)) or 0
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": rows, "deals": deals, "import_s": first, "again_s": second, "rows_per_s": round(rows / first),
            "peak_mib": round(peak)}  # fmt: skip


def _timed(importer: Importer, tenant_id: int, folder: Path) -> float:
    start = time.perf_counter()
    importer.run(tenant_id, folder)
    return round(time.perf_counter() - start, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--url", help="a database to import into; a fresh SQLite file where it is not said")
    options = parser.parse_args()
    print(json.dumps(measure(options.rows, options.url)))


if __name__ == "__main__":
    main()
