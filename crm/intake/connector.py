"""What the intake needs of a connector, and how a connector says what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

from crm.errors import FatalError, RetryableError
from crm.intake.event import Page


class BusyError(RetryableError):
    """The source asks for patience (HTTP 429, 503)."""

    def __init__(self, message: str, after: timedelta) -> None:
        super().__init__(message)
        self.after = after


class UnauthorizedError(FatalError):
    """The source no longer takes the credentials: nothing comes until a person acts."""


class Connector(Protocol):
    """One way in. Made from a frozen configuration; making it connects to nothing."""

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """What is new since `cursor` ({} at first), oldest first, at most a few hundred items a page.

        A page that is handed out may be handed out again after a crash: keys and revisions make it the same. An item
        that cannot be read is a `Broken` in its place; one that cannot be reached ends the pages with an error after
        all pages before it were handed out.

        Raises:
            BusyError: the source asks for patience.
            UnauthorizedError: the credentials are no longer taken.
            RetryableError: the source is down, slow or answers nonsense.
            RejectedError: the configuration cannot work, whatever the source does.
        """

    def close(self) -> None:
        """Lets go of connections."""


@runtime_checkable
class Receiver(Protocol):
    """A connector that is told by requests."""

    def receive(self, headers: Mapping[str, str], body: bytes) -> Page:
        """What a request tells; its cursor is not used.

        Raises:
            UnauthorizedError: the request is not signed as it must be.
            RejectedError: what it tells cannot be read; nothing of it is taken.
        """


@runtime_checkable
class Challenged(Protocol):
    """A receiver whose sender asks, before it tells anything, for a sign that the address is ours."""

    def challenge(self, headers: Mapping[str, str], body: bytes) -> Mapping[str, str] | None:
        """What such a request is answered with; None for any other request. Raises as `Receiver.receive`."""


@runtime_checkable
class Waiter(Protocol):
    """A connector that can be listened to."""

    def wait(self, timeout: float) -> bool:
        """Waits up to `timeout` seconds; True as soon as something new may be there. Raises as `Connector.pages`."""

    def close(self) -> None: ...
