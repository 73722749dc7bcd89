"""How it has gone with Slack these minutes: what it refused, what it delivered again, and what time it thinks it is."""

from __future__ import annotations

import threading
from collections import Counter, deque
from datetime import timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Literal

from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryHandler, RetryState

from bot.check import Check
from crm.clock import Clock

Sort = Literal["new", "again", "well", "limited", "failed"]
LATELY = 90.0  # seconds
MOST = 4_000  # of them are remembered
MANY = 3  # refusals, or repetitions, before anybody is told
SHARE = 0.2  # of deliveries: as many come twice when acknowledgements are late
BUSY = 429
BROKEN = 500
TOLERATED = 60.0  # seconds that clocks may differ by


class Weather:
    """What was noticed lately, by its sort; and by how much Slack's clock is ahead of ours."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._noticed: deque[tuple[float, Sort]] = deque(maxlen=MOST)
        self._lock = threading.Lock()
        self.ahead: timedelta | None = None  # None: Slack has not said what time it is

    def note(self, sort: Sort) -> None:
        with self._lock:
            self._noticed.append((monotonic(), sort))

    def told_time(self, date: str) -> None:
        """Takes the `Date` of an answer."""
        try:
            said = parsedate_to_datetime(date)
        except ValueError:
            return
        if said.tzinfo is not None:
            self.ahead = said - self._clock.now()

    def lately(self) -> Counter[Sort]:
        since = monotonic() - LATELY
        with self._lock:
            return Counter(sort for at, sort in self._noticed if at >= since)

    def check(self, *, connected: bool) -> Check:
        """How Slack is, as the process sees it that talks to it."""
        found = self.lately()
        if not connected:
            says = "this process is not connected: events do not come in here"
            todo = "It tries again by itself. See status.slack.com, the network, and RAPPORT_SLACK_APP_TOKEN."
            return Check("slack", "down", says, todo)
        if found["limited"] >= MANY:
            says = f"Slack's rate limit refused {found['limited']} calls in {LATELY:.0f} s; answers come late"
            todo = "Nothing is lost: they are sent when Slack allows. If it stays, link fewer channels."
            return Check("slack", "warning", says, todo)
        if found["failed"] >= MANY:
            says = f"{found['failed']} calls failed in {LATELY:.0f} s; answers come late"
            return Check("slack", "warning", says, "Nothing is lost. See status.slack.com and the network.")
        deliveries = found["new"] + found["again"]
        if found["again"] >= MANY and found["again"] >= SHARE * deliveries:
            says = f"of {deliveries} deliveries in {LATELY:.0f} s {found['again']} came again; each is dealt with once"
            todo = "Slack repeats what is acknowledged late: look at the load of this machine and at its network."
            return Check("slack", "warning", says, todo)
        return Check("slack", "ok", "connected")


class Observer(RetryHandler):
    """Sees every answer of Slack's and asks for no second attempt."""

    def __init__(self, weather: Weather) -> None:
        super().__init__()
        self._weather = weather

    def can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - slack_sdk's signature
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        if response is None:
            self._weather.note("failed")
            return False
        if dated := next((value for name, value in (response.headers or {}).items() if name.lower() == "date"), None):
            self._weather.told_time(dated[0] if isinstance(dated, list) else str(dated))
        status = response.status_code
        self._weather.note("limited" if status == BUSY else "failed" if status >= BROKEN else "well")
        return False


def clock_check(ahead: timedelta | None, of: str) -> Check:
    """Whether this machine's clock is that of the others."""
    if ahead is None:
        return Check("clock", "off", "there is nothing to compare it with")
    seconds = ahead.total_seconds()
    if abs(seconds) < TOLERATED:
        return Check("clock", "ok", f"is {of}'s, to {max(1, round(abs(seconds)))} s")
    way = "behind" if seconds > 0 else "ahead of"
    says = f"this machine's clock is {_span(abs(seconds))} {way} {of}'s"
    todo = (
        "Set it: timedatectl set-ntp true. Until then due dates, digests and “today” are wrong, signed events refused."
    )
    return Check("clock", "warning", says, todo)


def _span(seconds: float) -> str:
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.0f} min"
