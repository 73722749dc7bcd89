"""A vendor's JSON API: one host, bounded in time and size, its failures told by what the caller does next."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit

import httpx
from pydantic import AfterValidator

from crm.clock import Clock
from crm.errors import FatalError, RejectedError, RetryableError
from crm.intake.connector import BusyError, UnauthorizedError

LARGEST = 64 * 2**20  # bytes of one answer; a page of any of these APIs is a hundredth of it
WHOLE = 4  # a call takes at most this many times what one read may take
BUSY = timedelta(minutes=1)  # where the vendor asks for patience and does not say how long
LONGEST = timedelta(hours=1)
Json = dict[str, Any]


class NotThereError(RejectedError):
    """What was asked for does not exist there (any more)."""


def checked_address(said: str) -> str:
    """The address of a vendor's API: https, or http on this machine; no path, no credentials."""
    parts = urlsplit(said.strip().rstrip("/"))
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here(parts.hostname or "")):
        raise ValueError("an address begins with https://")
    if not parts.hostname or parts.username or parts.path or parts.query or parts.fragment:
        raise ValueError("an address is a host alone, such as https://acme.zendesk.com")
    return f"{parts.scheme}://{parts.netloc}"


Address = Annotated[str, AfterValidator(checked_address)]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {_sendable(token)}"}


def basic(user: str, password: str) -> dict[str, str]:
    pair = f"{user}:{_sendable(password)}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


class Api:
    """Calls of one vendor. Nothing is connected to before the first; no other host is ever spoken to.

    Args:
        vendor: its name, for messages.
        address: of its API (see `checked_address`).
        headers: sent with every call; they hold the secret and never leave this object otherwise.
        patience: seconds that connecting, and each further part of an answer, may take.
        largest: bytes that an answer may have.
    """

    def __init__(
        self,
        vendor: str,
        address: str,
        headers: Mapping[str, str],
        clock: Clock,
        *,
        patience: float,
        largest: int = LARGEST,
    ) -> None:
        self.address = address
        self._vendor, self._headers, self._clock = vendor, dict(headers), clock
        self._patience, self._largest = patience, largest
        self._client: httpx.Client | None = None

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Json:
        """The JSON object at a path.

        Raises:
            BusyError, UnauthorizedError, RetryableError: as connectors raise them.
            NotThereError: 404 or 410.
            RejectedError: it refuses the request as such, or has moved.
        """
        return self._call("GET", path, params=dict(params or {}))

    def post(self, path: str, body: Mapping[str, Any]) -> Json:
        """What it answers to an object; raises as `get` does."""
        return self._call("POST", path, json=dict(body))

    def delete(self, path: str) -> None:
        """Raises as `get` does."""
        self._call("DELETE", path)

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _call(self, method: str, path: str, **content: Any) -> Json:
        # What httpx raises can quote the request, its headers too: none of it is passed on.
        try:
            with self._opened().stream(method, path, **content) as response:
                status, headers, body = response.status_code, response.headers, self._read(response)
        except httpx.TimeoutException:
            raise RetryableError(f"{self._vendor} did not answer in time.") from None
        except (httpx.HTTPError, httpx.StreamError, OSError):
            raise RetryableError(f"{self._vendor} could not be reached, or broke off its answer.") from None
        if status >= 300:
            raise self._failure(status, headers)
        return self._object(body) if body or status != 204 else {}

    def _opened(self) -> httpx.Client:
        if self._client is None:
            self._client = httpx.Client(
                base_url=self.address,
                headers={"Accept": "application/json", "User-Agent": "Rapport", **self._headers},
                timeout=self._patience,
                follow_redirects=False,
                trust_env=False,  # no proxy and no password that a variable of the environment names
            )
        return self._client

    def _read(self, response: httpx.Response) -> bytes:
        ends = time.monotonic() + WHOLE * self._patience
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > self._largest:
                raise RetryableError(f"{self._vendor} answered with more than {self._largest:,} bytes.")
            if time.monotonic() > ends:
                raise RetryableError(f"{self._vendor} did not answer in time.")
        return bytes(body)

    def _object(self, body: bytes) -> Json:
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise RetryableError(f"{self._vendor} answered with something that is not JSON.") from None
        return found

    def _failure(self, status: int, headers: httpx.Headers) -> Exception:
        vendor = self._vendor
        if status in {401, 403}:
            lacks = "does not take this token any more" if status == 401 else "does not let this token do that"
            return UnauthorizedError(f"{vendor} {lacks}. Set a new one, then `rapport source resume`.")
        if status == 429 or (status == 503 and "retry-after" in headers):
            return BusyError(f"{vendor} asks for patience.", self._wait(headers.get("retry-after", "")))
        if status in {404, 410}:
            return NotThereError(f"{vendor} does not have what was asked for ({status}). Check the source's address.")
        if status in {408, 425} or status >= 500:
            return RetryableError(f"{vendor} failed ({status}).")
        if status < 400:
            return RejectedError(f"{vendor} answers from another address ({status}). Set the source's address anew.")
        return RejectedError(f"{vendor} does not take the request ({status}).")

    def _wait(self, said: str) -> timedelta:
        """Retry-After: seconds, or a date."""
        if said.strip().isascii() and said.strip().isdigit():
            asked = timedelta(seconds=min(int(said), 86_400))
        else:
            try:
                asked = parsedate_to_datetime(said) - self._clock.now()
            except (TypeError, ValueError):
                asked = BUSY
        return min(max(asked, timedelta(seconds=1)), LONGEST)


def listed(answer: Mapping[str, Any], name: str) -> list[Any]:
    """A list out of an answer.

    Raises:
        RetryableError: there is none.
    """
    found = answer.get(name)
    if not isinstance(found, list):
        raise RetryableError(f"The answer has no {name}.")
    return found


def is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _sendable(secret: str) -> str:
    if not secret.strip().isascii() or not secret.strip().isprintable():
        raise FatalError("The secret of this source has characters that no token has. Set it anew.")
    return secret.strip()
