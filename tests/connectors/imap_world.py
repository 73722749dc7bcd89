"""A mailbox with mails in two folders, on a real server."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from connecting import connector
from contract import Failure
from imapclient import IMAPClient
from mails import later, numbered
from servers.dovecot import PASSWORD, dovecot
from servers.talking import Talker, answering, breaking_off

from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, Connector, UnauthorizedError

BEGUN = datetime(2026, 1, 5, 8, tzinfo=UTC)
USERS = itertools.count(1)
LOGGED_IN = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
    "LOGIN": "{tag} OK in\r\n",
    "LIST": '* LIST () "/" INBOX\r\n{tag} OK done\r\n',
    "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n{tag} OK done\r\n",
    "SEARCH": "* SEARCH 1\r\n{tag} OK done\r\n",
}


class ImapWorld:
    """Fifty mails in INBOX and twenty among those sent, in turn, and one without any header."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock, self.server, self.user = clock, dovecot(), f"user{next(USERS)}"
        self.settings: dict[str, object] = {
            "host": "127.0.0.1",
            "port": self.server.tls_port,
            "ca_file": str(self.server.ca_file),
        }
        self.secret = PASSWORD
        self.number = 0
        self._talkers: list[Talker] = []
        with self.server.client(self.user) as client:
            for number in range(70):
                self._add(client, "Sent" if number % 7 in {3, 5} else "INBOX")
            client.append("INBOX", b"\r\nNo header at all.\r\n", msg_time=later(BEGUN, self.number))

    def make(self, **more: object) -> Connector:
        values = {"user": self.user, "timeout": 10} | self.settings | more
        return connector("imap", self.clock, {"IMAP_PASSWORD": self.secret}, **values)

    def add(self) -> None:
        with self.server.client(self.user) as client:
            self._add(client, "INBOX")

    def _add(self, client: IMAPClient, folder: str) -> None:
        self.number += 1
        at = later(BEGUN, self.number)
        client.append(folder, numbered(self.number, at), msg_time=at)

    def failures(self) -> dict[str, Failure]:
        held = (
            '* 1 FETCH (UID 1 RFC822.SIZE 9 INTERNALDATE "01-Jan-2026 10:00:00 +0000" BODY[] {{{}}}\r\nshort\r\n)\r\n'
        )
        endless = LOGGED_IN | {"FETCH": held.format(99_999_999_999)}
        return {
            "refused": (lambda: self.settings.update(port=_closed_port()), RetryableError),
            "wrong password": (lambda: setattr(self, "secret", "hunter3"), UnauthorizedError),
            "certificate": (lambda: self.settings.update(ca_file=""), RetryableError),
            "no such certificate": (lambda: self.settings.update(ca_file="/nowhere.pem"), RejectedError),
            "no such folder": (lambda: self.settings.update(folders=("INBOX", "Nowhere")), RejectedError),
            "hangs": (lambda: self._talk(lambda caller: caller.recv(1)), RetryableError),
            "hangs after greeting": (lambda: self._talk(answering("* OK hello\r\n")), RetryableError),
            "garbage": (lambda: self._talk(answering("SSH-2.0-OpenSSH_9.2\r\n")), RetryableError),
            "binary": (lambda: self._talk(lambda caller: caller.sendall(bytes(range(256)) * 9000)), RetryableError),
            "bye": (lambda: self._talk(answering("* BYE come later\r\n")), RetryableError),
            "too many logins": (lambda: self._talk(answering("* OK hello\r\n", **LOGGED_IN | {"LOGIN": "{tag} NO [UNAVAILABLE] later\r\n"})), BusyError),
            "broken off in login": (lambda: self._behind(300), RetryableError),
            "broken off in a mail": (lambda: self._behind(12_000), RetryableError),
            "endless mail": (lambda: self._talk(answering("* OK hello\r\n", **endless)), RetryableError),
            "odd mail": (lambda: self._talk(answering("* OK hello\r\n", **LOGGED_IN | {"FETCH": "* 1 FETCH ((((\r\n{tag} OK\r\n"})), RetryableError),
        }  # fmt: skip

    def close(self) -> None:
        for talker in self._talkers:
            talker.close()

    def _talk(self, speak: Callable[[socket.socket], object]) -> None:
        self._talkers.append(Talker(speak))
        self.settings.update(port=self._talkers[-1].port, tls=False, timeout=1, ca_file="")

    def _behind(self, after: int) -> None:
        self._talk(breaking_off(self.server.port, after))


def _closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def world(folder: Path, clock: FixedClock) -> ImapWorld:
    return ImapWorld(clock)
