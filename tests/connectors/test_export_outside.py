"""Exports that nobody wrote for this importer."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from export_kit import Exports, column, of, outside
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.clock import FixedClock
from crm.model import (
    Account,
    Contact,
    Deal,
    Field,
    Interaction,
    Kind,
    Outcome,
    Product,
    RelatedRecord,
    Stage,
    User,
)
from crm.store import Store


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    return Exports(tmp_path / "export", store, clock, tenant_id)


def counted(session: Session, query: Any) -> dict[Any, int]:
    return {row[0]: row[1] for row in session.execute(query)}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_maventech(exports: Exports) -> None:
    folder = outside("maventech")
    source = rows_of(folder / "sales_pipeline.csv")
    report = exports.run(folder)
    assert (exports.count(Deal), exports.count(Account), exports.count(Product)) == (8800, 85, 7)
    assert report.rejected == 0
    assert [item.file for item in report.left_out] == ["data_dictionary.csv"]
    assert any("GTXPro = GTX Pro" in warning for warning in report.warnings)
    with exports.store.read() as session:
        linked = select(Product.name, func.count()).join(Deal, Deal.product_id == Product.id).group_by(Product.name)
        by_product = counted(session, linked)
        owners = select(User.name, func.count()).join(Deal, Deal.owner_id == User.id).group_by(User.name)
        by_owner = counted(session, owners)
        by_outcome = counted(session, select(Deal.outcome, func.count()).group_by(Deal.outcome))
        total = session.scalar(select(func.sum(Deal.amount)))
        without = session.scalar(select(func.count()).where(Deal.account_id.is_(None)))
    assert by_product == Counter(row["product"].replace("GTXPro", "GTX Pro") for row in source)
    assert by_owner == Counter(row["sales_agent"] for row in source)
    assert by_outcome == {Outcome.WON: 4238, Outcome.LOST: 2473, Outcome.OPEN: 2089}
    assert total == sum(float(row["close_value"] or 0) for row in source)
    assert without == 1425
    first = exports.one(Deal, external_id="1C1I7A6R")
    assert (first.opened_on, first.close_date) == (date(2016, 10, 20), date(2017, 3, 1))


def test_maventech_people_and_parents(exports: Exports) -> None:
    folder = outside("maventech")
    exports.run(folder)
    parents = {row["account"]: row["subsidiary_of"] for row in rows_of(folder / "accounts.csv")}
    with exports.store.read() as session:
        accounts = list(session.scalars(select(Account)))
        assert {account.name: account.parent.name if account.parent else "" for account in accounts} == parents
        teams = {row["sales_agent"]: row for row in rows_of(folder / "sales_teams.csv")}
        users = {user.name: user for user in session.scalars(select(User))}
        assert len(users) == 35 + 6
        for name, row in teams.items():
            assert users[name].role == "rep"
            assert users[name].team == row["regional_office"]
            assert users[name].manager is not None
            assert users[name].manager.name == row["manager"]
            assert users[name].manager.role == "manager"
    assert exports.one(Account, name="Acme Corporation").industry == "technolgy"
    assert [stage.name for stage in exports.all(Stage)] == ["Prospecting", "Engaging", "Won", "Lost"]
    field = exports.one(Field, entity="account", key="industry")
    assert (field.core, field.label, field.type) == (True, "sector", "category")
    assert '"technolgy"' in field.values


def test_ravenstack(exports: Exports) -> None:
    folder = outside("ravenstack")
    report = exports.run(folder)
    assert report.rejected == 0
    assert Counter(row.kind for row in exports.all(RelatedRecord)) == {
        "subscription": 5000, "feature_usage": 25_000, "churn_event": 600,
    }  # fmt: skip
    assert (exports.count(Account), exports.count(Interaction)) == (500, 2000)
    subscriptions = {
        row["subscription_id"]: row["account_id"] for row in rows_of(folder / "ravenstack_subscriptions.csv")
    }
    usage = rows_of(folder / "ravenstack_feature_usage.csv")
    with exports.store.read() as session:
        query = (
            select(RelatedRecord.external_id, Account.external_id)
            .join(Account)
            .where(RelatedRecord.kind == "feature_usage")
        )
        reached = Counter(account for _, account in session.execute(query))
    assert reached == Counter(subscriptions[row["subscription_id"]] for row in usage)
    ticket = exports.one(Interaction, external_id="T-0024de")
    assert ticket.kind == Kind.TICKET
    assert ticket.attributes["resolution_time_hours"] == 27
    assert ticket.attributes["escalation_flag"] is False
    assert ticket.attributes["closed_at"] == "2023-07-28T03:00:00"
    assert exports.one(Field, entity="interaction", key="resolution_time_hours").unit == "hours"
    refund = exports.one(Field, entity="churn_event", key="refund_amount_usd")
    assert (refund.type, refund.unit) == ("money", "USD")
    again = exports.run(folder)
    assert sum(item.new + item.changed for item in again.files) == 0
    assert exports.count(RelatedRecord) == 30_600


@pytest.mark.parametrize(
    ("name", "entity", "rows"),
    [
        ("d1_deals.csv", "deal", 207),
        ("d2_emails.csv", "interaction", 306),
        ("d4_reps.csv", "user", 100),
        ("d5_performance.csv", "related", 144),
    ],
)
def test_sales_emails_each_on_its_own(exports: Exports, name: str, entity: str, rows: int) -> None:
    report = exports.run(outside("sales_emails") / name)
    assert [(item.entity, item.new, item.rejected) for item in report.files] == [(entity, rows, 0)]
    again = exports.run(outside("sales_emails") / name)
    assert [(item.new, item.changed, item.unchanged) for item in again.files] == [(0, 0, rows)]


def test_a_file_of_mixed_records_is_taken_apart(exports: Exports) -> None:
    report = exports.run(outside("sales_emails") / "d3_records.csv")
    assert {item.kind or item.entity: item.new for item in report.files} == {"deal": 77, "lead": 77, "interaction": 63}
    assert Counter(row.kind for row in exports.all(Interaction)) == {Kind.MEETING: 63}
    assert any("last_activity_days" in note for note in of(report, "d3_records.csv", "interaction").notes)


def test_sales_emails_know_both_sides(exports: Exports) -> None:
    folder = outside("sales_emails")
    report = exports.run(folder / "d2_emails.csv")
    assert column(report.files[0], "content").field == "text"
    assert any("no date" in note for note in report.files[0].notes)
    with exports.store.read() as session:
        letter = session.scalars(select(Interaction).where(Interaction.thread == "T1001")).one()
        assert (letter.kind, letter.direction) == (Kind.EMAIL, "in")
        assert letter.text.startswith("We're excited")
        assert [contact.email for contact in letter.contacts] == ["customer@client.com"]
        assert letter.attributes["sentiment"] == "Positive"
        reply = session.scalars(select(Interaction).where(Interaction.thread == "T1003")).one()
        assert reply.direction == "out"
    assert exports.count(Contact) > 300


def test_the_whole_folder_of_samples(exports: Exports) -> None:
    report = exports.run(outside("sales_emails"))
    assert sum(item.new for item in report.files) == 207 + 306 + 217 + 100 + 144
    assert report.rejected == 0
