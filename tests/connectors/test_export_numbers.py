"""References by another system's number, and logs whose date goes by a name of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.export import Importer
from crm.capture import Capture
from crm.clock import FixedClock
from crm.model import Account, Interaction, RelatedRecord
from crm.ports import Redacted
from crm.store import Store

ACCOUNTS = """Account ID,Account Name,Stripe Customer ID,Industry
A-1,Monarch Assurance,cus_24960b962e50,Insurance
A-2,Granite Media,cus_eb46970bf1aa,Media
"""
SUBSCRIPTIONS = """Subscription ID,Customer ID,Plan,MRR,Start Date
sub_1,cus_24960b962e50,Platform,3575.94,2026-02-01
sub_2,cus_eb46970bf1aa,Business,1337.38,2026-08-20
sub_3,cus_24960b962e50,Business,80.5,2026-09-01
"""
MEETINGS = """Log ID,Account ID,Kind,Topic,Held on,Minutes
1,A-1,Call,Escalation,2026-08-20,25
2,A-2,Video meeting,Renewal,2026-02-17,30
3,A-1,Call,Upsell,2026-03-11,15
"""


class Unredacted:
    def redact(self, tenant_id, texts, about=()):
        return [Redacted(text) for text in texts]


@pytest.fixture
def imported(store: Store, tenant_id: int, clock: FixedClock, tmp_path: Path) -> Store:
    folder = tmp_path / "export"
    folder.mkdir()
    for name, text in (("crm_accounts", ACCOUNTS), ("stripe_subscriptions", SUBSCRIPTIONS), ("meetings_log", MEETINGS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    Importer(store, clock, Capture(clock, Unredacted(), None)).run(tenant_id, folder, rejects=tmp_path / "rejects")
    return store


def test_rows_find_their_client_by_its_number_elsewhere(imported: Store) -> None:
    with imported.read() as session:
        rows = session.execute(
            select(RelatedRecord.external_id, Account.name).join(Account, Account.id == RelatedRecord.account_id)
        ).all()
    assert {(number, name) for number, name in rows} == {
        ("sub_1", "Monarch Assurance"),
        ("sub_2", "Granite Media"),
        ("sub_3", "Monarch Assurance"),
    }


def test_a_log_is_dated_by_its_only_date(imported: Store) -> None:
    with imported.read() as session:
        days = sorted(f"{each:%Y-%m-%d}" for each in session.scalars(select(Interaction.occurred_at)))
    assert days == ["2026-02-17", "2026-03-11", "2026-08-20"]
