"""A mail that comes into a folder is noticed at once; nothing new is not."""

from __future__ import annotations

import mailbox
import threading
import time

import pytest

from connectors.mail.stirrings import Stirrings
from connectors.mail_folder import MailFolder
from crm.errors import RetryableError
from crm.intake.connector import Waiter

MAIL = "From: jane@acme.example\nTo: tom@ours.example\nSubject: Hello\n\nHi."


@pytest.fixture
def maildir(tmp_path):
    return mailbox.Maildir(tmp_path / "mails")


def come(maildir, _root):
    maildir.add(MAIL)


def file_comes(_maildir, root):
    (root / "one.eml").write_text(MAIL)


def folder_comes(_maildir, root):
    (root / "deep" / "deeper").mkdir(parents=True)
    (root / "deep" / "deeper" / "one.eml").write_text(MAIL)


def box_grows(_maildir, root):
    with (root / "old.mbox").open("a") as file:
        file.write(f"From jane Thu Nov 19 17:00:00 2026\n{MAIL}\n\n")


@pytest.mark.parametrize("happens", [come, file_comes, folder_comes, box_grows])
def test_what_comes_is_noticed_once(maildir, tmp_path, happens):
    root = tmp_path / "mails"
    (root / "old.mbox").touch()
    stirrings = Stirrings(root)
    assert stirrings.wait(0)  # nobody has looked yet
    assert not stirrings.wait(0.15)
    time.sleep(0.02)
    happens(maildir, root)
    assert stirrings.wait(0)
    assert not stirrings.wait(0.15)


def test_one_box_is_waited_for_by_itself(tmp_path):
    (tmp_path / "old.mbox").touch()
    stirrings = Stirrings(tmp_path / "old.mbox")
    assert stirrings.wait(0)
    time.sleep(0.02)
    box_grows(None, tmp_path)
    assert stirrings.wait(0)
    assert not stirrings.wait(0.15)


def test_it_waits_no_longer_than_it_must(maildir, tmp_path):
    connector = MailFolder(tmp_path / "mails")
    assert isinstance(connector, Waiter)
    assert connector.wait(0)
    threading.Timer(0.3, maildir.add, [MAIL]).start()
    begun = time.monotonic()
    assert connector.wait(20)
    assert time.monotonic() - begun < 15


def test_a_folder_that_is_gone_is_said(tmp_path):
    with pytest.raises(RetryableError):
        MailFolder(tmp_path / "none").wait(0)
