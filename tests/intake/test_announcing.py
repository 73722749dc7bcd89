"""What changed is told: each committed change, none that was rolled back, whoever wrote it and by which way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from crm.errors import RetryableError
from crm.intake.announcing import MOST, Announcements, Changed
from crm.intake.event import Page
from crm.intake.sources import SourceBook
from crm.intake.sync import Sync
from crm.intake.triggers import TABLES, install, installed, restore
from crm.model import Account, Announcement, Deal, Interaction, Kind, Tenant


class Herald:
    """A connector that tells; it fails where it is told to."""

    def __init__(self) -> None:
        self.told: list[Changed] = []
        self.fails_after: int | None = None

    def pages(self, _cursor):
        return iter([Page()])

    def announce(self, changes):
        for change in changes:
            if self.fails_after is not None and len(self.told) >= self.fails_after:
                raise RetryableError("It does not answer.")
            self.told.append(change)

    def close(self):
        pass


class House:
    def __init__(self, store, clock, tenant_id):
        self.store, self.clock, self.tenant_id = store, clock, tenant_id
        self.book = SourceBook(store, clock)
        self.herald = Herald()
        self.source = self.book.add(tenant_id, "bus", "rabbitmq", {}, timedelta(hours=1), announces=True)
        self.sync = Sync(store, clock, sources=self.book, connect=lambda _: self.herald, wake=lambda _: None)

    def row(self, model, **values):
        now = self.clock.now()
        at = {"tenant_id": self.tenant_id, "created_at": now, "updated_at": now, "attributes": {}}
        return model(**at | values)

    def add(self, model=Account, **values) -> int:
        row = self.row(model, **values)
        with self.store.write() as session:
            session.add(row)
        return row.id

    def look(self):
        found = self.sync.run(self.source.id)
        told = [(each.entity, each.row_id, each.version, each.gone) for each in self.herald.told]
        self.herald.told.clear()
        return found, told

    def waiting(self) -> int:
        with self.store.read() as session:
            return len(session.scalars(select(Announcement)).all())


@pytest.fixture
def house(any_store, any_tenant_id, clock):
    return House(any_store, clock, any_tenant_id)


def test_each_way_of_writing_is_told(house):
    one = house.add(name="Acme")
    with house.store.write() as session:
        session.get_one(Account, one).name = "Acme Ltd"
    _, told = house.look()
    assert told == [("account", one, 2, False)]  # two changes that wait are told as one
    with house.store.write() as session:
        session.execute(update(Account).values(version=Account.version + 1))
        values = {"tenant_id": house.tenant_id, "attributes": {}, "version": 1}
        times = {"created_at": house.clock.now(), "updated_at": house.clock.now()}
        session.execute(insert(Account), [{"name": f"Bulk {number}", **values, **times} for number in range(3)])
    found, told = house.look()
    assert found.announced == 4
    assert sorted((entity, version) for entity, _, version, _ in told) == [("account", 1)] * 3 + [("account", 3)]
    with house.store.write() as session:
        session.execute(delete(Account).where(Account.id == one))
    assert house.look()[1] == [("account", one, 3, True)]
    assert house.look()[1] == []


def test_what_is_rolled_back_is_never_told(house):
    with pytest.raises(ZeroDivisionError), house.store.write() as session:
        session.add(house.row(Account, name="Nobody"))
        session.flush()
        raise ZeroDivisionError
    assert house.look()[1] == []


def test_what_leaves_the_version_alone_is_no_change(house):
    note = {"source": "log", "external_id": "1", "kind": Kind.NOTE, "text": "Hello.", "occurred_at": house.clock.now()}
    identity = house.add(Interaction, **note)
    assert house.look()[1] == [("interaction", identity, 1, False)]
    with house.store.write() as session:
        session.execute(update(Interaction).values(indexed_version=1))
    assert house.look()[1] == []


def test_only_ids_and_numbers_are_told():
    change = Changed(3, "deal", 17, 4, gone=False)
    assert change.message() == {
        "type": "record.changed",
        "tenant": 3,
        "kind": "deal",
        "id": 17,
        "version": 4,
        "gone": False,
    }
    assert change.identity == "3:deal:17:4"
    assert Changed(3, "deal", 17, 4, gone=True).identity != change.identity


def test_what_was_not_taken_is_told_again(house):
    ids = [house.add(name=f"Account {number}") for number in range(5)]
    house.herald.fails_after = 3
    found, told = house.look()
    assert (found.error, len(told), house.waiting()) == ("It does not answer.", 3, 5)
    house.herald.fails_after = None
    house.book.resume(house.tenant_id, "bus")
    found, told = house.look()
    assert [row for _, row, _, _ in told] == ids
    assert (found.error, house.waiting()) == (None, 0)


def test_a_long_backlog_goes_in_batches(house):
    now = house.clock.now()
    row = {"tenant_id": house.tenant_id, "attributes": {}, "version": 1, "created_at": now, "updated_at": now}
    with house.store.write() as session:
        session.execute(insert(Account), [{"name": f"Bulk {number}", **row} for number in range(MOST + 20)])
    found, _ = house.look()
    assert (found.announced, house.waiting()) == (MOST + 20, 0)


def test_news_make_a_source_due_but_not_one_that_fails(house):
    house.look()
    assert house.book.due() == []
    house.add(name="Acme")
    assert house.book.due() == [(house.tenant_id, house.source.id)]
    house.herald.fails_after = 0
    house.look()
    assert house.book.due() == []
    house.clock.instant += timedelta(minutes=1)
    assert house.book.due() == [(house.tenant_id, house.source.id)]


def test_only_the_tenant_of_the_source_is_told_of(house):
    with house.store.write() as session:
        session.add(Tenant(name="Other", created_at=house.clock.now()))
    with house.store.read() as session:
        other = session.scalars(select(Tenant.id).where(Tenant.name == "Other")).one()
    house.add(tenant_id=other, name="Theirs")
    assert house.look()[1] == []


def test_a_tenant_and_a_source_go_with_what_waited(house):
    account = house.add(name="Acme")
    house.add(Deal, name="Roof", account_id=account)
    assert house.waiting() == 2
    house.book.remove(house.tenant_id, "bus")
    assert house.waiting() == 0
    house.book.add(house.tenant_id, "bus", "rabbitmq", {}, timedelta(hours=1), announces=True)
    house.add(name="Globex")
    with house.store.write() as session:
        session.execute(delete(Tenant).where(Tenant.id == house.tenant_id))
    assert house.waiting() == 0


def test_without_such_a_source_nothing_is_noted(store, tenant_id, clock):
    book = SourceBook(store, clock)
    book.add(tenant_id, "mail", "imap", {}, timedelta(hours=1))
    assert not installed(store)
    restore(store)
    assert not installed(store)


def test_triggers_that_a_rebuilt_table_lost_are_made_again(store, tenant_id, clock):
    house = House(store, clock, tenant_id)
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER announce_deals_update"))
    assert not installed(store)
    restore(store)
    assert installed(store)
    install(store)
    assert set(TABLES.values()) == {"accounts", "contacts", "deals", "interactions", "tasks"}
    assert Announcements(store, clock).waiting(house.tenant_id) == 0
