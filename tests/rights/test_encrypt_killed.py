"""Sealing what is there, killed again and again: nothing is lost, and at the end nothing lies bare."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from kills import KILLS
from sealed_kit import SECRETS, TAGGED, cells, record

from crm.migrations import upgrade
from crm.sealed.sealing import is_token
from crm.store import Store
from privacy.erasure.scan import Needles, Scanned, scan_files

ROOT = Path(__file__).parents[2]


def killed(home, store, tenant_id, kills):
    command = [sys.executable, str(Path(__file__).with_name("seal_killer.py")), str(home)]
    command += [store.url.render_as_string(hide_password=False), str(tenant_id), str(kills)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=240,
        check=True,
    )  # fmt: skip
    return [int(line) for line in done.stdout.split()]


def test_killed_again_and_again_on_the_way_there_and_back(tmp_path, clock):
    store = Store(f"sqlite:///{tmp_path / 'rapport.db'}")
    upgrade(store)
    made = record(store, clock, tmp_path, copies=12)
    before = made.rows()
    for ref in TAGGED:
        made.office.tag(made.tenant_id, ref, "encrypt", on=True, by=None)
    signals = killed(tmp_path, store, made.tenant_id, KILLS)
    assert signals == [signal.SIGKILL] * KILLS + [0]
    assert made.bare() == set()
    store.close()
    needles = Needles(tuple(each.lower().encode() for each in SECRETS), (), ())
    told = Scanned()
    scan_files(tmp_path, needles, told)
    assert told.found == []
    for ref in TAGGED:
        made.office.tag(made.tenant_id, ref, "encrypt", on=False, by=None)
    killed(tmp_path, store, made.tenant_id, KILLS)
    assert made.rows() == before
    assert any(
        is_token(value) for row in cells(store) for cell in row if isinstance(cell, dict) for value in cell.values()
    )
    store.close()
