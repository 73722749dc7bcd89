"""Who is to be told what now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.model import Account, Deal, User
from crm.reactions.telling import MOST_A_DAY, Telling


@pytest.fixture
def telling(desk):
    with desk.store.write() as session:
        for name in ("dana", "morgan"):
            session.get_one(User, desk.ids[name]).slack_id = f"U{name}"
    return Telling(desk.store, desk.clock)


def due(desk, telling):
    return {
        each.user.name.split()[0].lower(): [line.rule for line in each.lines] for each in telling.due(desk.tenant_id)
    }


def tell_all(desk, telling):
    notices = telling.due(desk.tenant_id)
    for each in notices:
        telling.told(each.signal_ids, each.user.id)
    return len(notices)


def test_each_person_gets_one_message_of_a_client_with_all_that_waits(desk, telling):
    desk.hears(
        "We need 20 more seats. I want to speak to your manager. Please send the contract.", url="https://x.example/1"
    )
    assert due(desk, telling) == {"dana": ["escalation", "expansion", "ask"], "morgan": ["escalation"]}
    (first, *_) = telling.due(desk.tenant_id)
    assert (first.account, first.lines[0].url) == ("Acme", "https://x.example/1")
    assert first.lines[0].quote == "I want to speak to your manager."
    assert tell_all(desk, telling) == 2
    assert due(desk, telling) == {}
    assert all(each.told_at == desk.clock.now() for each in desk.signals())


def test_a_signal_is_done_with_when_everybody_was_told(desk, telling):
    desk.hears("I want to speak to your manager.")
    (signal,) = desk.signals()
    telling.told([signal.id], desk.ids["dana"])
    assert desk.signals()[0].told_at is None
    assert due(desk, telling) == {"morgan": ["escalation"]}
    telling.told([signal.id], desk.ids["morgan"])
    assert desk.signals()[0].told_at is not None


def test_one_message_a_client_and_day_save_for_what_is_graver(desk, telling):
    desk.hears("Our contract is up for renewal in May.")
    assert tell_all(desk, telling) == 1
    desk.hears("We need 20 more seats.")
    assert due(desk, telling) == {}
    desk.hears("I want to speak to your manager.")
    assert due(desk, telling)["dana"] == ["escalation", "expansion"]
    tell_all(desk, telling)
    desk.hears("We also got a proposal from another vendor.")
    assert due(desk, telling) == {}
    desk.clock.instant += timedelta(days=1)
    assert due(desk, telling) == {"dana": ["competitor"]}


def test_what_happened_days_ago_is_told_to_nobody(desk, telling):
    desk.hears("We need 20 more seats.", occurred_at=desk.clock.now() - timedelta(days=4))
    assert [each.rule for each in desk.signals()] == ["expansion"]
    assert due(desk, telling) == {}
    desk.hears("Our contract is up for renewal in May.")
    desk.clock.instant += timedelta(days=4)
    assert due(desk, telling) == {}


def test_nobody_gets_more_than_a_number_of_messages_a_day(desk, telling):
    at = {"tenant_id": desk.tenant_id, "created_at": desk.clock.now(), "updated_at": desk.clock.now()}
    with desk.store.write() as session:
        accounts = [Account(name=f"Client {n}", owner_id=desk.ids["dana"], **at) for n in range(MOST_A_DAY + 5)]
        session.add_all(accounts)
    for account in accounts:
        desk.hears("We need 20 more seats.", account_id=account.id, contacts=[])
    assert tell_all(desk, telling) == MOST_A_DAY
    assert due(desk, telling) == {}
    desk.hears("I want to speak to your manager.", account_id=accounts[-1].id, contacts=[])
    assert "dana" in due(desk, telling)


def test_who_left_or_is_not_in_slack_gets_nothing(desk, telling):
    desk.hears("I want to speak to your manager.")
    with desk.store.write() as session:
        session.get_one(User, desk.ids["dana"]).active = False
        session.get_one(User, desk.ids["morgan"]).slack_id = None
    assert due(desk, telling) == {}


def test_names_are_shown_and_open_deals_named(desk, telling):
    at = {"tenant_id": desk.tenant_id, "created_at": desk.clock.now(), "updated_at": desk.clock.now()}
    with desk.store.write() as session:
        session.add(Deal(name="Acme renewal", account_id=desk.ids["acme"], **at))
    desk.hears(f"[person:{desk.ids['jane']}] wants to speak to your manager.")
    (first, *_) = telling.due(desk.tenant_id)
    assert first.lines[0].quote == "Jane Miller wants to speak to your manager."
    assert first.deals == ["Acme renewal"]
