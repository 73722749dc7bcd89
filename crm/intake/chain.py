"""The way of an item through the house: linked, redacted, captured; what fails is tried again, then parked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import structlog
from pydantic import TypeAdapter
from sqlalchemy import select, update

from crm.capture import Capture
from crm.clock import Clock
from crm.errors import RapportError, RejectedError, RetryableError
from crm.inbox import MOST_ATTEMPTS, REASON_LENGTH
from crm.intake.addresses import AddressBooks
from crm.intake.batch import Batch
from crm.intake.changes import Changes
from crm.intake.draft import Draft, draft_of
from crm.intake.event import Broken, Change, Event, Item
from crm.intake.policy import Policy
from crm.model import InboxItem, InboxState, Interaction, Tenant
from crm.ports import Guard, Objects
from crm.retention import TOO_OLD, Rules
from crm.store import Store

log = structlog.get_logger(__name__)

BATCH = 64  # items a transaction: long enough to pay, short enough that nobody waits for the record
WAIT = timedelta(seconds=30)  # before a failed item is tried again
FORGOTTEN = "somebody who was forgotten"
ITEM: TypeAdapter[Item] = TypeAdapter(Item)
Claimed = tuple[int, str, str]  # an inbox item's id, its source's name and its payload


class Chain:
    """Deals with what sources brought.

    Args:
        wake: told of a tenant whose record has something new to read and to index.
        guard: keeps out who was forgotten.
        objects: where the original of a document that is refused is taken away again.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        capture: Capture,
        wake: Callable[[int], object],
        guard: Guard | None = None,
        *,
        objects: Objects | None = None,
    ) -> None:
        self._objects = objects
        self._store, self._clock, self._capture, self._wake, self._guard = store, clock, capture, wake, guard
        self._books = AddressBooks()
        self._changes = Changes(clock)
        self._turn = Lock()  # within a process; between processes the record's unique keys keep one from being two

    def run(self, tenant_id: int) -> int:
        """Deals with everything that waits; returns with how many items it did.

        Raises:
            RetryableError: the record is not to be had; what is not done waits.
        """
        done = 0
        with self._turn:
            while claimed := self._claim(tenant_id):
                self._together(tenant_id, claimed)
                done += len(claimed)
        return done

    def _claim(self, tenant_id: int) -> list[Claimed]:
        before = self._clock.now() - WAIT
        with self._store.write() as session:
            items = session.scalars(
                select(InboxItem)
                .where(
                    InboxItem.tenant_id == tenant_id,
                    InboxItem.source_id.is_not(None),
                    InboxItem.state == InboxState.RECEIVED,
                    (InboxItem.done_at.is_(None)) | (InboxItem.done_at < before),
                )
                .order_by(InboxItem.received_at, InboxItem.id)
                .limit(BATCH)
            ).all()
            for item in items:
                item.attempts += 1
            return [(item.id, item.source, item.payload) for item in items]

    def _together(self, tenant_id: int, claimed: Sequence[Claimed]) -> None:
        """A batch in one transaction; where it fails, each by itself, so that one bad item holds up no other."""
        try:
            self._deal(tenant_id, claimed)
        except RetryableError:
            raise
        except Exception as error:  # noqa: BLE001 - whichever of them it was is found below
            log.info("batch_taken_apart", kind=type(error).__name__)
            for one in claimed:
                self._alone(tenant_id, one)
        self._wake(tenant_id)

    def _alone(self, tenant_id: int, one: Claimed) -> None:
        try:
            self._deal(tenant_id, [one])
        except RetryableError:
            raise
        except RejectedError as error:
            self._failed(one[0], error.message, finally_=True)
        except RapportError as error:
            self._failed(one[0], error.message)
        except Exception as error:  # one item must not hold up the others; the log names the place
            log.exception("item_broke", item=one[0])
            self._failed(one[0], f"It could not be taken in ({type(error).__name__}).")

    def _deal(self, tenant_id: int, claimed: Sequence[Claimed]) -> None:
        told = [(identity, source, ITEM.validate_json(payload)) for identity, source, payload in claimed]
        guarded = self._guarded(tenant_id, [item for _, _, item in told])
        items = [(identity, source, item) for (identity, source, _), item in zip(told, guarded, strict=True)]
        for identity, source, item in items:  # rows first: what happened may name them
            if isinstance(item, Change):
                with self._store.write() as session:
                    self._changes.apply(session, tenant_id, source, item)
                    session.execute(update(InboxItem), [_done(identity, self._clock.now())])
            elif isinstance(item, Broken):
                self._failed(identity, item.reason, finally_=True)
            elif item is None:
                with self._store.write() as session:
                    session.execute(update(InboxItem), [_skipped(identity, self._clock.now(), FORGOTTEN)])
        self._events(tenant_id, [(i, source, item) for i, source, item in items if isinstance(item, Event)])

    def _guarded(self, tenant_id: int, items: Sequence[Item]) -> Sequence[Item | None]:
        return items if self._guard is None else self._guard.items(tenant_id, items)

    def _events(self, tenant_id: int, events: Sequence[tuple[int, str, Event]]) -> None:
        if not events:
            return
        with self._store.read() as session:
            settings = session.get_one(Tenant, tenant_id).settings
            policy, rules = Policy.of(settings), Rules.of(settings)
            book = self._books.get(session, tenant_id)
        drafts = [draft_of(event, source, identity, book, policy) for identity, source, event in events]
        drafts = [_young(draft, rules, self._clock.now()) for draft in drafts]
        kept = [draft for draft in drafts if not draft.refusal]
        self._drop(tenant_id, [draft.captured.document for draft in drafts if draft.refusal])
        prepared = self._capture.prepare(tenant_id, [draft.captured for draft in kept])
        now = self._clock.now()
        with self._store.write() as session:
            rows = Batch(session, tenant_id, self._capture, now).write(kept, prepared)
            settled = [_done(draft.item_id, now, row.id) for draft, row in zip(kept, rows, strict=True)]
            settled += [_skipped(draft.item_id, now, draft.refusal) for draft in drafts if draft.refusal]
            session.execute(update(InboxItem), settled)

    def _drop(self, tenant_id: int, documents: Sequence[str | None]) -> None:
        """Originals that their sources put into storage, and that nothing of the record will ever point at."""
        keys = {key for key in documents if key}
        if not keys or self._objects is None:
            return
        with self._store.read() as session:
            query = select(Interaction.document).where(
                Interaction.tenant_id == tenant_id, Interaction.document.in_(keys)
            )
            used = set(session.scalars(query))
        for key in sorted(keys - used):
            self._objects.delete(tenant_id, key)

    def _failed(self, item_id: int, reason: str, *, finally_: bool = False) -> None:
        """Notes why; the payload stays, so that the item can be tried again once the cause is mended."""
        with self._store.write() as session:
            item = session.get_one(InboxItem, item_id)
            item.reason, item.done_at = reason[:REASON_LENGTH], self._clock.now()
            if finally_ or item.attempts >= MOST_ATTEMPTS:
                item.state = InboxState.PARKED


def _young(draft: Draft, rules: Rules, now: datetime) -> Draft:
    """Refused where it is older than the team keeps: else what was removed would come back with another look."""
    captured = draft.captured
    refused = rules.refuses(captured.kind.value, captured.occurred_at, captured.account_id, now)
    return replace(draft, refusal=TOO_OLD) if refused else draft


def _done(item_id: int, now: datetime, interaction_id: int | None = None) -> dict[str, Any]:
    """The item as it is once dealt with; its payload, which holds people's words, goes."""
    became = {"state": InboxState.DONE, "interaction_id": interaction_id, "reason": None}
    return {"id": item_id, "payload": "{}", "done_at": now, **became}


def _skipped(item_id: int, now: datetime, why: str) -> dict[str, Any]:
    return {**_done(item_id, now), "state": InboxState.SKIPPED, "reason": why}
