"""One Ollama host: who may be called, for how long, and what can go wrong there."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from crm.errors import FatalError, RetryableError
from indexing.breaker import DOWN
from indexing.deadline import Deadline

HOST = "http://127.0.0.1:11434"
BUSY = "The language model is busy. Rapport goes on without it; please try again later."
NONSENSE = "The language model gave no usable answer. Rapport goes on without it."


class BrokenOffError(RetryableError):
    """The connection or the model failed in the middle: asking again at once may help."""


class UnusableError(RetryableError):
    """The model answered, but not what it was asked for: another host with the same model would say the same."""


class Host:
    """Opens a client for each call, so that each has its own deadline. Only an allowed host is ever contacted.

    Raises:
        FatalError: the host is not allowed.
    """

    def __init__(self, host: str, allowed_hosts: Collection[str]) -> None:
        self.address = _allowed(host, allowed_hosts)

    @property
    def here(self) -> bool:
        """Whether it is this machine."""
        return _loopback((urlsplit(self.address).hostname or "").lower())

    @contextmanager
    def client(self, model: str, deadline: Deadline) -> Iterator[Any]:
        """A client whose errors are ours.

        Raises:
            RetryableError: the host is down, slow, busy, or answered what is not an answer.
            FatalError: the model is not installed.
        """
        import httpx  # noqa: PLC0415
        from ollama import Client, ResponseError  # noqa: PLC0415

        client = Client(
            self.address,
            timeout=deadline.limits(),
            follow_redirects=False,  # a redirect or a proxy would carry the text to a host that nobody allowed
            trust_env=False,
            verify=_certificates(),
            event_hooks={"response": [deadline.watch]},
        )
        try:
            yield client
        except ResponseError as error:
            raise _translated(error.status_code, model) from error
        except (httpx.TimeoutException, httpx.ConnectError) as error:
            raise RetryableError(DOWN) from error
        except (httpx.HTTPError, httpx.StreamError, ConnectionError) as error:
            raise (RetryableError if deadline.passed else BrokenOffError)(DOWN) from error
        except (ValueError, TypeError, AttributeError) as error:  # not JSON, or not an answer of Ollama's shape
            raise BrokenOffError(NONSENSE) from error
        finally:
            deadline.release()
            client.close()  # type: ignore[no-untyped-call]


def missing(model: str) -> str:
    return f"The language model {model} is not installed. Run: rapport model pull (or: ollama pull {model})"


def _translated(status: int, model: str) -> FatalError | RetryableError:
    """`status` is -1 for an error in the middle of a stream."""
    if status == 404:
        return FatalError(missing(model))
    if status == 503:
        return RetryableError(BUSY)
    return BrokenOffError(DOWN) if status >= 500 or status < 0 else RetryableError(DOWN)


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _allowed(host: str, allowed_hosts: Collection[str]) -> str:
    parts = urlsplit(host if "//" in host else f"http://{host}")
    name = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https"} or not name:
        raise FatalError("The address of the language model is not a web address, such as http://127.0.0.1:11434.")
    if not (_loopback(name) or name in {allowed.lower() for allowed in allowed_hosts}):
        raise FatalError("The host of the language model is not on the list of allowed hosts. An admin can add it.")
    return parts.geturl()


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
