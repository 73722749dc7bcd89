"""Mailboxes on a real server: folders, numbering, what stays untouched, waiting."""

from __future__ import annotations

import threading
from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from connecting import connector
from contract import items, last_cursor, looked, versions
from imap_world import BEGUN, USERS
from mails import mail, numbered
from servers.dovecot import PASSWORD, dovecot
from servers.talking import Talker, answering

from crm.errors import RejectedError, RetryableError
from crm.intake.connector import UnauthorizedError
from crm.intake.event import Event


@pytest.fixture
def user():
    return f"user{next(USERS)}"


@pytest.fixture
def mailbox(user):
    with dovecot().client(user) as client:
        yield client


@pytest.fixture
def make(user, clock):
    def made(**more):
        values = {
            "host": "127.0.0.1",
            "port": dovecot().tls_port,
            "ca_file": str(dovecot().ca_file),
            "user": user,
            **more,
        }
        return connector("imap", clock, {"IMAP_PASSWORD": PASSWORD, "TOKEN": PASSWORD}, **values)

    return made


def put(mailbox, number, folder="INBOX", *, minutes=None, raw=None, flags=()):
    at = BEGUN + timedelta(minutes=number if minutes is None else minutes)
    mailbox.append(folder, raw or numbered(number, at), flags, at)


def subjects(pages):
    return [item.subject for item in items(pages) if isinstance(item, Event)]


def test_folders_are_told_together_by_when_mails_arrived(mailbox, make):
    mailbox.create_folder("Clients/Müller & Söhne")
    folders = ("INBOX", "\\Sent", "Clients/Müller & Söhne")
    for number in range(9):
        put(mailbox, number, ("INBOX", "Sent", folders[2])[number % 3])
    pages = looked(make(folders=folders), {})
    assert subjects(pages) == [f"Offer {number}" for number in range(9)]
    assert set(pages[-1].cursor["folders"]) == {"INBOX", "Sent", folders[2]}


def test_what_was_copied_in_late_is_told_though_it_is_old(mailbox, make):
    put(mailbox, 5)
    first = looked(make(), {})
    put(mailbox, 1)
    assert subjects(looked(make(), last_cursor(first, {}))) == ["Offer 1"]


def test_nothing_is_changed_not_even_what_counts_as_read(mailbox, make):
    put(mailbox, 1)
    put(mailbox, 2, flags=(b"\\Flagged",))
    looked(make(), {})
    mailbox.select_folder("INBOX", readonly=True)
    flags = {uid: set(each[b"FLAGS"]) - {b"\\Recent"} for uid, each in mailbox.fetch([1, 2], ["FLAGS"]).items()}
    assert flags == {1: set(), 2: {b"\\Flagged"}}


def test_drafts_and_deleted_mails_are_left_out(mailbox, make):
    put(mailbox, 1, flags=(b"\\Draft",))
    put(mailbox, 2, flags=(b"\\Deleted",))
    put(mailbox, 3)
    assert subjects(looked(make(), {})) == ["Offer 3"]


def test_a_mail_in_two_folders_has_one_key(mailbox, make):
    put(mailbox, 1)
    mailbox.create_folder("Archive")
    mailbox.select_folder("INBOX")
    mailbox.copy([1], "Archive")
    told = list(versions(looked(make(folders=("INBOX", "Archive")), {})))
    assert len(told) == 2
    assert len(set(told)) == 1


def test_a_folder_that_is_numbered_anew_is_read_anew_under_the_same_keys(mailbox, make):
    mailbox.create_folder("Deals")
    put(mailbox, 1, "Deals")
    put(mailbox, 2, "Deals")
    first = looked(make(folders=("Deals",)), {})
    mailbox.delete_folder("Deals")
    mailbox.create_folder("Deals")
    for number in (1, 2, 3):
        put(mailbox, number, "Deals")
    cursor = last_cursor(first, {})
    renumbered = cursor | {"folders": {"Deals": [cursor["folders"]["Deals"][0] - 1, 2]}}
    second = looked(make(folders=("Deals",)), renumbered)
    assert list(versions(second))[:2] == list(versions(first))
    assert subjects(second) == ["Offer 1", "Offer 2", "Offer 3"]


def test_a_folder_made_anew_by_the_server_has_another_validity(mailbox, make):
    mailbox.create_folder("Short")
    put(mailbox, 1, "Short")
    put(mailbox, 2, "Short")
    cursor = last_cursor(looked(make(folders=("Short",)), {}), {})
    mailbox.delete_folder("Short")
    validity = cursor["folders"]["Short"][0]
    while True:  # the server numbers by the second
        mailbox.create_folder("Short")
        if mailbox.folder_status("Short", ["UIDVALIDITY"])[b"UIDVALIDITY"] != validity:
            break
        mailbox.delete_folder("Short")
    put(mailbox, 3, "Short")
    assert subjects(looked(make(folders=("Short",)), cursor)) == ["Offer 3"]


def test_a_mail_that_is_deleted_while_it_is_read_is_passed_over(mailbox, make):
    for number in range(120):
        put(mailbox, number)
    pages = make().pages({})
    told = [next(pages)]
    mailbox.select_folder("INBOX")
    mailbox.delete_messages(range(60, 121))
    mailbox.expunge()
    told += list(pages)
    assert subjects(told)[:50] == [f"Offer {number}" for number in range(50)]
    assert len(items(told)) < 120
    assert looked(make(), told[-1].cursor) == []


