"""Where a calendar lies: files of a folder or bucket, or an address on the web."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

from connectors.folder import Folder, mark_of
from crm.clock import Clock
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import BusyError, UnauthorizedError

LARGEST = 50_000_000  # bytes of one calendar
TIMEOUT = 30.0  # seconds for each part of an answer
MOST_HOPS = 3
BUSY_FOR, LONGEST = timedelta(minutes=5), timedelta(hours=6)
SCHEMES = ("https://", "http://", "webcal://", "webcals://")


@dataclass(frozen=True)
class Calendars:
    """What lies there now, by a name for each; `state` is given to the next look, which then hears only of changes."""

    contents: dict[str, bytes]
    state: dict[str, str]
    unread: tuple[str, ...] = ()  # names of what could not be read


class Feed(Protocol):
    def look(self, state: Mapping[str, str]) -> Calendars | None:
        """What lies there; None where nothing changed since the look that gave `state` ({}: no such look)."""

    def close(self) -> None: ...


class FolderFeed:
    """ICS files in a folder, a bucket, or one such file."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def look(self, state: Mapping[str, str]) -> Calendars | None:
        files = self._folder.files(("*.ics", "*.ical", "*.ifb", "*.icalendar"))
        mark = mark_of(*sorted(file.mark for file in files))
        if state.get("mark") == mark:
            return None
        contents: dict[str, bytes] = {}
        unread = []
        for file in files:
            try:
                content = self._folder.read(file, LARGEST)
            except FileNotFoundError:
                continue
            except PermissionError:
                content = None
            if content is None:
                unread.append(file.path)
            else:
                contents[file.path] = content
        return Calendars(contents, {"mark": mark}, tuple(unread))

    def close(self) -> None:
        self._folder.close()


class WebFeed:
    """A calendar's address. Only its host is asked, whatever it redirects to, and it is asked politely.

    Args:
        address: where the calendar is; called when it is first needed, for it may be a secret.
        credentials: user and password, or None.
    """

    def __init__(
        self, address: Callable[[], str], credentials: Callable[[], tuple[str, str] | None], clock: Clock
    ) -> None:
        self._address, self._credentials, self._clock = address, credentials, clock
        self._client: Any = None

    def look(self, state: Mapping[str, str]) -> Calendars | None:
        asked = {"If-None-Match": state.get("etag", ""), "If-Modified-Since": state.get("modified", "")}
        headers = {name: value for name, value in asked.items() if value}
        address = _web(self._address())
        for _ in range(MOST_HOPS + 1):
            with _reached(), self._opened().stream("GET", address, headers=headers) as answer:
                if answer.has_redirect_location:
                    address = _elsewhere(address, answer)
                    continue
                if answer.status_code == 304 and headers:
                    return None
                self._check(answer)
                known = {"etag": answer.headers.get("ETag", ""), "modified": answer.headers.get("Last-Modified", "")}
                return Calendars({"": _whole(_body(answer))}, {name: value for name, value in known.items() if value})
        raise RejectedError("The calendar's address leads round in circles. Give the one it ends at.")

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _opened(self) -> Any:
        if self._client is None:
            import httpx  # noqa: PLC0415 - heavy

            # trust_env: no proxy and no password that a variable of the environment names
            self._client = httpx.Client(
                auth=self._credentials(),
                headers={"Accept": "text/calendar, */*;q=0.1", "User-Agent": "Rapport"},
                timeout=TIMEOUT,
                follow_redirects=False,
                trust_env=False,
            )
        return self._client

    def _check(self, answer: Any) -> None:
        status = answer.status_code
        if status in {401, 403}:
            raise UnauthorizedError("The calendar may not be read with this address or password. Give a new one.")
        if status == 429 or (status == 503 and "Retry-After" in answer.headers):
            raise BusyError("The calendar's host asks for patience.", self._wait(answer.headers.get("Retry-After", "")))
        if status in {404, 410}:
            raise RejectedError("There is no calendar at this address any more. Give the one it has now.")
        if status != 200:
            raise RetryableError(f"The calendar's host failed ({status}).")

    def _wait(self, said: str) -> timedelta:
        """Retry-After: seconds, or a date."""
        try:
            if said.strip().isascii() and said.strip().isdigit():
                asked = timedelta(seconds=int(said.strip()[:7]))
            else:
                asked = parsedate_to_datetime(said) - self._clock.now()
        except (TypeError, ValueError):
            asked = BUSY_FOR
        return min(max(asked, timedelta(seconds=1)), LONGEST)


def _web(address: str) -> str:
    """The address as https, where webcal is the name that calendars open it by."""
    return f"https://{address.partition('://')[2]}" if address.startswith("webcal") else address


def _elsewhere(address: str, answer: Any) -> str:
    """Where a redirect leads: only within the host that was configured, and never from https to http."""
    import httpx  # noqa: PLC0415

    try:
        before = httpx.URL(address)
        after = before.join(answer.headers.get("Location", ""))
    except httpx.InvalidURL:
        raise RetryableError("The calendar's host answers with an address that is none.") from None
    upgraded = (before.scheme, after.scheme) == ("http", "https") and before.port is None and after.port is None
    same = (before.scheme, before.port) == (after.scheme, after.port)
    if before.host != after.host or not (same or upgraded):
        raise RejectedError(f"The calendar has moved to {after.host or 'another host'}. Give its new address.")
    return str(after)


def _body(answer: Any) -> bytes:
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST:
            raise RejectedError("The calendar is larger than 50 MB. Give one of fewer years.")
    return bytes(body)


def _whole(body: bytes) -> bytes:
    """What a host answers may be a page to sign in on, or the half of a calendar."""
    if b"BEGIN:VCALENDAR" not in body.upper():
        raise RetryableError("The calendar's host answers with something that is no calendar.")
    if b"END:VCALENDAR" not in body.upper():
        raise RetryableError("The calendar's host broke off its answer.")
    return body


@contextmanager
def _reached() -> Iterator[None]:
    """What httpx raises may quote the address, which may be a secret: none of it is passed on."""
    import httpx  # noqa: PLC0415

    try:
        yield
    except httpx.TimeoutException:
        raise RetryableError("The calendar's host did not answer in time.") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise RejectedError(
            "The calendar's address is none. Give one that begins with https:// or webcal://."
        ) from None
    except (httpx.HTTPError, httpx.StreamError, OSError):
        raise RetryableError("The calendar's host could not be reached, or broke off its answer.") from None
