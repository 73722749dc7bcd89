"""A file from a vendor's storage, by the address that a signed request named; no other host is ever spoken to."""

from __future__ import annotations

import time
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

import httpx

from connectors.http import bearer, is_here
from crm.errors import RejectedError, RetryableError

HOPS = 4  # addresses in a row: storages pass a reader on to where a file lies
PATIENCE = 5.0  # seconds that connecting, and each further part, may take
WHOLE = 20.0  # seconds that the whole file may take
ELSEWHERE = "The request names a file on a host that this source does not read from (hosts)."


def downloaded(address: str, token: str, hosts: Sequence[str], most: int) -> bytes:
    """The file's content.

    Args:
        address: where it lies: https, or http on this machine.
        token: shows that we may read it; "" for none.
        hosts: names of the hosts that may be read from, with all below them.
        most: bytes that it may have.

    Raises:
        RetryableError: the storage is down, slow, or has not got it yet.
        RejectedError: the address is elsewhere, or the file is too large.
    """
    headers = {"User-Agent": "Rapport", **(bearer(token) if token else {})}
    try:
        with httpx.Client(headers=headers, timeout=PATIENCE, follow_redirects=False, trust_env=False) as client:
            for _ in range(HOPS):
                with client.stream("GET", _allowed(address, hosts)) as answer:
                    if not answer.is_redirect:
                        return _content(answer, most)
                    address = urljoin(address, answer.headers.get("location", ""))
    except httpx.TimeoutException:
        raise RetryableError("The recorder's storage did not answer in time.") from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError):
        raise RetryableError("The recorder's storage could not be reached, or broke off its answer.") from None
    raise RetryableError("The recorder's storage passes us on in circles.")


def _allowed(address: str, hosts: Sequence[str]) -> str:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
    except ValueError:
        raise RejectedError(ELSEWHERE) from None
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_here(host))
    if not safe or not any(host == each or host.endswith(f".{each}") for each in hosts):
        raise RejectedError(ELSEWHERE)
    return address


def _content(answer: httpx.Response, most: int) -> bytes:
    if answer.status_code != httpx.codes.OK:
        raise RetryableError(f"The recorder's storage does not give the file ({answer.status_code}).")
    ends, content = time.monotonic() + WHOLE, bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > most:
            raise RejectedError("The transcript is larger than one may be (most_megabytes).")
        if time.monotonic() > ends:
            raise RetryableError("The recorder's storage did not answer in time.")
    return bytes(content)
