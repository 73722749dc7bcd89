"""JSON over HTTP with one vector store: only its own host is ever asked, and each call has an end."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from threading import Lock
from typing import Any

from crm.errors import FatalError, RapportError, RetryableError
from indexing.deadline import Deadline
from indexing.stores.faults import BUSY, NONSENSE, REFUSED, SILENT, UNFIT, MissingError, TakenError

TRIES = 3
PAUSE = 0.2  # seconds before the second try where the store names none
AGAIN = frozenset({429, 502, 503, 504})


class Rest:
    """Args:
    address: `http://host:port/path`; what is asked follows it.
    headers: of every call, the key among them.
    """

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        self._address = address
        self._headers = dict(headers)
        self._client: Any = None
        self._lock = Lock()

    def call(self, method: str, path: str, budget: timedelta, body: Any = None, params: Any = None) -> Any:
        """The answer's JSON.

        Raises:
            MissingError: 404.
        TakenError: 409.
            RetryableError: no answer in time, or one that is none.
            FatalError: the store wants another key or other vectors.
        """
        import orjson  # noqa: PLC0415 - with what needs no vectors it stays unloaded

        content = None if body is None else orjson.dumps(body, option=orjson.OPT_SERIALIZE_NUMPY)
        deadline = Deadline(budget)
        try:
            status, answer = self._answered(deadline, method, path, content, params)
        finally:
            deadline.release()
        _check(status)
        with sensible():
            return orjson.loads(answer) if answer else {}

    def close(self) -> None:
        if self._client is not None:
            self._client.close()

    def _answered(
        self, deadline: Deadline, method: str, path: str, content: bytes | None, params: Any
    ) -> tuple[int, bytes]:
        """Tries again where the store asks for patience, for as long as the call may take."""
        for attempt in range(1, TRIES + 1):
            status, answer, pause = self._once(deadline, method, path, content, params)
            wait = PAUSE * attempt if pause is None else pause
            if status not in AGAIN or attempt == TRIES or wait >= deadline.left():
                break
            time.sleep(wait)
        return status, answer

    def _once(
        self, deadline: Deadline, method: str, path: str, content: bytes | None, params: Any
    ) -> tuple[int, bytes, float | None]:
        import httpx  # noqa: PLC0415

        client = self._opened()
        try:
            request = client.build_request(
                method, self._address + path, content=content, params=params, timeout=deadline.limits()
            )
            response = client.send(request, stream=True)
            try:
                deadline.watch(response)
                return response.status_code, response.read(), _pause(response.headers.get("retry-after"))
            finally:
                response.close()
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise RetryableError(SILENT) from error

    def _opened(self) -> Any:
        import httpx  # noqa: PLC0415

        with self._lock:
            if self._client is None:
                self._client = httpx.Client(
                    headers={"Content-Type": "application/json", **self._headers},
                    follow_redirects=False,  # a redirect or a proxy would carry vectors to a host that nobody allowed
                    trust_env=False,
                    verify=_certificates(),
                )
            return self._client


@contextmanager
def sensible() -> Iterator[None]:
    """Around what takes an answer apart: one of another shape is none."""
    try:
        yield
    except RapportError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise RetryableError(NONSENSE) from error


def _check(status: int) -> None:
    if status < 300:
        return
    if status == 404:
        raise MissingError
    if status == 409:
        raise TakenError
    if status in {401, 403}:
        raise FatalError(REFUSED)
    if status in {400, 413, 422}:
        raise FatalError(UNFIT)
    raise RetryableError(BUSY if status == 429 else SILENT if status >= 500 else NONSENSE)


def _pause(said: str | None) -> float | None:
    """Seconds; a date or anything else counts as not said."""
    return float(said) if said and said.isdigit() else None


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
