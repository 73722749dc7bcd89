"""What `rapport sync` leaves behind it: all that came in is in the record, in the index, and read deeper."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.cli.catchup import READ_AT_ONCE, Ahead, Beside, catch_up
from bot.settings import Settings
from bot.wiring import Rapport
from crm.errors import RetryableError
from crm.model import Account, Interaction, InteractionReading

ROOT = Path(__file__).parents[2]
MAILS = 80  # more than the chain takes into one transaction


@pytest.fixture
def app(tmp_path):
    box = mailbox.mbox(tmp_path / "old.mbox")
    for number in range(MAILS):
        mail = EmailMessage()
        mail["From"], mail["To"] = "Jane Roe <jane@initech.example>", "us@ours.example"
        mail["Subject"], mail["Message-ID"] = f"Pump {number}", f"<{number}@initech.example>"
        mail["Date"] = format_datetime(datetime.now(UTC) - timedelta(minutes=MAILS - number))
        mail.set_content(f"Pump {number} leaks again. Could you please send the quote for seal {number} by Friday?\n")
        box.add(mail)
    box.close()
    (tmp_path / "home").mkdir()
    made = Rapport(Settings(home=tmp_path / "home", log_level="error"))
    now = made.clock.now()
    with made.store.write() as session:
        client = Account(tenant_id=made.tenants.home(), name="Initech", domain="initech.example")
        client.created_at = client.updated_at = now
        session.add(client)
    made.sources.add(made.tenants.home(), "old", "mail-folder", {"path": str(tmp_path / "old.mbox")}, timedelta(days=1))
    yield made
    made.close()


def sync(tmp_path):
    """What a process of its own says."""
    entry = [sys.executable, "-c", "from bot.cli import rapport; rapport()", "--home", str(tmp_path / "home")]
    done = subprocess.run([*entry, "sync", "old"], capture_output=True, text=True, cwd=ROOT, timeout=110, check=True)
    return done.stdout


def counts(app):
    """Interactions, those whose vectors are there, those read deeper, those with what was asked."""
    with app.store.read() as session:
        read = select(InteractionReading.asks)
        asks = session.scalars(read).all()
        indexed = Interaction.indexed_version == Interaction.version
        return (
            session.scalar(select(func.count(Interaction.id))),
            session.scalar(select(func.count(Interaction.id)).where(indexed)),
            len(asks),
            len([each for each in asks if each]),
        )


def test_a_sync_takes_in_indexes_and_reads_all_it_brings(app, tmp_path):
    app.close()
    assert sync(tmp_path) == f"old: {MAILS} new, 0 known, 0 unreadable.\n{MAILS} interactions indexed.\n"
    assert counts(app) == (MAILS, MAILS, MAILS, MAILS)
    assert sync(tmp_path) == "old: 0 new, 0 known, 0 unreadable.\n"
    assert counts(app) == (MAILS, MAILS, MAILS, MAILS)


def test_what_fails_beside_is_said_afterwards(app, monkeypatch):
    def down(*_args):
        raise RetryableError("The embedding model is down.")

    tenant = app.tenants.home()
    monkeypatch.setattr(app.indexer, "run_once", down)
    with Ahead(app, tenant) as ahead:
        app.sync.run(app.sources.get(tenant, "old").id)
        taken_in = app.chain.run(tenant)
    assert taken_in + ahead.taken_in.done == MAILS
    assert ahead.indexed.done == 0
    [note] = catch_up(app, tenant, quiet=True, newest=MAILS)
    assert "The embedding model is down. `rapport run` will catch up." in note
    assert counts(app) == (MAILS, 0, 0, 0)


def test_the_newest_are_read_while_older_ones_are_indexed(app, monkeypatch):
    tenant = app.tenants.home()
    monkeypatch.setattr("bot.cli.catchup.READ_AT_ONCE", READ_AT_ONCE // 10)
    app.sync.run(app.sources.get(tenant, "old").id)
    app.chain.run(tenant)
    assert catch_up(app, tenant, quiet=True) == [f"{MAILS} interactions indexed."]
    with app.store.read() as session:
        read = session.scalars(select(InteractionReading.interaction_id)).all()
        newest = session.scalars(select(Interaction.id).order_by(Interaction.id.desc()).limit(len(read))).all()
    assert READ_AT_ONCE // 10 <= len(read) < MAILS
    assert set(read) == set(newest)


def test_a_step_beside_ends_with_what_it_has_begun():
    left = [3, 2, 1]
    beside = Beside(lambda: left.pop() if left else 0)
    beside.start()
    while left:
        pass
    beside.stop()
    assert not beside.is_alive()
    assert beside.done == 6
