"""A record with people and a client, and rules at work on what is added to it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from reading_kit import add, company

from crm.model import Kind, Signal, Task
from crm.reactions.reactions import Reactions
from crm.reading.readings import Readings


@pytest.fixture
def desk(store, tenant_id, clock):
    ids = company(store, tenant_id, clock)
    reactions = Reactions(store, clock)
    readings = Readings(store, clock, react=reactions.notice)

    def hears(text, **fields):
        """A mail of Jane's, read at once; returns its id."""
        mail = {"kind": Kind.EMAIL, "direction": "in", "account_id": ids["acme"], "user_id": ids["dana"]}
        row = add(store, tenant_id, clock, text, **{"contacts": [ids["jane"]], **mail, **fields})
        while readings.run_once(tenant_id):
            pass
        return row

    def signals(rule=None):
        with store.read() as session:
            found = session.scalars(select(Signal).order_by(Signal.id)).all()
        return [each for each in found if rule in (None, each.rule)]

    def tasks():
        with store.read() as session:
            return list(session.scalars(select(Task).order_by(Task.id)))

    return SimpleNamespace(
        store=store, tenant_id=tenant_id, clock=clock, ids=ids, reactions=reactions, readings=readings,
        hears=hears, signals=signals, tasks=tasks,
    )  # fmt: skip
