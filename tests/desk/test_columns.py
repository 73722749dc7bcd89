"""Changes of a source's columns: they wait until an admin keeps or ignores them, and what is ignored stays out."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1] / "intake"))

from intake_kit import Handed, House, people

from crm.errors import RejectedError
from crm.intake.columns import ColumnBook
from crm.intake.event import Change, Event
from crm.model import Account, AuditEntry, Interaction
from crm.staff import Staff

OLD = {"account": {"name": "text", "tier": "text"}, "ticket": {"status": "text"}}
NEW = {"account": {"name": "text", "tier": "number", "secret": "text"}, "ticket": {"status": "text", "colour": "text"}}


@pytest.fixture
def house(store, tenant_id, clock):
    made = House(store, tenant_id, clock)
    people(store, tenant_id)
    made.book = ColumnBook(store, clock)
    made.crm = made.source("crm", Handed([], columns=OLD))
    made.sync.run(made.crm.id)
    made.connectors["crm"] = Handed([], [], columns=NEW)
    made.sync.run(made.crm.id)
    return made


def brings(house, number, **values):
    """A look that brings one account and one ticket more."""
    items = [
        Change(key=f"a{number}", entity="account", values={"name": f"Client {number}", **values}),
        Event(key=f"t{number}", kind="ticket", occurred_at=house.clock.now(), text="It broke.",
              attributes={"status": "open", "colour": "red"}),
    ]  # fmt: skip
    house.connectors["crm"] = Handed(*[[] for _ in range(number)], items)
    house.sync.run(house.crm.id)
    house.chain.run(house.tenant_id)
    with house.store.read() as session:
        row = session.scalar(select(Account).where(Account.name == f"Client {number}"))
        talk = session.scalar(select(Interaction).order_by(Interaction.id.desc()))
        return row.attributes, talk.attributes


def wait_for(house, column):
    return next(each for each in house.book.waiting(house.tenant_id) if each.column == column)


def test_changes_wait_until_somebody_decides(house):
    waiting = house.book.waiting(house.tenant_id)
    assert {each.column: each.ignorable for each in waiting} == {"secret": True, "tier": True, "colour": True}
    for each in waiting:
        assert "kept" in house.book.decide(house.tenant_id, each.id, "keep", by=None)
    assert house.book.waiting(house.tenant_id) == []
    attributes, ticket = brings(house, 7, secret="x", tier=3)
    assert attributes == {"secret": "x", "tier": 3}
    assert ticket["colour"] == "red"
    with house.store.read() as session:
        actions = list(session.scalars(select(AuditEntry.action)))
    assert actions.count("column.keep") == 3


def test_what_is_ignored_stays_out_until_it_is_taken_up_again(house):
    for column in ("secret", "colour"):
        assert "ignored" in house.book.decide(house.tenant_id, wait_for(house, column).id, "ignore", by=None)
    attributes, ticket = brings(house, 7, secret="x", tier=3)
    assert attributes == {"tier": 3}
    assert "colour" not in ticket
    assert [(each.kind, each.column) for each in house.book.ignored(house.tenant_id)] == [
        ("account", "secret"), ("ticket", "colour"),
    ]  # fmt: skip
    house.book.take_up(house.tenant_id, "crm", "account", "secret", by=None)
    attributes, ticket = brings(house, 9, secret="y", tier=3)
    assert attributes["secret"] == "y"
    assert "colour" not in ticket


def test_what_cannot_be_left_out_is_refused(house):
    house.connectors["crm"] = Handed([], [], [], columns={"account": {"name": "number"}, "ticket": {"status": "text"}})
    house.sync.run(house.crm.id)
    for column in ("name", "secret"):  # one that rows are known by, and one that is gone
        newest = [each for each in house.book.waiting(house.tenant_id) if each.column == column][-1]
        with pytest.raises(RejectedError, match="cannot be left out"):
            house.book.decide(house.tenant_id, newest.id, "ignore", by=None)
    with pytest.raises(RejectedError, match="keep, ignore"):
        house.book.decide(house.tenant_id, newest.id, "delete", by=None)
    with pytest.raises(RejectedError, match="not there any more"):
        house.book.decide(house.tenant_id, 999_999, "keep", by=None)
    with pytest.raises(RejectedError, match="not ignored"):
        house.book.take_up(house.tenant_id, "crm", "account", "secret", by=None)


def test_only_an_admin_decides(house):
    rep = Staff(house.store, house.clock).add(house.tenant_id, "rep@northwind.example", by=None)
    each = wait_for(house, "secret")
    with pytest.raises(RejectedError):
        house.book.decide(house.tenant_id, each.id, "ignore", by=rep)
    assert wait_for(house, "secret") == each
