"""A mailbox on an IMAP server: each call bounded in time and size, each failure told as what the caller does next."""

from __future__ import annotations

import imaplib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError
from imapclient.tls import wrap_socket

from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, UnauthorizedError

LARGEST_LITERAL = 32 * 1024 * 1024  # bytes that a server may announce for one part of an answer
LONGEST_IDLE = 25 * 60  # seconds; servers end an IDLE after 29 minutes
BETWEEN_CHECKS = 30.0  # seconds, where a server cannot tell of news by itself
MOST_SILENT = 20  # times that there seemed to be an answer and was none
LATER = timedelta(minutes=5)
BUSY = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "too many", "try again", "temporarily")
WRONG = (OSError, EOFError, imaplib.IMAP4.error, IMAPClientError, ValueError, TypeError, LookupError, AssertionError)


@dataclass(frozen=True)
class Server:
    """Where the mailbox is. `tls` is True (at once), "starttls" or False; times in seconds."""

    host: str
    port: int
    tls: bool | str
    ca_file: str = ""
    timeout: float = 30.0


@dataclass(frozen=True)
class Login:
    """With `token` an OAuth2 access token, else a password."""

    user: str
    secret: str
    token: bool = False


@dataclass(frozen=True)
class About:
    """A mail without its content: bytes, and when the server took it."""

    size: int
    arrived: datetime


def _bounded(size: int) -> int:
    if size > LARGEST_LITERAL:
        raise imaplib.IMAP4.abort(f"literal of {size} bytes")
    return size


class _Plain(imaplib.IMAP4):
    def __init__(self, server: Server) -> None:
        self._server = server
        super().__init__(server.host, server.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:  # noqa: ARG002
        made = socket.create_connection((self._server.host, self._server.port), self._server.timeout)
        return wrap_socket(made, context_of(self._server), self._server.host) if self._server.tls is True else made

    def read(self, size: int) -> bytes:
        return super().read(_bounded(size))


class _Client(IMAPClient):  # type: ignore[misc]
    """The library's client over a connection of ours."""

    def __init__(self, server: Server) -> None:
        self._server = server
        timeout = SocketTimeout(connect=server.timeout, read=server.timeout)
        super().__init__(server.host, server.port, ssl=server.tls is True, timeout=timeout)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802
        return _Plain(self._server)


def context_of(server: Server) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.ca_file or None)


@contextmanager
def opened(server: Server, login: Login) -> Iterator[Mailbox]:
    """A mailbox to read; left, and the connection closed, at the end.

    Raises:
        UnauthorizedError: the server does not take the login.
        BusyError: it asks for patience.
        RetryableError: it is down, slow or answers nonsense.
        RejectedError: the certificates that the settings name cannot be read.
    """
    client = _entered(server, login)
    try:
        yield Mailbox(client, server)
    finally:
        with suppress(*WRONG):
            client.shutdown()


def _entered(server: Server, login: Login) -> Any:
    if server.tls and server.ca_file:
        try:
            context_of(server)
        except OSError as error:
            raise RejectedError(f"The certificates in {server.ca_file} cannot be read. Put right ca_file.") from error
    with _told(server):
        client = _Client(server)
    try:
        with _told(server):
            if server.tls == "starttls":
                client.starttls(context_of(server))
            _log_in(client, server, login)
    except BaseException:
        with suppress(*WRONG):
            client.shutdown()
        raise
    return client


def _log_in(client: Any, server: Server, login: Login) -> None:
    try:
        if login.token:
            client.oauth2_login(login.user, login.secret)
        else:
            client.login(login.user, login.secret)
    except LoginError as error:
        said = str(error)
        if isinstance(error.__context__, imaplib.IMAP4.abort):  # the connection went while the server looked at it
            raise RetryableError(f"{server.host} broke off the login.") from None
        if any(word.casefold() in said.casefold() for word in BUSY):
            raise BusyError(f"{server.host} takes no more logins now.", LATER) from None
        how = "access token" if login.token else "password"
        message = (
            f"{server.host} does not take the login of {login.user}. Set a {how} that works, then resume the source."
        )
        raise UnauthorizedError(message) from None  # the server's answer may repeat what was sent


