"""Installations that were begun: what Slack must bring back, once, within ten minutes."""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import timedelta
from typing import Any

from slack_sdk.oauth.state_store import OAuthStateStore
from sqlalchemy import CursorResult, delete

from crm.clock import Clock
from crm.model import SlackState
from crm.store import Store

LIFE = timedelta(minutes=10)


class States(OAuthStateStore):
    """slack_sdk's store of states, in the record; a state is taken by one request only, also of two at once."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    def issue(self, *_args: Any, **_kwargs: Any) -> str:
        state, now = secrets.token_urlsafe(32), self._clock.now()
        with self._store.write() as session:
            session.execute(delete(SlackState).where(SlackState.expires_at < now))
            session.add(SlackState(digest=_digest(state), expires_at=now + LIFE))
        return state

    def consume(self, state: str) -> bool:
        with self._store.write() as session:
            gone: CursorResult[Any] = session.execute(  # type: ignore[assignment]
                delete(SlackState).where(
                    SlackState.digest == _digest(state), SlackState.expires_at >= self._clock.now()
                )
            )
            return bool(gone.rowcount)


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
