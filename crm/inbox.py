"""The inbox: what came in, committed before anything is answered, each delivery once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import InboxItem, InboxState
from crm.store import Store

MOST_ATTEMPTS = 5
PATIENCE = timedelta(hours=1)  # an outage is not the item's fault, and most end sooner
KEY_LENGTH = 191
REASON_LENGTH = 512


class Inbox:
    """Keeps events until they are dealt with.

    An event is known by its tenant, source and key: a second delivery finds the first.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def receive(self, tenant_id: int, source: str, key: str, payload: Mapping[str, Any]) -> tuple[int, bool]:
        """Commits an event. Returns its id and whether it is new.

        Raises:
            RejectedError: the key is empty or too long to be an event's id.
            RetryableError: the record is not to be had; the sender should deliver again.
        """
        if not key or len(key) > KEY_LENGTH:
            raise RejectedError("The event carries no usable id.")
        item = InboxItem(
            tenant_id=tenant_id,
            source=source,
            key=key,
            payload=json.dumps(payload, ensure_ascii=True),
            received_at=self._clock.now(),
        )
        try:
            with self._store.write(urgent=True) as session:
                session.add(item)
        except IntegrityError:  # it was delivered before, which is the rarer case: most cost one transaction
            known = self._find(tenant_id, source, key)
            if known is None:
                raise
            return known, False
        return item.id, True

    def receive_all(
        self, session: Session, tenant_id: int, source: str, source_id: int, items: Mapping[str, str]
    ) -> list[str]:
        """Adds a connector's items, payloads by key, within the caller's transaction. Returns the keys that are new.

        Only one process looks at a source at a time, so no other delivery races this one.
        """
        known = set(
            session.scalars(
                select(InboxItem.key).where(
                    InboxItem.tenant_id == tenant_id, InboxItem.source == source, InboxItem.key.in_(items)
                )
            )
        )
        now = self._clock.now()
        new = [key for key in items if key not in known]
        if new:
            shared = {"tenant_id": tenant_id, "source": source, "source_id": source_id, "received_at": now}
            states = {"state": InboxState.RECEIVED, "attempts": 0}
            session.execute(insert(InboxItem), [{**shared, **states, "key": k, "payload": items[k]} for k in new])
        return new

    def claim(self, item_id: int) -> dict[str, Any] | None:
        """The payload of an item that is still to be dealt with, counting the attempt; None when it is done."""
        with self._store.write() as session:
            item = session.get(InboxItem, item_id)
            if item is None or item.state is not InboxState.RECEIVED:
                return None
            item.attempts += 1
            payload: dict[str, Any] = json.loads(item.payload)
            return payload

    def attempts(self, item_id: int) -> int:
        """How often it was begun to deal with an item."""
        with self._store.read() as session:
            return session.scalar(select(InboxItem.attempts).where(InboxItem.id == item_id)) or 0

    def done(self, item_id: int) -> None:
        """The item is dealt with; its payload, which holds people's words, goes."""
        with self._store.write() as session:
            session.execute(
                update(InboxItem)
                .where(InboxItem.id == item_id)
                .values(state=InboxState.DONE, done_at=self._clock.now(), payload="{}", reason=None)
            )

    def failed(self, item_id: int, reason: str) -> InboxState:
        """Notes that something outside did not answer; an item is parked for a person to look at once that went on for
        `PATIENCE`, and at `MOST_ATTEMPTS` attempts at least.
        """
        with self._store.write() as session:
            item = session.get_one(InboxItem, item_id)
            item.reason = reason[:REASON_LENGTH]
            if item.attempts >= MOST_ATTEMPTS and self._clock.now() - item.received_at >= PATIENCE:
                item.state = InboxState.PARKED
            return item.state

    def waiting(self, limit: int = 100) -> list[int]:
        """Ids of items not dealt with yet, oldest first."""
        with self._store.read() as session:
            query = (
                select(InboxItem.id)
                .where(InboxItem.state == InboxState.RECEIVED)
                .order_by(InboxItem.received_at, InboxItem.id)
                .limit(limit)
            )
            return list(session.scalars(query))

    def _find(self, tenant_id: int, source: str, key: str) -> int | None:
        with self._store.read() as session:
            return session.scalar(
                select(InboxItem.id).where(
                    InboxItem.tenant_id == tenant_id, InboxItem.source == source, InboxItem.key == key
                )
            )
