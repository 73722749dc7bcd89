"""Sends one day's digest once: claimed, looked for where it may be there already, posted, noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

from crm.digests.rounds import Claim, Rounds
from crm.errors import RejectedError, RetryableError

log = structlog.get_logger()

BROKE = "Something went wrong on my side. It is noted for your admin."


@dataclass(frozen=True)
class Posted:
    """Where a message stands. `kept` is what the next digest compares with."""

    channel: str
    ts: str
    kept: dict[str, Any] | None = field(default=None)


class Outlet(Protocol):
    """Where digests go. All of it raises RetryableError (not now; it may have got there) and RejectedError (never)."""

    def find(self, claim: Claim) -> Posted | None:
        """The message of this claim's key, where there is one."""

    def prepare(self, claim: Claim) -> Callable[[], Posted]:
        """Everything short of posting; what it gives posts."""

    def finish(self, claim: Claim, posted: Posted) -> None:
        """What follows a message that stands; nothing depends on it."""

    def reason(self, error: RejectedError) -> str:
        """What its owner is told of a refusal."""


def send(rounds: Rounds, run_id: int, outlet: Outlet) -> None:
    """Sends a run where it is this process's to send; whatever happens, the run says how it stands."""
    claim = rounds.claim(run_id)
    if claim is None:
        return
    try:
        _send(rounds, claim, outlet)
    except RetryableError as error:
        log.warning("digest_put_off", digest=claim.digest_id, attempt=claim.attempt)
        rounds.failed(claim, error.message)
    except RejectedError as error:
        log.warning("digest_refused", digest=claim.digest_id)
        rounds.refused(claim, outlet.reason(error))
    except Exception:  # the run says how it stands, and those behind it do not wait
        log.exception("digest_broke", digest=claim.digest_id)
        rounds.failed(claim, BROKE)


def _send(rounds: Rounds, claim: Claim, outlet: Outlet) -> None:
    if claim.tried_at is not None:
        found = outlet.find(claim)
        if found is not None:
            rounds.sent(claim, found.channel, found.ts)
            return
        if rounds.is_late(claim):
            rounds.missed(claim)
            return
    post = outlet.prepare(claim)
    if not rounds.about_to_post(claim):
        return  # it took so long that another has taken it up
    posted = post()
    rounds.sent(claim, posted.channel, posted.ts, posted.kept)
    outlet.finish(claim, posted)
