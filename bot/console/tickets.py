"""Short-lived permissions: triggers that open a modal, and addresses to which the app may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.console.errors import SlackRefusal
from bot.console.ids import new_secret
from crm.clock import Clock

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    user: str
    issued_at: datetime
    exchanged: bool = False


@dataclass
class ResponseUrl:
    """Where an answer to an interaction or a command goes."""

    user: str
    channel: str
    issued_at: datetime
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0


class Tickets:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseUrl] = {}

    def trigger(self, user: str) -> str:
        trigger_id = f"{new_secret(12)}.{new_secret(12)}.{new_secret(32)}"
        self._triggers[trigger_id] = Trigger(user, self._clock.now())
        return trigger_id

    def exchange(self, trigger_id: str | None) -> str:
        """The person behind a trigger, once and within three seconds.

        Raises:
            SlackRefusal: it is unknown, too old or already used.
        """
        trigger = self._triggers.get(trigger_id or "")
        if trigger is None:
            raise SlackRefusal("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackRefusal("exchanged_trigger_id")
        if self._clock.now() - trigger.issued_at > TRIGGER_LIFE:
            raise SlackRefusal("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user

    def response(self, response: ResponseUrl) -> str:
        token = new_secret(24)
        self._responses[token] = response
        return token

    def new_response(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        return self.response(ResponseUrl(user, channel, self._clock.now(), message_ts, thread_ts))

    def use_response(self, token: str) -> ResponseUrl:
        """What an answer address stands for; five uses within half an hour.

        Raises:
            SlackRefusal: it is unknown, too old or used up.
        """
        response = self._responses.get(token)
        if response is None:
            raise SlackRefusal("no_such_url")
        if self._clock.now() - response.issued_at > RESPONSE_LIFE:
            raise SlackRefusal("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackRefusal("used_url")
        response.uses += 1
        return response
