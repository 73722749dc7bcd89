"""Looks at sources: what a page brought and where it ended are one; what fails is noted and tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from intake_kit import Handed, House, mail, people
from sqlalchemy import func, select

from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, UnauthorizedError
from crm.intake.event import Change
from crm.model import Account, Contact, Deal, InboxItem, Outcome, SourceDrift, SourceState, StageChange


@pytest.fixture
def house(any_store, any_tenant_id, clock):
    made = House(any_store, any_tenant_id, clock)
    made.ids = people(any_store, any_tenant_id)
    return made


def counted(house, table):
    with house.store.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_what_came_before_a_failure_stays_and_the_next_look_goes_on_from_there(house):
    first, second = [mail("1", "jane@acme.com")], [mail("2", "jane@acme.com")]
    source = house.source("mail", Handed(first, then=RetryableError("The mailbox does not answer.")))
    look = house.sync.run(source.id)
    assert (look.new, look.error) == (1, "The mailbox does not answer.")
    house.connectors["mail"] = Handed(first, second)
    look = house.sync.run(source.id)
    assert (look.new, look.known, look.error) == (1, 0, None)
    assert house.woken == [house.tenant_id] * 2
    assert counted(house, InboxItem) == 2


@pytest.mark.parametrize(
    ("error", "state", "seconds"),
    [
        (BusyError("Slow down.", timedelta(minutes=7)), SourceState.ON, 420),
        (RetryableError("Down."), SourceState.ON, 30),
        (ZeroDivisionError("oops"), SourceState.ON, 30),
        (UnauthorizedError("The password is no longer taken."), SourceState.REFUSED, None),
        (RejectedError("There is no such folder."), SourceState.REFUSED, None),
    ],
)
def test_a_failure_is_met_by_its_kind(house, clock, error, state, seconds):
    source = house.source("mail", Handed(then=error))
    house.sync.run(source.id)
    after = house.sources.get(house.tenant_id, "mail")
    assert (after.state, after.failures) == (state, 1)
    assert "oops" not in after.reason
    if seconds is None:
        assert house.sources.due() == []
        house.sources.resume(house.tenant_id, "mail")
    else:
        assert after.next_at == clock.now() + timedelta(seconds=seconds)
        clock.instant += timedelta(seconds=seconds)
    assert house.sources.due() == [(house.tenant_id, source.id)]


def test_a_failing_source_is_asked_less_and_less_often(house, clock):
    source = house.source("mail", Handed(then=RetryableError("Down.")))
    waits = []
    for _ in range(12):
        house.sync.run(source.id)
        waits.append(house.sources.get(house.tenant_id, "mail").next_at - clock.now())
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


def test_only_one_looks_at_a_time_and_a_look_that_died_is_taken_up(house, clock):
    source = house.source("mail", Handed([mail("1", "jane@acme.com")]))
    assert house.sources.lease(source.id) is not None
    assert house.sync.run(source.id) is None
    clock.instant += timedelta(minutes=11)
    assert house.sync.run(source.id).new == 1


def test_a_paused_source_is_not_due(house):
    house.source("mail", Handed())
    house.sources.pause(house.tenant_id, "mail")
    assert house.sources.due() == []


@pytest.mark.parametrize("name", ["", "Sales Box", "slack", "log", "import", "x" * 70, "../mail", "a\nb"])
def test_a_source_needs_a_usable_name(house, name):
    with pytest.raises(RejectedError):
        house.source(name, Handed())


def test_two_sources_have_two_names(house):
    house.source("mail", Handed())
    with pytest.raises(RejectedError, match="already"):
        house.source("mail", Handed())


def test_drift_is_noticed_once_and_loses_nothing(house):
    columns = {"ticket": {"status": "text", "priority": "number", "tags": "text"}}
    source = house.source("desk", Handed([], columns=columns))
    assert house.sync.run(source.id).drifts == []
    changed = {"ticket": {"status": "text", "priority": "text", "channel": "text"}}
    for expected in (3, 0):
        house.connectors["desk"] = Handed([], [], [], columns=changed)
        assert len(house.sync.run(source.id).drifts) == expected
    assert counted(house, SourceDrift) == 3


def change(key, entity, revision="", deleted=False, **values):
    return Change(key=key, entity=entity, revision=revision, values=values, deleted=deleted)


def test_rows_of_another_system_are_found_here_or_made(house):
    house.take(
        change("c1", "account", name="ACME Inc", domain="acme.com", industry="Retail", tier="gold"),
        change("c2", "account", name="Initech"),
        change("p1", "contact", name="Bill L", email="bill@initech.example", account="c2"),
        change(
            "d1",
            "deal",
            name="Printers",
            account="c2",
            stage="Proposal",
            amount="1200.50",
            owner="Dana@northwind.example",
        ),
        source="hubspot",
    )
    with house.store.read() as session:
        acme = session.get_one(Account, house.ids["Acme"])
        assert (acme.name, acme.industry, acme.attributes["tier"]) == ("ACME Inc", "Retail", "gold")
        initech = session.scalar(select(Account).where(Account.name == "Initech"))
        assert session.scalar(select(Contact.account_id).where(Contact.name == "Bill L")) == initech.id
        deal = session.scalar(select(Deal))
        assert (deal.account_id, deal.amount, deal.owner_id, deal.outcome) == (
            initech.id, 1200.5, house.ids["Dana Reyes"], Outcome.OPEN
        )  # fmt: skip
    assert counted(house, Account) == 3


def test_what_a_person_put_right_stays_though_the_source_tells_the_old_again(house):
    house.take(change("c1", "account", "1", name="Acme", domain="acme.com", industry="Retail"), source="hubspot")
    with house.store.write() as session:
        session.get_one(Account, house.ids["Acme"]).industry = "Wholesale"
    again = change("c1", "account", "2", name="Acme", domain="acme.com", industry="Retail", country="Norway")
    house.connectors["hubspot"] = Handed([], [again])
    house.sync.run(house.sources.get(house.tenant_id, "hubspot").id)
    house.chain.run(house.tenant_id)
    with house.store.read() as session:
        acme = session.get_one(Account, house.ids["Acme"])
        assert (acme.industry, acme.country) == ("Wholesale", "Norway")


def test_a_stage_change_is_history_and_a_deleted_row_is_marked(house):
    house.take(change("d1", "deal", "1", name="Printers", stage="Proposal"), source="hubspot")
    later = [change("d1", "deal", "2", name="Printers", stage="Closed Won"), change("d1", "deal", "3", deleted=True)]
    house.connectors["hubspot"] = Handed([], later)
    house.sync.run(house.sources.get(house.tenant_id, "hubspot").id)
    house.chain.run(house.tenant_id)
    with house.store.read() as session:
        deal = session.scalar(select(Deal))
        assert deal.outcome is Outcome.WON
        assert deal.attributes["deleted_at_source"] == house.clock.now().date().isoformat()
        steps = [(step.from_stage, step.to_stage) for step in session.scalars(select(StageChange))]
        assert steps == [(None, "Proposal"), ("Proposal", "Closed Won")]


@pytest.mark.parametrize(("name", "value"), [("amount", "a lot"), ("close_date", "soon")])
def test_a_row_that_cannot_be_read_is_parked_in_words(house, name, value):
    house.take(change("d1", "deal", name="Printers", **{name: value}), source="hubspot")
    with house.store.read() as session:
        item = session.scalar(select(InboxItem))
        assert item.state.value == "parked"
        assert name in item.reason
        assert value not in item.reason
