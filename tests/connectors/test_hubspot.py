"""HubSpot's objects and what happened to them, as the record hears of them."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from connecting import context
from contract import items, last_cursor, looked
from hubspot_world import HubSpotWorld
from servers.hubspot import BEGAN, TOKEN, iso
from servers.vendor import Fault
from sqlalchemy import select

from connectors.hubspot.marker import body_of, key_in, mark
from connectors.hubspot.place import millis
from connectors.hypertext import plain
from connectors.registry import module_of, settings_of
from crm.errors import RetryableError
from crm.intake.connector import UnauthorizedError
from crm.intake.event import Broken, Change
from crm.model import Account, Contact, Deal, Interaction, Kind

sys.path.append(str(Path(__file__).parents[1] / "intake"))
from intake_kit import House, people

FIRST_ID = 101


@pytest.fixture
def hub(clock):
    made = HubSpotWorld(clock)
    yield made
    made.close()


def told(hub, cursor=None, **settings):
    return looked(hub.make(**settings), cursor or {})


def later(hub, minutes: float) -> int:
    """Some minutes go by; what time it is then."""
    hub.clock.instant += timedelta(minutes=minutes)
    hub.server.now = millis(hub.clock.now())
    return hub.server.now


def company(hub, **more):
    given = {"name": "Acme GmbH", "domain": "acme.com", "industry": "COMPUTER_SOFTWARE", "hubspot_owner_id": "501"}
    return hub.server.add("companies", **{**given, **more})


def test_a_company_is_an_account(hub):
    identity = company(hub, numberofemployees="120", annualrevenue="1500000.5", city="Berlin", tier="g", seats="12")
    (change,) = items(told(hub))
    assert (change.entity, change.key, change.deleted) == ("account", f"companies/{identity}", False)
    assert change.revision == str(BEGAN + 60_000)
    assert {name: value for name, value in change.values.items() if value is not None} == {
        "name": "Acme GmbH",
        "domain": "acme.com",
        "industry": "Computer software",
        "employees": 120,
        "annual_revenue": 1500000.5,
        "owner": "dana@northwind.example",
        "City": "Berlin",
        "Tier": "Gold",
        "Seats": 12,
    }


def test_a_label_never_passes_for_a_column(hub):
    company(hub, contact_lens="true")
    (change,) = items(told(hub))
    assert change.values["Contact (contact_lens)"] is True
    assert "contact" not in change.values


def test_several_choices_are_told_by_their_labels(hub):
    company(hub, tier="s;g")
    (change,) = items(told(hub))
    assert change.values["Tier"] == "Silver, Gold"


def test_a_contact_is_at_its_primary_company(hub):
    other, first = company(hub), company(hub)
    contact = hub.server.add("contacts", firstname="Jane", lastname="Miller", email="jane@acme.com", jobtitle="CTO")
    hub.server.link("contacts", contact, "companies", other, "Former employer")
    hub.server.link("contacts", contact, "companies", first, "Primary")
    change = items(told(hub))[-1]
    assert change.values["account"] == f"companies/{first}"
    assert (change.values["name"], change.values["title"]) == ("Jane Miller", "CTO")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"email": "jane@acme.com"}, "jane@acme.com"),
        ({"phone": "+49 30 1"}, "+49 30 1"),
        ({"lastname": "Miller"}, "Miller"),
        ({}, f"Contact {FIRST_ID}"),
    ],
)
def test_a_contact_without_a_name_goes_by_what_there_is(hub, given, name):
    hub.server.add("contacts", **given)
    (change,) = items(told(hub))
    assert change.values["name"] == name


def test_a_deal_has_its_stage_in_words_and_the_accounts_currency(hub):
    given = {"dealname": "Pumps", "dealstage": "closedwon", "amount": "900.5", "closedate": "2026-11-30T00:00:00Z"}
    hub.server.add("deals", createdate="2026-10-01T09:00:00Z", hubspot_owner_id="502", pipeline="default", **given)
    (change,) = items(told(hub))
    assert {name: value for name, value in change.values.items() if value is not None} == {
        "name": "Pumps",
        "stage": "Closed won",
        "outcome": "won",
        "amount": 900.5,
        "currency": "EUR",
        "opened_on": "2026-10-01T09:00:00Z",
        "close_date": "2026-11-30T00:00:00Z",
        "owner": "priya@northwind.example",
    }


def test_properties_are_told_with_their_types_and_those_of_hubspots_own_machinery_are_not(hub):
    columns = told(hub)[0].columns
    assert columns["account"]["Tier"] == "enumeration"
    assert columns["deal"]["Amount"] == "number"
    assert not {"Number of sessions", "Secret score"} & columns["account"].keys()


def test_rows_find_each_other_and_what_happened_finds_them(hub, store, tenant_id, clock):
    people(store, tenant_id)
    house = House(store, tenant_id, clock)
    firm = hub.server.add("companies", name="Initech", domain="initech.com")
    jo = hub.server.add("contacts", firstname="Jo", lastname="Bolt", email="jo@initech.com", hubspot_owner_id="501")
    deal = hub.server.add("deals", dealname="Boilers", dealstage="qualifiedtobuy", amount="7")
    note = hub.server.add("notes", hs_note_body="<p>Jo wants boilers.</p>", hubspot_owner_id="501")
    for kind, identity in (("contacts", jo), ("deals", deal), ("notes", note)):
        hub.server.link(kind, identity, "companies", firm)
    hub.server.link("deals", deal, "contacts", jo)
    hub.server.link("notes", note, "contacts", jo)
    hub.server.link("notes", note, "deals", deal)
    source = house.source("hub", hub.make())
    assert house.sync.run(source.id).error is None
    house.chain.run(tenant_id)
    with store.read() as session:
        account = session.scalar(select(Account).where(Account.name == "Initech"))
        contact = session.scalar(select(Contact).where(Contact.name == "Jo Bolt"))
        made = session.scalar(select(Deal).where(Deal.name == "Boilers"))
        happened = session.scalar(select(Interaction).where(Interaction.source == "hub"))
        assert contact.account_id == made.account_id == happened.account_id == account.id
        assert (made.contact_id, happened.deal_id) == (contact.id, made.id)
        assert [each.id for each in happened.contacts] == [contact.id]
        assert happened.user.name == "Dana Reyes"
        assert happened.text == "Jo wants boilers."


def test_a_stage_means_here_what_it_means_there(hub, store, tenant_id, clock):
    stages = hub.server.pipelines[0]["stages"]
    stages += [
        {"id": "9", "label": "Signed", "metadata": {"isClosed": "true", "probability": "1.0"}},
        {"id": "10", "label": "No budget", "metadata": {"isClosed": "true", "probability": "0.0"}},
    ]
    for stage in ("9", "10", "qualifiedtobuy"):
        hub.server.add("deals", dealname=stage, dealstage=stage)
    house = House(store, tenant_id, clock)
    house.sync.run(house.source("hub", hub.make()).id)
    house.chain.run(tenant_id)
    with store.read() as session:
        outcomes = {deal.stage: deal.outcome.value for deal in session.scalars(select(Deal))}
    assert outcomes == {"Signed": "won", "No budget": "lost", "Qualified to buy": "open"}


def test_a_note(hub):
    firm = company(hub)
    note = hub.server.add("notes", hs_note_body="<div>Wants <b>two</b> pumps.<br>And a hose &amp; clip</div>")
    hub.server.link("notes", note, "companies", firm)
    event = items(told(hub))[-1]
    assert (event.kind, event.key, event.account) == (Kind.NOTE, f"notes/{note}", "acme.com")
    assert event.text == "Wants two pumps.\nAnd a hose & clip"
    assert event.url == f"https://app-eu1.hubspot.com/contacts/77/record/0-2/{firm}?engagement={note}"


def test_an_email_by_its_headers(hub):
    headers = (
        '{"from": {"email": "Jane@Acme.com", "firstName": "Jane", "lastName": "Miller"},'
        ' "to": [{"email": "dana@northwind.example"}], "cc": [{"email": "omar@acme.com"}]}'
    )
    hub.server.add(
        "emails",
        hs_email_subject="Pumps",
        hs_email_text="They drip.",
        hs_email_direction="INCOMING_EMAIL",
        hs_email_status="SENT",
        hs_email_headers=headers,
        hs_email_message_id="<abc@mail.acme.com>",
        hs_email_thread_id="t1",
    )
    (event,) = items(told(hub))
    assert [(each.role, each.address) for each in event.parties] == [
        ("from", "jane@acme.com"),
        ("to", "dana@northwind.example"),
        ("cc", "omar@acme.com"),
    ]
    assert (event.direction, event.identity, event.thread) == ("in", "abc@mail.acme.com", "t1")
    assert (event.subject, event.text, event.attributes) == ("Pumps", "They drip.", {})


def test_an_email_without_headers_by_its_owner_and_contacts(hub):
    jane = hub.server.add("contacts", firstname="Jane", email="jane@acme.com")
    mail = hub.server.add("emails", hs_email_direction="EMAIL", hs_email_html="<p>Hi</p>", hubspot_owner_id="501")
    hub.server.link("emails", mail, "contacts", jane)
    event = items(told(hub))[-1]
    assert [(each.role, each.address) for each in event.parties] == [
        ("from", "dana@northwind.example"),
        ("to", "jane@acme.com"),
    ]
    assert event.text == "Hi"


def test_an_email_that_is_not_sent_is_told_when_it_is(hub):
    mail = hub.server.add("emails", hs_email_text="Soon", hs_email_status="SCHEDULED")
    first = told(hub)
    assert items(first) == []
    hub.server.change("emails", mail, later(hub, 5) - 1000, hs_email_status="SENT")
    assert [each.key for each in items(told(hub, last_cursor(first, {})))] == [f"emails/{mail}"]


def test_a_call_and_a_meeting(hub):
    hub.server.add(
        "calls",
        hs_call_title="About pumps",
        hs_call_body="<p>They drip</p>",
        hs_call_direction="INBOUND",
        hs_call_duration="150000",
        hs_call_status="COMPLETED",
    )
    hub.server.add(
        "meetings",
        hs_meeting_title="Review",
        hs_meeting_body="<ul><li>One</li><li>Two</li></ul>",
        hs_meeting_start_time="2026-11-02T09:00:00Z",
        hs_meeting_end_time="2026-11-02T09:45:00Z",
        hs_meeting_outcome="COMPLETED",
        hs_meeting_location="Berlin",
    )
    call, meeting = items(told(hub))
    assert (call.kind, call.subject, call.text, call.direction) == (Kind.CALL, "About pumps", "They drip", "in")
    assert call.attributes == {"duration_minutes": 2.5, "status": "completed"}
    assert meeting.occurred_at == datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert meeting.text == "- One\n\n- Two"
    assert meeting.attributes == {"duration_minutes": 45, "outcome": "completed", "location": "Berlin"}


def test_what_happened_is_told_as_it_came_about(hub):
    for kind in ("notes", "calls", "meetings", "emails", "notes", "calls"):
        hub.server.add(kind)
    assert [each.key.split("/")[0] for each in items(told(hub))] == [
        "notes",
        "calls",
        "meetings",
        "emails",
        "notes",
        "calls",
    ]


def test_a_change_is_told_once_more_and_nothing_else(hub):
    firm = company(hub)
    hub.server.add("notes", hs_note_body="One")
    first = told(hub)
    hub.server.change("companies", firm, later(hub, 3), name="Acme AG")
    later(hub, 1)
    second = told(hub, last_cursor(first, {}))
    assert [(each.key, each.values["name"]) for each in items(second)] == [(f"companies/{firm}", "Acme AG")]
    later(hub, 1)
    assert items(told(hub, last_cursor(second, {}))) == []


class RunningClock:
    """A clock that goes on while a look is made."""

    def __init__(self, begun) -> None:
        self.instant = begun

    def now(self):
        self.instant += timedelta(seconds=1)
        return self.instant


def test_a_look_ends_though_time_goes_on(hub):
    company(hub)
    hub.clock = RunningClock(hub.clock.now())
    first = told(hub)
    assert len(items(first)) == 1
    assert len(first) < 10
    half = [page.cursor for page in first if page.items][-1]  # a look that broke off in its window
    assert len(told(hub, half)) < 10


def test_what_the_search_knows_late_is_told_late(hub):
    first = told(hub)
    made = later(hub, 2) - 1000
    late = hub.server.add("notes", at=made, hs_note_body="late")
    punctual = hub.server.add("notes", at=made + 1, hs_note_body="punctual")
    hub.server.unindexed.add(("notes", late))
    second = told(hub, last_cursor(first, {}))
    assert [each.key for each in items(second)] == [f"notes/{punctual}"]
    hub.server.unindexed.clear()
    later(hub, 5)
    third = told(hub, last_cursor(second, {}))
    assert [each.key for each in items(third)] == [f"notes/{late}"]
    later(hub, 5)
    assert items(told(hub, last_cursor(third, {}))) == []


def test_what_changes_while_pages_are_read_is_told_again(hub):
    ids = [hub.server.add("companies", name=f"Firm {number}") for number in range(250)]
    found, connector = [], hub.make()
    for page in connector.pages({}):
        if page.items and not any(each.items for each in found):
            now = later(hub, 1)
            hub.server.change("companies", ids[0], now - 1, name="told already")
            hub.server.change("companies", ids[-1], now - 1, name="still to come")
        found.append(page)
    connector.close()
    assert len({each.key for each in items(found)}) == 249  # what changed before it was reached is the next look's
    found += told(hub, found[-1].cursor)
    revisions = {}
    for item in items(found):
        revisions[item.key] = item.values["name"]
    assert len(revisions) == 250
    assert (revisions[f"companies/{ids[0]}"], revisions[f"companies/{ids[-1]}"]) == ("told already", "still to come")


def test_more_than_a_search_gives_though_all_changed_at_one_moment(hub):
    hub.server.most = 1000  # HubSpot's is ten times that
    for number in range(1250):
        hub.server.add("companies", at=BEGAN, name=f"Firm {number}")
    keys = [each.key for each in items(told(hub, kinds=["companies"], timeout=30))]
    assert keys == [f"companies/{FIRST_ID + number}" for number in range(1250)]


def test_a_great_many_changes_at_once_keep_the_cursor_small(hub):
    now = later(hub, 0)
    for number in range(2300):
        hub.server.add("companies", at=now - 1000, name=f"Firm {number}")
    first = told(hub, kinds=["companies"], timeout=30)
    assert len(items(first)) == 2300
    assert len(first[-1].cursor["recent"]["companies"]) == 2000


def test_out_of_order_is_put_in_order(hub):
    hub.server.shuffled = True
    ids = [company(hub) for _ in range(150)]
    assert [each.key for each in items(told(hub))] == [f"companies/{each}" for each in ids]


def test_a_page_that_is_told_twice_is_not_taken_for_the_end(hub):
    for _ in range(150):
        company(hub)
    hub.server.repeats = True
    with pytest.raises(RetryableError, match="same page"):
        told(hub)


def test_archived_rows_are_told_as_deleted_once(hub):
    firm = company(hub)
    first = told(hub)
    hub.server.archive("companies", firm, later(hub, 30))
    later(hub, 45)
    second = told(hub, last_cursor(first, {}))
    (change,) = items(second)
    assert isinstance(change, Change)
    assert (change.key, change.deleted) == (f"companies/{firm}", True)
    for _ in range(3):
        later(hub, 61)
        second += told(hub, last_cursor(second, {}))
    assert len(items(second)) == 1


def test_archived_is_asked_for_once_an_hour(hub):
    pages = told(hub)
    for _ in range(10):
        later(hub, 13)
        pages += told(hub, last_cursor(pages, {}), kinds=["deals"])
    assert sum(params.get("archived") == "true" for _, path, params in hub.server.asked if path.endswith("/deals")) == 2


def test_an_archived_note_says_so_where_it_was_told(hub):
    old = hub.server.add("notes", hs_note_body="One")
    first = told(hub)
    unseen = hub.server.add("notes", at=later(hub, 10), hs_note_body="Two")
    for each in (old, unseen):
        hub.server.archive("notes", each, later(hub, 1))
    later(hub, 60)
    (event,) = items(told(hub, last_cursor(first, {})))
    assert (event.key, event.attributes, event.text) == (f"notes/{old}", {"status": "deleted"}, "One")


def test_what_rapport_wrote_is_not_heard_as_news(hub):
    hub.server.add("notes", hs_note_body=f"Called Jane.<br><br>{mark('a' * 32)}")
    hub.server.add("notes", hs_note_body="Rapport: called Jane.")
    assert [each.text for each in items(told(hub))] == ["Rapport: called Jane."]


def test_one_that_cannot_be_read_holds_up_no_other(hub):
    hub.server.add("notes", hs_note_body="One", hs_timestamp="yesterday")
    hub.server.add("calls", hs_call_duration="long")
    hub.server.add("notes", hs_note_body="Two")
    assert [type(each) is Broken for each in items(told(hub))] == [True, True, False]


def test_a_missing_right_is_named(hub):
    hub.server.faults.append(Fault(403, path="/crm/v3/objects/emails"))
    with pytest.raises(UnauthorizedError, match="Emails: HubSpot does not let this token"):
        told(hub)
    assert told(hub, kinds=["companies", "notes"])


def test_since_leaves_out_what_did_not_change_after_it(hub):
    company(hub)
    newer = hub.server.add("companies", at=BEGAN + 10 * 86_400_000, name="Newer")
    since = iso(BEGAN + 5 * 86_400_000)[:10]
    assert [each.key for each in items(told(hub, since=since))] == [f"companies/{newer}"]


def test_a_token_is_a_secret_by_name(clock):
    settings = settings_of("hubspot", {})
    assert TOKEN not in settings.model_dump_json()
    connector = module_of("hubspot").connect(settings, context(clock, {"HUBSPOT_TOKEN": TOKEN}))
    assert TOKEN not in repr(connector)
    connector.close()


def test_a_text_survives_being_made_a_note():
    said, key = "5 < 6 & <b>more</b>\n\nnew line", "0" * 32
    assert plain(body_of(said, key)) == f"{said}\n\n{mark(key)}"
    assert key_in(body_of("long " * 50_000, key)) == key
    assert len(body_of("<&>" * 50_000, key)) < 65_536


def test_a_mark_is_found_at_the_end_alone():
    key = "0123456789abcdef" * 2
    assert key_in(f"Said.<br><br>{mark(key)}") == key
    assert key_in(f"<div>Said.<br><br>{mark(key)}</div>") == key
    assert key_in(f"{mark(key)} {'and more ' * 40}") is None
    assert key_in("Logged with Rapport") is None
