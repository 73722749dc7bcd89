"""An import that is killed at any moment and run again leaves what an undisturbed one leaves."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from export_kit import PlainRedactor
from kills import KILLS
from sqlalchemy import select

from connectors.export import Importer
from crm.capture import Capture
from crm.clock import FixedClock
from crm.model import Base, Tenant
from crm.store import Store

ROUNDS = 2  # fresh databases over which the kills are spread


def make_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "accounts.csv").write_text(
        "account,sector,employees,subsidiary_of\n"
        + "".join(
            f"Company {index} Ltd,retail,{index},{'Company 0 Ltd' if index % 9 == 1 else ''}\n" for index in range(300)
        ),
        encoding="utf-8",
    )
    (folder / "sales_team.csv").write_text(
        "sales_agent,manager\n" + "".join(f"Rep Number{index},Boss {index % 5}\n" for index in range(50)),
        encoding="utf-8",
    )
    (folder / "deals.csv").write_text(
        "opportunity_id,sales_agent,product,account,deal_stage,close_date,close_value\n"
        + "".join(
            f"OPP{index:08d},Rep Number{index % 50},Product {index % 8},Company {index % 300} Ltd,"
            f"{('Proposal', 'Won', 'Lost')[index % 3]},2024-05-{index % 28 + 1:02d},{index}\n"
            for index in range(6000)
        ),
        encoding="utf-8",
    )
    (folder / "notes.csv").write_text(
        "note_id,date,account,sales_agent,note\n"
        + "".join(
            f"n{index},2024-01-{index % 28 + 1:02d},Company {index % 300} Ltd,Rep Number{index % 50},text {index}\n"
            for index in range(1500)
        )
        + "".join(
            f"n{index},2024-02-01,New Company {index} Ltd,New Rep{index % 7},text {index}\n"
            for index in range(1500, 1600)
        ),
        encoding="utf-8",
    )
    (folder / "invoices.csv").write_text(
        "invoice_id,account,issued,total\n"
        + "".join(
            f"i{index},Company {index % 300} Ltd,2024-03-{index % 28 + 1:02d},{index}.50\n" for index in range(3000)
        ),
        encoding="utf-8",
    )
    (folder / "stage_history.csv").write_text(
        "opportunity_id,to_stage,changed_at\n"
        + "".join(
            f"OPP{index % 900:08d},{('Proposal', 'Won')[index // 900 % 2]},2024-0{index // 900 + 1}-01\n"
            for index in range(2700)
        ),
        encoding="utf-8",
    )


def make_record(path: Path, clock: FixedClock) -> None:
    store = Store(f"sqlite:///{path}")
    Base.metadata.create_all(store.engine)
    with store.write() as session:
        session.add(Tenant(id=1, name="Acme Sales", created_at=clock.now()))
    store.close()


def import_into(path: Path, folder: Path, clock: FixedClock) -> None:
    store = Store(f"sqlite:///{path}")
    report = Importer(store, clock, Capture(clock, PlainRedactor(), None)).run(1, folder)
    assert report.rejected == 0
    store.close()


def kill_once(path: Path, folder: Path, clock: FixedClock, delay: float) -> bool:
    """Starts an import and kills it after `delay` seconds; whether it was still at work."""
    process = multiprocessing.get_context("fork").Process(target=import_into, args=(path, folder, clock))
    process.start()
    time.sleep(delay)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return process.exitcode == -signal.SIGKILL


def picture(path: Path) -> dict[str, list[str]]:
    """All rows of the record; ids, which depend on the order of commits, are replaced by what they stand for."""
    store = Store(f"sqlite:///{path}")
    found: dict[str, list[str]] = {}
    with store.read() as session:
        named = {
            table.name: {row.id: row.external_id for row in session.execute(select(table.c.id, table.c.external_id))}
            for table in Base.metadata.sorted_tables
            if "external_id" in table.c
        }
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table)).mappings()
            found[table.name] = sorted(str(sorted(plain(table, dict(row), named).items())) for row in rows)
    store.close()
    return found


def plain(table: Any, row: dict[str, Any], named: dict[str, dict[int, str]]) -> dict[str, Any]:
    for column in table.c:
        for key in column.foreign_keys:
            target = key.column.table.name
            if target in named and row[column.name] is not None:
                row[column.name] = named[target][row[column.name]]
    return {name: value for name, value in row.items() if name not in {"id", "digest"}}


@pytest.mark.timeout(300)
def test_kills_leave_no_trace(tmp_path: Path, clock: FixedClock) -> None:
    chance = random.Random(11)
    folder = tmp_path / "export"
    make_folder(folder)
    whole = tmp_path / "whole.db"
    make_record(whole, clock)
    start = time.perf_counter()
    import_into(whole, folder, clock)
    took = time.perf_counter() - start
    expected = picture(whole)
    assert len(expected["deals"]) == 6000
    at_work = 0
    for place in range(ROUNDS):
        path = tmp_path / f"killed{place}.db"
        make_record(path, clock)
        at_work += sum(kill_once(path, folder, clock, chance.uniform(0, took)) for _ in range(KILLS // ROUNDS))
        import_into(path, folder, clock)
        found = picture(path)
        for name, rows in expected.items():
            assert found[name] == rows, f"{name} differs after kills"
    assert at_work >= KILLS // 5  # a moment is drawn from how long a whole run took, and a later run may be quicker
