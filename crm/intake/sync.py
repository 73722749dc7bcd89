"""A look at a source: its pages into the inbox, each page committed with the cursor that follows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field

import structlog

from crm.clock import Clock
from crm.errors import FatalError, RejectedError, RetryableError
from crm.inbox import Inbox
from crm.intake.announcing import Announcements, Announcer
from crm.intake.circling import narrowed
from crm.intake.columns import without_ignored
from crm.intake.connector import BusyError, Challenged, Connector, Receiver, UnauthorizedError
from crm.intake.drift import note_drift
from crm.intake.event import Broken, Item, Page
from crm.intake.outbox import Outbox
from crm.intake.outlet import Outlet
from crm.intake.sources import LEASE, SourceBook
from crm.model import Source, Tenant
from crm.ports import Guard
from crm.store import Store

log = structlog.get_logger(__name__)


@dataclass
class Synced:
    """What a look brought, what it wrote there and took back, of how many changes it told. `error` says why it ended
    early (None: it did not); `held_up` what keeps notes from being written.
    """

    source: str
    kind: str = ""
    new: int = 0
    known: int = 0
    broken: int = 0
    written: int = 0
    withdrawn: int = 0
    announced: int = 0
    held_up: list[str] = field(default_factory=list)
    drifts: list[str] = field(default_factory=list)
    error: str | None = None


class Sync:
    """Looks at sources.

    Args:
        connect: makes the connector of a source; connects to nothing yet.
        wake: told of a tenant whose inbox has something new.
        outbox: writes to sources that are written to; without one none is.
        guard: takes out who was forgotten, before anything of them is written down.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        sources: SourceBook,
        connect: Callable[[Source], Connector],
        wake: Callable[[int], object],
        outbox: Outbox | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._guard = guard
        self._store, self._clock, self._sources = store, clock, sources
        self._inbox = Inbox(store, clock)
        self._connect, self._wake, self._outbox = connect, wake, outbox
        self._announcements = Announcements(store, clock)

    def run(self, source_id: int) -> Synced | None:
        """One look from where the last one ended; None where another look at this source is running.

        What went wrong is noted at the source and told in `error`; a retry comes with the schedule.
        """
        source = self._sources.lease(source_id)
        if source is None:
            return None
        told = Synced(source.name, source.kind)
        try:
            with closing(self._connect(source)) as connector:
                self._write(source, connector, told)
                if source.announces and isinstance(connector, Announcer):
                    told.announced = self._announcements.run(source, connector)
                for page in connector.pages(source.cursor):
                    self._take(source.id, page, told)
        except BusyError as error:
            told.error = error.message
            self._sources.failed(source.id, error.message, error.after)
        except RetryableError as error:
            told.error = error.message
            self._sources.failed(source.id, error.message)
        except (RejectedError, FatalError) as error:
            told.error = error.message
            self._sources.refused(source.id, error.message)
        except Exception as error:  # one source must not hold up the others; the log names the place
            told.error = f"This source's connector failed ({type(error).__name__}); the log has the place."
            log.exception("source_broke", source=source.name, kind=source.kind)
            self._sources.failed(source.id, told.error)
        else:
            self._sources.looked(source.id)
        return told

    def receive(self, name: str, headers: Mapping[str, str], body: bytes) -> Synced:
        """Takes what a request tells a source of this name; where several tenants have one, whose signature fits.

        Returns once it is committed: the sender may forget it then.

        Raises:
            UnauthorizedError: no source of this name takes the request.
            RejectedError: what it tells cannot be read; nothing of it was taken.
            RetryableError: the record is not to be had; the sender should try again.
        """
        for source in self._sources.told_by_requests(name):
            connector = self._connect(source)
            if not isinstance(connector, Receiver):
                continue
            try:
                page = connector.receive(headers, body)
            except UnauthorizedError:
                continue
            return self.hear(source, page)
        raise UnauthorizedError("There is no such source, or the signature does not fit.")

    def challenge(self, name: str, headers: Mapping[str, str], body: bytes) -> Mapping[str, str] | None:
        """The answer to a request by which a sender makes sure that the address is ours; None for any other request."""
        for source in self._sources.told_by_requests(name):
            connector = self._connect(source)
            if isinstance(connector, Challenged):
                with suppress(UnauthorizedError):
                    return connector.challenge(headers, body)
        return None

    def hear(self, source: Source, page: Page) -> Synced:
        """Commits what was told outside of any look.

        Raises:
            RetryableError: the record is not to be had; the teller should try again.
        """
        told = Synced(source.name)
        self._take(source.id, page, told, moves=False)
        return told

    def _write(self, source: Source, connector: Connector, told: Synced) -> None:
        """What people logged goes out first: they look for it there sooner than for news here."""
        if self._outbox is not None and isinstance(connector, Outlet):
            sent = self._outbox.run(source, connector)
            told.written, told.withdrawn, told.held_up = sent.written, sent.withdrawn, sent.held_up

    def _take(self, source_id: int, page: Page, told: Synced, *, moves: bool = True) -> None:
        with self._store.read() as session:
            source = session.get_one(Source, source_id)
            tenant_id, settings = source.tenant_id, source.settings
            team = session.get_one(Tenant, tenant_id).settings
        told_of = [without_ignored(narrowed(item, settings), team, source_id) for item in page.items]
        items = [kept for kept in self._guarded(tenant_id, told_of) if kept is not None]
        payloads = {_key(item): item.model_dump_json(exclude_defaults=True) for item in items}
        broken = {_key(item): item.reason for item in items if isinstance(item, Broken)}
        with self._store.write() as session:
            source = session.get_one(Source, source_id)
            new = set(self._inbox.receive_all(session, source.tenant_id, source.name, source.id, payloads))
            told.drifts += note_drift(session, source, page.columns, self._clock.now())
            if moves:
                source.cursor = page.cursor
                source.leased_until = self._clock.now() + LEASE
        told.new += len(new)
        told.known += len(payloads) - len(new)
        told.broken += len(new & set(broken))
        if new:
            self._wake(tenant_id)

    def _guarded(self, tenant_id: int, items: Sequence[Item]) -> Sequence[Item | None]:
        return items if self._guard is None else self._guard.items(tenant_id, items)


def _key(item: Item) -> str:
    return f"{item.type[0]}:{item.key}@{item.revision}" if item.revision else f"{item.type[0]}:{item.key}"
