"""One root of errors; each branch says what the caller does next."""

from __future__ import annotations


class RapportError(Exception):
    """Anything that Rapport itself raises.

    Args:
        message: a sentence fit for a user: what is wrong and what to do, without internals or customer text.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RetryableError(RapportError):
    """Something outside did not answer as it should; the same call may succeed later."""


class HeldElsewhereError(RetryableError):
    """Another process of Rapport holds what is needed, and does the work."""


class RejectedError(RapportError):
    """The input is wrong; the same call will fail again until somebody changes it."""


class FatalError(RapportError):
    """Rapport is set up wrongly; a person must act before anything goes on."""
