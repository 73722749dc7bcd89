"""Zendesk's tickets as the record hears of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from contract import items, last_cursor, looked, versions
from servers.vendor import Fault
from servers.zendesk import BEGAN, ZendeskServer
from zendesk_world import EXPORT, ZendeskWorld

from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError
from crm.intake.event import Broken, Event

TALK = (
    (1, "The pump drips.", True),
    (2, "Which one?", True),
    (2, "She is a difficult one.", False),
    (3, "Mine drips too.", True),
)


class Desk(ZendeskWorld):
    """A help desk with nothing in it yet."""

    def __init__(self, clock) -> None:
        self.clock, self.server = clock, ZendeskServer(int(clock.now().timestamp()))


@pytest.fixture
def desk(clock):
    made = Desk(clock)
    yield made
    made.close()


def told(desk, cursor=None, **settings):
    return looked(desk.make(**settings), cursor or {})


def only(desk, **settings):
    (event,) = items(told(desk, **settings))
    return event


def test_a_ticket_is_its_whole_conversation(desk):
    desk.server.add(*TALK)
    event = only(desk)
    assert isinstance(event, Event)
    assert event.key == "1"
    assert event.revision == str(BEGAN + 60)
    assert event.occurred_at == datetime.fromtimestamp(BEGAN + 60, UTC)
    assert event.subject == "Pump 1"
    assert event.text == "Jane Miller: The pump drips.\n\nDana Reyes: Which one?\n\nOmar Haddad: Mine drips too."
    assert [(each.role, each.address) for each in event.parties] == [
        ("from", "jane@acme.com"),
        ("to", "dana@northwind.example"),
        ("author", "omar@acme.com"),
    ]
    assert event.account == "Acme"
    assert event.url == f"{desk.server.url}/agent/tickets/1"
    assert event.thread.endswith("/1")
    assert event.attributes == {
        "status": "open",
        "priority": "high",
        "type": "incident",
        "tags": "leak, pump",
        "channel": "email",
        "Product area": "Pump room",
    }


def test_private_notes_are_left_out_or_marked(desk):
    desk.server.add(*TALK)
    assert "difficult" not in only(desk).text
    assert "Dana Reyes (private note): She is a difficult one." in only(desk, private_notes="mark").text


def test_a_private_ticket_without_comments_keeps_its_words_to_itself(desk):
    desk.server.add((2, "Ask legal about this one.", False))
    assert only(desk).text == ""
    assert only(desk, private_notes="mark").text == "Jane Miller (private note): Ask legal about this one."


def test_each_change_is_a_revision_of_the_same_ticket(desk):
    desk.server.add()
    first = told(desk)
    desk.server.change(1, BEGAN + 900, status="solved", satisfaction_rating={"score": "bad"})
    (event,) = items(told(desk, last_cursor(first, {})))
    assert (event.key, event.revision) == ("1", str(BEGAN + 900))
    assert (event.attributes["status"], event.attributes["satisfaction"]) == ("solved", "bad")


def test_a_deleted_ticket_says_so(desk):
    desk.server.add(*TALK)
    first = told(desk)
    desk.server.change(1, BEGAN + 900, status="deleted")
    (event,) = items(told(desk, last_cursor(first, {})))
    assert event.attributes["status"] == "deleted"
    assert "Product area" not in event.attributes


def test_a_ticket_that_is_deleted_while_it_is_read_keeps_its_description(desk):
    desk.server.add(*TALK)
    desk.server.faults.append(Fault(404, path="/api/v2/tickets/"))
    assert only(desk).text == "Jane Miller: The pump drips."


def test_long_conversations_come_in_pages(desk):
    desk.server.add(*((1, f"Drop {number}.", True) for number in range(230)))
    said = only(desk).text.split("\n\n")
    assert said == [f"Jane Miller: Drop {number}." for number in range(230)]


def test_people_who_did_not_come_along_are_asked_for(desk):
    desk.server.hidden_users = {1, 3}
    desk.server.add(*TALK)
    assert [each.name for each in only(desk).parties] == ["Jane Miller", "Dana Reyes", "Omar Haddad"]
    assert sum("show_many" in path for _, path, _ in desk.server.asked) == 1


def test_people_who_are_gone_are_somebody(desk):
    del desk.server.users[1]
    desk.server.add(*TALK)
    event = only(desk)
    assert event.text.startswith("Somebody: The pump drips.")
    assert [each.name for each in event.parties] == ["Dana Reyes", "Omar Haddad"]


def test_a_ticket_twice_in_a_page_is_one(desk):
    for _ in range(5):
        desk.server.add()
    desk.server.repeats = [2, 4]
    assert [key for key, _ in versions(told(desk))] == ["1", "2", "3", "4", "5"]


def test_a_page_told_twice_is_told_once(desk):
    for _ in range(250):
        desk.server.add()
    desk.server.repeated_pages = 2
    keys = [int(key) for key, _ in versions(told(desk))]
    assert keys == list(range(1, 251))


def test_a_last_page_that_repeats_for_ever_ends(desk):
    for _ in range(120):
        desk.server.add()
    desk.server.stuck = True
    pages = told(desk)
    assert len(list(versions(pages))) == 120
    assert list(versions(told(desk, last_cursor(pages, {})))) == []


def test_out_of_order_is_put_in_order(desk):
    for _ in range(30):
        desk.server.add()
    desk.server.shuffled = True
    assert [int(key) for key, _ in versions(told(desk))] == list(range(1, 31))


def test_tickets_that_change_while_pages_are_read_are_told_again(desk):
    for _ in range(250):
        desk.server.add()
    found = []
    connector = desk.make()
    for page in connector.pages({}):
        if not found:
            desk.server.change(3, BEGAN + 60 * 300, status="solved")  # told already
            desk.server.change(240, BEGAN + 60 * 301, status="solved")  # still to come
        found.append(page)
    connector.close()
    revisions = dict(versions(found))
    assert {int(key) for key in revisions} == set(range(1, 251))
    assert (revisions["3"], revisions["240"]) == (str(BEGAN + 60 * 300), str(BEGAN + 60 * 301))


def test_the_last_minute_is_left_to_the_next_look(desk, clock):
    desk.server.add()
    desk.server.add(at=desk.server.now - 30)
    first = told(desk)
    assert [key for key, _ in versions(first)] == ["1"]
    desk.server.now += 120
    clock.instant += timedelta(seconds=120)
    assert [key for key, _ in versions(told(desk, last_cursor(first, {})))] == ["2"]


def test_a_first_look_from_today_asks_for_a_minute_ago_at_most(desk, clock):
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    desk.server.add()
    assert items(told(desk, since=tomorrow)) == []
    asked = next(params for _, path, params in desk.server.asked if path.startswith(EXPORT))
    assert int(asked["start_time"]) < clock.now().timestamp() - 60


def test_since_leaves_out_what_did_not_change_after_it(desk):
    desk.server.add()
    desk.server.add(at=BEGAN + 10 * 86_400)
    since = datetime.fromtimestamp(BEGAN + 5 * 86_400, UTC).date().isoformat()
    assert [key for key, _ in versions(told(desk, since=since))] == ["2"]


def test_a_cursor_that_zendesk_forgot_is_stood_in_for_by_its_moment(desk):
    for _ in range(3):
        desk.server.add()
    pages = told(desk)
    desk.server.add()
    cursor = {**last_cursor(pages, {}), "after": "forgotten", "told": {}}
    assert [key for key, _ in versions(told(desk, cursor))] == ["3", "4"]  # known, and new


def test_pages_before_a_failure_are_handed_out(desk):
    for _ in range(250):
        desk.server.add()
    desk.server.faults.append(Fault(429, path=EXPORT, after=2, times=1, headers={"Retry-After": "41"}))
    connector, found = desk.make(), []
    with pytest.raises(BusyError) as caught:
        for page in connector.pages({}):
            found.append(page)  # noqa: PERF402 - what came before the failure is looked at
    connector.close()
    assert caught.value.after == timedelta(seconds=41)
    assert [len(page.items) for page in found] == [100, 100]
    assert [int(key) for key, _ in versions(told(desk, found[-1].cursor))] == list(range(201, 251))


def test_comments_that_cannot_be_had_end_the_look_before_their_page(desk):
    desk.server.add(*TALK)
    desk.server.faults.append(Fault(500, path="/api/v2/tickets/"))
    with pytest.raises(RetryableError):
        told(desk)


def test_fields_are_told_with_their_types(desk):
    pages = told(desk)
    assert pages[0].columns == {
        "ticket": {"Subject": "subject", "Status": "status", "Product area": "tagger", "Status (22)": "text"}
    }


@pytest.mark.parametrize(
    "values",
    [
        {"created_at": None},
        {"created_at": "yesterday"},
        {"tags": 5},
        {"custom_fields": ["x"]},
        {"follower_ids": 7},
        {"id": "x"},
        {"created_at": "2026-01-01T00:00:00"},
    ],
)
def test_one_that_cannot_be_read_holds_up_no_other(desk, values):
    desk.server.add()
    desk.server.add(comments=[])
    desk.server.tickets[2].update(values)
    desk.server.comments["x"] = []
    found = {type(each) for each in items(told(desk))}
    assert found == {Event, Broken}


def test_unfit_characters_do_not_reach_the_record(desk):
    desk.server.add((1, "Dri\x00ps\ud83d and drips.", True), subject="A\x00 pump\nand more")
    event = only(desk)
    assert event.text == "Jane Miller: Drips and drips."
    assert event.subject == "A pump and more"


def test_settings_are_checked(desk):
    with pytest.raises(RejectedError, match="https://"):
        desk.make(url="http://acme.zendesk.com")
