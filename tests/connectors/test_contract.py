"""All sources keep the contract of connectors."""

from __future__ import annotations

import json
import socket

import pytest
from contract import items, last_cursor, looked, versions, world_of

from crm.errors import RapportError
from crm.intake.event import Event

WORLDS = [
    "calendar",
    "documents",
    "hubspot",
    "imap",
    "kafka",
    "mail_folder",
    "mail_maildir",
    "mail_mbox",
    "rabbitmq",
    "transcripts",
    "zendesk",
]
QUEUES = {"rabbitmq"}  # where what was acknowledged is gone: nobody can look from an earlier place
HTTP = ["unauthorized", "forbidden", "busy", "unavailable", "broken", "hangs", "garbage", "half", "moved", "gone"]
HOST = [
    "401",
    "403",
    "404",
    "429",
    "503",
    "503 later",
    "500",
    "refused",
    "moved",
    "a page",
    "half",
    "broken off",
    "in circles",
]
IMAP = [
    "refused", "wrong password", "certificate", "no such certificate", "no such folder", "hangs", "hangs after greeting", "garbage",
    "binary", "bye", "too many logins", "broken off in login", "broken off in a mail", "endless mail", "odd mail",
]  # fmt: skip
RABBITMQ = [
    "refused", "wrong password", "no such vhost", "no such queue", "no such exchange", "certificate", "no such certificate",
    "hangs", "garbage", "broken off in login", "broken off in a message",
]  # fmt: skip
KAFKA = ["refused", "no such topic", "wrong password", "certificate", "no such certificate", "hangs", "garbage"]
FAILURES = [
    *(("calendar", failure) for failure in HOST),
    ("documents", "gone"),
    *(("hubspot", failure) for failure in [*HTTP, "associations"]),
    *(("imap", failure) for failure in IMAP),
    *(("kafka", failure) for failure in KAFKA),
    *((form, "gone") for form in ("mail_folder", "mail_maildir", "mail_mbox")),
    *(("rabbitmq", failure) for failure in RABBITMQ),
    ("transcripts", "gone"),
    *(("zendesk", failure) for failure in [*HTTP, "fields"]),
]


@pytest.fixture
def world(request, tmp_path, clock):
    made = world_of(request.param, tmp_path, clock)
    yield made
    made.close()


each_world = pytest.mark.parametrize("world", WORLDS, indirect=True)


@each_world
def test_everything_is_told_once(world):
    pages = looked(world.make(), {})
    told = list(versions(pages))
    assert told
    assert len(set(told)) == len(told)
    assert all(len(page.items) <= 500 for page in pages)
    assert looked_again(world, last_cursor(pages, {})) == []


@each_world
def test_what_is_new_is_told_and_nothing_else(world):
    before = looked(world.make(), {})
    world.add()
    new = looked_again(world, last_cursor(before, {}))
    assert len({key for key, _ in new}) == 1
    assert not set(new) & set(versions(before))


@pytest.mark.parametrize("world", [each for each in WORLDS if each not in QUEUES], indirect=True)
def test_a_look_from_any_earlier_place_tells_the_same_again(world):
    pages = looked(world.make(), {})
    told = list(versions(pages))
    for number, page in enumerate(pages):
        rest = [pair for later in pages[number + 1 :] for pair in versions([later])]
        assert looked_again(world, page.cursor) == rest
    assert looked_again(world, {}) == told


@each_world
def test_it_is_told_oldest_first(world):
    times = [item.occurred_at for item in items(looked(world.make(), {})) if isinstance(item, Event)]
    assert len(times) > 1
    assert times == sorted(times)


@each_world
def test_a_cursor_is_json_that_holds_no_secret(world):
    for page in looked(world.make(), {}):
        assert json.loads(json.dumps(page.cursor)) == page.cursor
        assert "hunter2" not in json.dumps(page.cursor)


@each_world
def test_making_one_connects_to_nothing(world, monkeypatch):
    def refuse(*_):
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    connector = world.make()
    connector.close()
    connector.close()


@pytest.mark.parametrize(("world", "failure"), FAILURES, indirect=["world"])
def test_each_failure_says_what_the_caller_does_next(world, failure):
    breaks, error = world.failures()[failure]
    breaks()
    with pytest.raises(error) as caught:
        looked(world.make(), {})
    assert caught.type is error
    assert isinstance(caught.value, RapportError)
    assert "hunter2" not in caught.value.message


def looked_again(world, cursor):
    return list(versions(looked(world.make(), cursor)))
