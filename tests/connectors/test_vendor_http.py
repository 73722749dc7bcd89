"""The one client of vendors' APIs, over real sockets."""

from __future__ import annotations

import traceback
from datetime import timedelta
from email.utils import format_datetime

import pytest
from servers.vendor import Fault, VendorServer

from connectors.http import Api, NotThereError, basic, bearer, checked_address, listed
from crm.errors import FatalError, RejectedError, RetryableError
from crm.intake.connector import BusyError, UnauthorizedError

SECRET = "hunter2-token"


class EchoServer(VendorServer):
    def allows(self, headers):
        return headers.get("Authorization") == f"Bearer {SECRET}"

    def answer(self, method, path, params, body):
        if path == "/list":
            return 200, b"[1, 2]"
        if path == "/deep":
            return 200, b"[" * 9_000
        if path == "/nothing":
            return 204, None
        if path == "/absent":
            return 404, {}
        return 200, {"method": method, "params": params, "body": body}


@pytest.fixture
def server():
    made = EchoServer()
    yield made
    if not made.closed:
        made.close()


@pytest.fixture
def api(server, clock):
    made = Api("Acme Desk", server.url, bearer(SECRET), clock, patience=0.5, largest=10_000)
    yield made
    made.close()
    made.close()


def test_it_gets_posts_and_deletes(api):
    assert api.get("/x", {"a": 1}) == {"method": "GET", "params": {"a": "1"}, "body": None}
    assert api.post("/x", {"a": [1]}) == {"method": "POST", "params": {}, "body": {"a": [1]}}
    api.delete("/nothing")
    api.close()
    assert api.get("/x")["method"] == "GET"  # closing lets go of connections, not of the vendor


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(401), UnauthorizedError),
        (Fault(403), UnauthorizedError),
        (Fault(400), RejectedError),
        (Fault(404), NotThereError),
        (Fault(422), RejectedError),
        (Fault(408), RetryableError),
        (Fault(500), RetryableError),
        (Fault(503), RetryableError),
        (Fault(429), BusyError),
        (Fault("hang"), RetryableError),
        (Fault("garbage"), RetryableError),
        (Fault("half"), RetryableError),
        (Fault("cut"), RetryableError),
        (Fault("redirect"), RejectedError),
    ],
    ids=lambda each: str(each.how) if isinstance(each, Fault) else each.__name__,
)
def test_a_failure_says_what_to_do_and_nothing_of_the_secret(api, server, fault, error):
    server.faults.append(fault)
    with pytest.raises(error) as caught:
        api.get("/x", {"page": "2"})
    assert type(caught.value) is error
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert len(server.asked) == 1  # no redirect is followed, nothing is asked twice


@pytest.mark.parametrize("path", ["/list", "/deep"])
def test_an_answer_that_is_no_object_is_nonsense(api, path):
    with pytest.raises(RetryableError, match="not JSON"):
        api.get(path)


def test_an_answer_has_a_largest_size(api):
    with pytest.raises(RetryableError, match="10,000 bytes"):
        api.post("/x", {"a": "b" * 20_000})


def test_a_slow_drip_is_cut_off(server, clock):
    api = Api("Acme Desk", server.url, bearer(SECRET), clock, patience=0.05)
    server.faults.append(Fault("drip"))
    with pytest.raises(RetryableError, match="in time"):
        api.get("/x")
    api.close()


def test_a_server_that_is_not_there(server, api):
    server.close()
    with pytest.raises(RetryableError, match="could not be reached"):
        api.get("/x")


@pytest.mark.parametrize(
    ("said", "seconds"), [("41", 41), ("0", 1), ("99999999", 3600), ("soon", 60), ("", 60), ("-5", 60)]
)
def test_how_long_it_wants_us_to_wait(api, server, said, seconds):
    server.faults.append(Fault(429, headers={"Retry-After": said}))
    with pytest.raises(BusyError) as caught:
        api.get("/x")
    assert caught.value.after == timedelta(seconds=seconds)


def test_until_when_it_wants_us_to_wait(api, server, clock):
    until = format_datetime(clock.now() + timedelta(minutes=7), usegmt=True)
    server.faults.append(Fault(503, headers={"Retry-After": until}))
    with pytest.raises(BusyError) as caught:
        api.get("/x")
    assert caught.value.after == timedelta(minutes=7)


@pytest.mark.parametrize(
    "said",
    [
        "http://acme.zendesk.com",
        "acme.zendesk.com",
        "ftp://acme.zendesk.com",
        "https://",
        "https://me:hunter2@acme.zendesk.com",
        "https://acme.zendesk.com/api/v2",
        "https://acme.zendesk.com?x=1",
    ],
)
def test_an_address_is_a_host_over_https(said):
    with pytest.raises(ValueError):
        checked_address(said)


@pytest.mark.parametrize("said", ["https://acme.zendesk.com/", "http://127.0.0.1:8080", "http://localhost:1"])
def test_addresses_that_do(said):
    assert checked_address(said) == said.rstrip("/")


@pytest.mark.parametrize("secret", ["hunter2\nX-Evil: 1", "hunt€r2"])
def test_a_secret_that_no_header_can_hold_is_not_quoted(secret):
    for make in (bearer, lambda each: basic("me", each)):
        with pytest.raises(FatalError) as caught:
            make(secret)
        assert "hunt" not in caught.value.message


def test_a_list_that_is_missing_is_nonsense():
    assert listed({"tickets": []}, "tickets") == []
    with pytest.raises(RetryableError):
        listed({"tickets": None}, "tickets")
