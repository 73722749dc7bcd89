"""Rows of another system's record: fields of any name, rows that come back, stages that mean something there."""

from __future__ import annotations

import pytest
from intake_kit import Handed, House, people
from sqlalchemy import select

from crm.intake.event import Change
from crm.model import Account, Deal, Outcome, SourceRow


@pytest.fixture
def house(store, tenant_id, clock):
    made = House(store, tenant_id, clock)
    people(store, tenant_id)
    made.source("crm", Handed([]))
    return made


def tell(house, *changes):
    house.connectors["crm"] = Handed([], list(changes))
    assert house.sync.run(house.sources.get(house.tenant_id, "crm").id).error is None
    house.sources.resume(house.tenant_id, "crm")
    with house.store.write() as session:
        session.merge(house.sources.get(house.tenant_id, "crm")).cursor = {}
    house.chain.run(house.tenant_id)


def row(house, table):
    with house.store.read() as session:
        return session.scalars(select(table).order_by(table.id.desc())).first()


@pytest.mark.parametrize(
    "name", ["version", "id", "tenant_id", "attributes", "metadata", "parent", "external_id", "registry"]
)
def test_a_field_that_is_called_like_a_part_of_the_row_is_an_attribute(house, name):
    tell(house, Change(key="1", entity="account", values={"name": "Initech", name: "theirs"}))
    account = row(house, Account)
    assert account.attributes == {name: "theirs"}
    assert (account.tenant_id, account.external_id) == (house.tenant_id, "crm:1")


def test_a_row_that_is_there_again_is_not_marked_any_more(house):
    given = {"key": "1", "entity": "account", "values": {"name": "Initech"}}
    tell(house, Change(**given, revision="1"))
    tell(house, Change(key="1", entity="account", revision="2", deleted=True))
    assert "deleted_at_source" in row(house, Account).attributes
    tell(house, Change(**given, revision="3"))
    assert row(house, Account).attributes == {}


def test_a_row_that_was_removed_here_comes_again_and_stays_known(house):
    given = {"key": "1", "entity": "account"}
    tell(house, Change(**given, revision="1", values={"name": "Initech"}))
    with house.store.write() as session:
        session.delete(session.scalars(select(Account).where(Account.name == "Initech")).one())
    tell(house, Change(**given, revision="2", values={"name": "Initech"}))
    tell(house, Change(**given, revision="3", values={"name": "Initech AG"}))
    account = row(house, Account)
    assert account.name == "Initech AG"
    assert row(house, SourceRow).row_id == account.id


@pytest.mark.parametrize(
    ("stage", "meant", "outcome"),
    [
        ("Signed", "won", Outcome.WON),
        ("No budget", "lost", Outcome.LOST),
        ("Won them over", "open", Outcome.OPEN),
        ("Closed Won", None, Outcome.WON),
        ("Closed Won", "maybe", Outcome.WON),
    ],
)
def test_a_new_stage_means_what_the_source_says(house, stage, meant, outcome):
    tell(house, Change(key="1", entity="deal", values={"name": "Printers", "stage": stage, "outcome": meant}))
    assert row(house, Deal).outcome is outcome
    assert "outcome" not in row(house, Deal).attributes