def test_a_mail_that_is_too_large_is_told_by_its_headers(mailbox, make):
    put(mailbox, 1)
    put(mailbox, 2, raw=mail(b"x" * 78 + b"\r\n" + (b"y" * 998 + b"\r\n") * 27_000, Subject="Large"))
    put(mailbox, 3)
    told = items(looked(make(), {}))
    assert [item.subject for item in told] == ["Offer 1", "Large", "Offer 3"]
    assert told[1].attributes["headers_only"] is True
    assert told[1].attributes["size"] > 25 * 1024 * 1024
    assert told[1].text == ""


def test_older_mails_are_left_out_where_a_day_is_set(mailbox, make):
    put(mailbox, 1)
    put(mailbox, 2, minutes=60 * 24 * 40)
    assert subjects(looked(make(since="2026-02-01"), {})) == ["Offer 2"]


@pytest.mark.parametrize("tls", [False, "starttls"])
def test_other_ways_of_connecting(mailbox, make, tls):
    put(mailbox, 1)
    assert subjects(looked(make(tls=tls, port=dovecot().port), {})) == ["Offer 1"]


def test_folders_may_be_written_on_one_line(mailbox, make):
    put(mailbox, 1)
    put(mailbox, 2, "Sent")
    assert subjects(looked(make(folders="INBOX, Sent"), {})) == ["Offer 1", "Offer 2"]


def test_without_any_folder_that_is_there_the_settings_are_wrong(mailbox, make):
    with pytest.raises(RejectedError, match="None of the folders"):
        looked(make(folders=("\\Junk",)), {})


def test_an_access_token_is_what_an_oauth2_login_sends(clock):
    heard = []

    def speak(caller):
        caller.sendall(b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hello\r\n")
        with caller.makefile("rb") as lines:
            for line in lines:
                heard.append(line)
                words = line.split()
                if words[1:2] == [b"CAPABILITY"]:
                    caller.sendall(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + words[0] + b" OK done\r\n")
                elif words[1:2] == [b"AUTHENTICATE"]:
                    tag = words[0]
                    caller.sendall(b"+ \r\n")
                else:
                    caller.sendall(tag + b" NO [AUTHENTICATIONFAILED] expired\r\n")

    talker = Talker(speak)
    try:
        told = {"host": "127.0.0.1", "port": talker.port, "tls": False, "user": "anna@x.example", "timeout": 5}
        with pytest.raises(UnauthorizedError, match="access token"):
            looked(connector("imap", clock, {"TOKEN": "ya29.token"}, token="TOKEN", **told), {})
    finally:
        talker.close()
    sent = [b64decode(line) for line in heard if b" " not in line.strip()]
    assert sent == [b"user=anna@x.example\x01auth=Bearer ya29.token\x01\x01"]


def test_waiting_ends_as_soon_as_a_mail_comes(mailbox, make):
    put(mailbox, 1)
    made = make()
    looked(made, {})
    found = []
    waiting = threading.Thread(target=lambda: found.append(made.wait(100)))
    waiting.start()
    number = 1
    while waiting.is_alive():  # however late the other begins to listen
        number += 1
        put(mailbox, number)
        waiting.join(timeout=0.5)
    assert found == [True]


def test_waiting_ends_without_news_at_its_time(mailbox, make):
    put(mailbox, 1)
    made = make()
    looked(made, {})
    assert made.wait(0.2) is False


def test_what_came_between_a_look_and_waiting_is_not_waited_for(mailbox, make):
    put(mailbox, 1)
    made = make()
    looked(made, {})
    put(mailbox, 2)
    assert made.wait(100) is True


def test_what_came_between_two_waits_is_not_waited_for_and_told_once(mailbox, make):
    put(mailbox, 1)
    made = make()
    assert made.wait(0.1) is False
    put(mailbox, 2)
    assert made.wait(100) is True
    assert made.wait(0.1) is False


def test_a_server_that_cannot_idle_is_asked(clock):
    answers = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK x\r\n",
        "LOGIN": "{tag} OK in\r\n",
        "LIST": '* LIST () "/" INBOX\r\n{tag} OK x\r\n',
        "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n{tag} OK x\r\n",
        "NOOP": "* 2 EXISTS\r\n{tag} OK x\r\n",
    }
    talker = Talker(answering("* OK hello\r\n", **answers))
    try:
        made = connector(
            "imap", clock, {"IMAP_PASSWORD": "x"}, host="127.0.0.1", port=talker.port, tls=False, user="a", timeout=5
        )
        assert made.wait(100) is True
    finally:
        talker.close()


def test_a_server_that_goes_while_it_is_waited_for_is_down(clock):
    answers = {
        "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK x\r\n",
        "LOGIN": "{tag} OK in\r\n",
        "LIST": '* LIST () "/" INBOX\r\n{tag} OK x\r\n',
        "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n{tag} OK x\r\n",
        "IDLE": "+ idling\r\n",
    }

    def speak(caller):
        talk = threading.Thread(target=answering("* OK hello\r\n", **answers), args=(caller,), daemon=True)
        talk.start()
        talk.join(timeout=1)
        caller.shutdown(2)

    talker = Talker(speak)
    try:
        made = connector(
            "imap", clock, {"IMAP_PASSWORD": "x"}, host="127.0.0.1", port=talker.port, tls=False, user="a", timeout=5
        )
        with pytest.raises(RetryableError):
            made.wait(100)
    finally:
        talker.close()


def test_times_come_from_the_server_where_a_mail_says_none(mailbox, make):
    put(mailbox, 1, raw=mail("Hello", Date="-"))
    assert items(looked(make(), {}))[0].occurred_at == datetime(2026, 1, 5, 8, 1, tzinfo=UTC)
