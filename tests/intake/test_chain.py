"""What sources bring becomes the record: linked, once, in step with what the source tells now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from intake_kit import WHEN, Handed, House, mail, people
from sqlalchemy import func, select, update

from crm.intake.event import Broken, Event, Party
from crm.intake.journal import Journal
from crm.model import Contact, InboxItem, InboxState, Interaction, Kind, Tenant


@pytest.fixture
def house(any_store, any_tenant_id, clock):
    made = House(any_store, any_tenant_id, clock)
    made.ids = people(any_store, any_tenant_id)
    return made


def rows(house):
    with house.store.read() as session:
        found = session.scalars(select(Interaction).order_by(Interaction.id)).all()
        for row in found:
            row.met = sorted(each.name for each in row.contacts)
            row.wrote = row.sender and row.sender.name
        return found


def states(house):
    with house.store.read() as session:
        return [(item.state.value, item.reason) for item in session.scalars(select(InboxItem).order_by(InboxItem.id))]


@pytest.mark.parametrize(
    ("sender", "to", "wrote"),
    [
        ("jane@acme.com", ["dana@northwind.example", "omar@acme.com"], "Jane Miller"),
        ("dana@northwind.example", ["jane@acme.com"], None),
        ("new@acme.com", ["dana@northwind.example", "jane@acme.com"], "new@acme.com"),
    ],
)
def test_the_client_who_wrote_is_kept(house, sender, to, wrote):
    house.take(mail("1", sender, *to))
    (row,) = rows(house)
    assert row.wrote == wrote


def test_people_are_matched_by_address_and_the_client_by_its_people(house):
    house.take(mail("1", "jane@acme.com", "dana@northwind.example", "omar@acme.com"))
    (row,) = rows(house)
    assert (row.account_id, row.user_id, row.met) == (
        house.ids["Acme"], house.ids["Dana Reyes"], ["Jane Miller", "Omar Haddad"]
    )  # fmt: skip
    assert row.direction == "in"


def test_a_mail_of_ours_goes_out(house):
    house.take(mail("1", "priya@northwind.example", "jane.cole@globex.io"))
    (row,) = rows(house)
    assert (row.direction, row.user_id, row.account_id) == ("out", house.ids["Priya Nair"], house.ids["Globex"])


def test_somebody_new_at_a_known_domain_becomes_a_contact_of_that_client(house):
    new = mail("1", "x@northwind.example", parties=(Party(role="from", name="Li Wei", address="li@eu.acme.com"),))
    house.take(new)
    (row,) = rows(house)
    assert (row.account_id, row.met) == (house.ids["Acme"], ["Li Wei"])
    with house.store.read() as session:
        assert session.scalar(select(Contact.account_id).where(Contact.name == "Li Wei")) == house.ids["Acme"]


def test_a_stranger_at_no_client_is_kept_and_made_nobody(house):
    house.take(mail("1", "someone@gmail.com", "dana@northwind.example"))
    (row,) = rows(house)
    assert (row.account_id, row.met, row.user_id) == (None, [], house.ids["Dana Reyes"])


def test_what_two_clients_write_about_goes_to_the_one_who_sent_it(house):
    house.take(mail("1", "jane.cole@globex.io", "jane@acme.com", "dana@northwind.example"))
    assert rows(house)[0].account_id == house.ids["Globex"]
    assert rows(house)[0].met == ["Jane Cole", "Jane Miller"]


def test_a_name_is_matched_only_where_it_can_mean_one(house):
    talk = Event(key="1", kind=Kind.MEETING, occurred_at=WHEN, account="Acme", text="Jane Miller: Hi",
                 parties=(Party(role="speaker", name="jane miller"), Party(role="speaker", name="Jane")))  # fmt: skip
    house.take(talk)
    assert rows(house)[0].met == ["Jane Miller"]


def test_mail_among_colleagues_and_from_machines_is_skipped_and_said(house):
    house.take(
        mail("1", "dana@northwind.example", "priya@northwind.example"),
        mail("2", "it@northwind.example", "priya@northwind.example"),
        mail("3", "jane@acme.com", "dana@northwind.example", attributes={"automatic": "auto-reply"}),
        mail("4", "jane@acme.com", "dana@northwind.example"),
    )
    assert [row.external_id for row in rows(house)] == ["4"]
    assert states(house) == [
        ("skipped", "among colleagues alone"), ("skipped", "among colleagues alone"),
        ("skipped", "written by a machine"), ("done", None),
    ]  # fmt: skip


def test_the_team_may_keep_what_is_skipped_by_default(house):
    with house.store.write() as session:
        session.get_one(Tenant, house.tenant_id).settings = {"intake": {"internal": "keep", "strangers": "skip"}}
    house.take(mail("1", "dana@northwind.example", "priya@northwind.example", text="lunch?"), mail("2", "a@b.example"))
    assert [(state, reason) for state, reason in states(house)] == [
        ("skipped", "nobody in it is known"), ("skipped", "nobody in it is known")
    ]  # fmt: skip


def test_the_same_delivered_again_changes_nothing(house):
    source = house.source("mail", Handed([mail("1", "jane@acme.com")]))
    for _ in range(3):
        house.sync.run(source.id)
        with house.store.write() as session:  # as after a crash that lost the cursor
            session.execute(update(type(source)).values(cursor={}))
        house.chain.run(house.tenant_id)
    assert len(rows(house)) == 1
    assert rows(house)[0].version == 1


def test_a_later_revision_replaces_what_was_told(house):
    house.take(mail("1", "jane@acme.com", text="It is broken", revision="a"), source="desk")
    house.connectors["desk"] = Handed([], [mail("1", "jane@acme.com", text="It works again", revision="b")])
    house.sync.run(house.sources.get(house.tenant_id, "desk").id)
    house.chain.run(house.tenant_id)
    (row,) = rows(house)
    assert row.text == "It works again"
    assert row.version > 1
    assert row.indexed_version == 0


def test_what_was_told_earlier_and_comes_later_changes_nothing(house):
    new, old = WHEN + timedelta(hours=2), WHEN + timedelta(hours=1)
    house.take(mail("1", "jane@acme.com", text="It works again", revision="b", changed_at=new), source="desk")
    house.connectors["desk"] = Handed([], [mail("1", "jane@acme.com", text="Broken", revision="a", changed_at=old)])
    house.sync.run(house.sources.get(house.tenant_id, "desk").id)
    house.chain.run(house.tenant_id)
    assert [row.text for row in rows(house)] == ["It works again"]


def test_one_mail_in_two_mailboxes_is_one(house):
    house.take(mail("a/1", "jane@acme.com", "dana@northwind.example", identity="<x@acme>"), source="dana-box")
    house.take(mail("b/9", "jane@acme.com", "priya@northwind.example", identity="<x@acme>"), source="priya-box")
    (row,) = rows(house)
    assert row.source == "dana-box"
    assert [state for state, _ in states(house)] == ["done", "done"]


@pytest.mark.parametrize(("minutes", "same"), [(0, 1), (10, 1), (40, 2)])
def test_a_meeting_of_the_calendar_and_its_transcript_are_one(house, minutes, same):
    dana = Party(role="host", address="dana@northwind.example")
    planned = Event(key="uid", kind=Kind.MEETING, occurred_at=WHEN, subject="Review", identity="uid@cal",
                    parties=(dana, Party(role="attendee", address="jane@acme.com")))  # fmt: skip
    said = Event(key="z", kind=Kind.CALL, occurred_at=WHEN + timedelta(minutes=minutes), account="Acme",
                 text="Jane Miller: We need a lower price.", parties=(dana,))  # fmt: skip
    house.take(planned, source="calendar")
    house.take(said, source="zoom")
    found = rows(house)
    assert len(found) == same
    assert found[-1].text == "Jane Miller: We need a lower price."


def test_one_bad_item_holds_up_no_other_and_is_parked_with_its_reason(house):
    bad = mail("2", "jane@acme.com", text="odd")
    redact = house.capture._redactor.redact

    def refuses(tenant_id, texts, about=()):
        if "odd" in texts:
            raise ValueError("cannot be read")
        return redact(tenant_id, texts, about)

    house.capture._redactor.redact = refuses
    house.take(mail("1", "jane@acme.com"), bad, mail("3", "jane@acme.com"), Broken(key="4", reason="No date in it."))
    assert [row.external_id for row in rows(house)] == ["1", "3"]
    assert states(house)[1] == ("received", "It could not be taken in (ValueError).")
    for _ in range(5):
        house.clock.instant += timedelta(minutes=1)
        house.chain.run(house.tenant_id)
    assert states(house)[1] == ("parked", "It could not be taken in (ValueError).")
    assert states(house)[3] == ("parked", "No date in it.")
    journal, source = Journal(house.store), house.sources.get(house.tenant_id, "mail")
    assert {each.key: each.stage for each in journal.entries(source)} == {
        "1": "captured", "2": "parked", "3": "captured", "4": "parked"
    }  # fmt: skip
    house.capture._redactor.redact = redact
    assert journal.retry(source) == 2
    house.chain.run(house.tenant_id)
    assert [row.external_id for row in rows(house)] == ["1", "3", "2"]


def test_every_item_of_many_is_taken_in_once(house):
    assert house.take(*(mail(str(n), "jane@acme.com", text=f"mail {n}") for n in range(300))) == 300
    with house.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Interaction)) == 300
        assert session.scalar(select(func.count()).where(InboxItem.state == InboxState.DONE)) == 300