@contextmanager
def _told(server: Server) -> Iterator[None]:
    """The library's errors, and those of answers it cannot read, as ours."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        message = (
            f"The certificate of {server.host} is not trusted ({error.verify_message}). Name its authority in ca_file."
        )
        raise RetryableError(message) from error
    except TimeoutError as error:
        raise RetryableError(f"{server.host} did not answer within {server.timeout:.0f} seconds.") from error
    except WRONG as error:
        raise RetryableError(f"{server.host} cannot be read now ({type(error).__name__}).") from error


class Mailbox:
    """What a look needs of an open mailbox. No call changes anything there, not even what counts as read."""

    def __init__(self, client: Any, server: Server) -> None:
        self._client, self._server = client, server
        self._open: tuple[str, tuple[int, int]] | None = None

    def folders(self) -> dict[str, tuple[str, ...]]:
        """All folders with their flags, casefolded."""
        with _told(self._server):
            listed = self._client.list_folders()
            return {
                name: tuple(flag.decode("ascii", "replace").casefold() for flag in flags) for flags, _, name in listed
            }

    def open(self, folder: str) -> tuple[int, int]:
        """The folder's UIDVALIDITY and UIDNEXT (0 where it is not said); calls after this are about the folder."""
        if self._open is None or self._open[0] != folder:
            with _told(self._server):
                about = self._client.select_folder(folder, readonly=True)
                self._open = folder, (int(about[b"UIDVALIDITY"]), int(about.get(b"UIDNEXT") or 0))
        return self._open[1]

    def after(self, uid: int, since: date | None) -> list[int]:
        """The numbers of mails after one, ascending, without drafts and what is deleted."""
        wanted: list[Any] = ["UID", f"{uid + 1}:*", "UNDELETED", "UNDRAFT"]
        if since:
            wanted += ["SINCE", since]
        with _told(self._server):
            return sorted(int(found) for found in self._client.search(wanted) if int(found) > uid)

    def about(self, uids: Sequence[int]) -> dict[int, About]:
        """Sizes and times; mails deleted meanwhile are missing."""
        with _told(self._server):
            fetched = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
            return {
                uid: About(int(each[b"RFC822.SIZE"]), _utc(each[b"INTERNALDATE"]))
                for uid, each in fetched.items()
                if b"RFC822.SIZE" in each
            }

    def contents(self, uids: Sequence[int], *, headers: bool = False) -> dict[int, bytes]:
        """The mails as bytes, or their headers; mails deleted meanwhile are missing."""
        what = "HEADER" if headers else ""
        with _told(self._server):
            fetched = self._client.fetch(uids, [f"BODY.PEEK[{what}]"])
            key = f"BODY[{what}]".encode()
            return {uid: bytes(each[key]) for uid, each in fetched.items() if each.get(key) is not None}

    def wait(self, seconds: float) -> bool:
        """Whether something came into the open folder within the time."""
        seconds = min(seconds, LONGEST_IDLE)
        with _told(self._server):
            if not self._client.has_capability("IDLE"):
                return _polled(self._client.noop, seconds)
            self._client.idle()
            news = _arrived(self._client.idle_check, seconds)
            _, last = self._client.idle_done()
            return news or _tells_news(last)


def _utc(moment: datetime) -> datetime:
    """The library gives naive local times."""
    return moment.astimezone(UTC)


def _tells_news(answers: Sequence[Any]) -> bool:
    return any(len(answer) > 1 and answer[1] in {b"EXISTS", b"RECENT"} for answer in answers)


def _arrived(check: Callable[[float], Sequence[Any]], seconds: float) -> bool:
    """Servers also say that they are still there: that is no news. A connection that is gone says nothing, at once."""
    end = time.monotonic() + seconds
    silent = 0
    while (left := end - time.monotonic()) > 0 and silent < MOST_SILENT:
        answers = check(left)
        if _tells_news(answers):
            return True
        silent = 0 if answers else silent + 1
    return False


def _polled(noop: Callable[[], Any], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while True:
        if _tells_news(noop()[1]):
            return True
        left = end - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(left, BETWEEN_CHECKS))
