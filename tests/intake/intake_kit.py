"""A record with a client and its people, and sources that hand out what a test gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from crm.capture import Capture
from crm.clock import FixedClock
from crm.intake.chain import Chain
from crm.intake.event import Event, Item, Page, Party
from crm.intake.sources import SourceBook
from crm.intake.sync import Sync
from crm.model import Account, Contact, Kind, Source, User
from crm.ports import Redacted
from crm.store import Store

WHEN = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


class Unredacted:
    def redact(self, _tenant_id: int, texts: Any, about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


class Handed:
    """A source that hands out pages, and then raises where it is told to."""

    def __init__(self, *pages: list[Item], then: Exception | None = None, columns: Any = None) -> None:
        self.list, self.then, self.columns = pages, then, columns

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for number, items in enumerate(self.list):
            if number >= cursor.get("next", 0):
                yield Page.of(items, {"next": number + 1}, self.columns)
        if self.then:
            raise self.then

    def close(self) -> None:
        pass


class House:
    """The intake of one tenant over a record."""

    def __init__(self, store: Store, tenant_id: int, clock: FixedClock, redactor: Any = None) -> None:
        self.store, self.tenant_id, self.clock = store, tenant_id, clock
        self.connectors: dict[str, Any] = {}
        self.sources = SourceBook(store, clock)
        self.woken: list[int] = []
        self.sync = Sync(
            store, clock, sources=self.sources, connect=lambda s: self.connectors[s.name], wake=self.woken.append
        )
        self.capture = Capture(clock, redactor or Unredacted(), None)
        self.chain = Chain(store, clock, self.capture, lambda _: None)

    def source(self, name: str, connector: Any) -> Source:
        self.connectors[name] = connector
        return self.sources.add(self.tenant_id, name, "handed", {}, timedelta(seconds=60))

    def take(self, *items: Item, source: str = "mail") -> int:
        """Everything at once: handed out, received, dealt with."""
        made = self.source(source, Handed(list(items)))
        look = self.sync.run(made.id)
        assert look is not None
        assert look.error is None
        return self.chain.run(self.tenant_id)


def people(store: Store, tenant_id: int) -> dict[str, int]:
    """Acme with Jane and Omar, Globex with Jane, and our own Dana and Priya; ids by name."""
    at = {"tenant_id": tenant_id, "created_at": WHEN, "updated_at": WHEN}
    with store.write() as session:
        acme = Account(name="Acme", domain="acme.com", **at)
        globex = Account(name="Globex", **at)
        session.add_all([acme, globex])
        session.flush()
        rows = [
            Contact(name="Jane Miller", email="jane@acme.com", account_id=acme.id, **at),
            Contact(name="Omar Haddad", email="Omar@Acme.com", account_id=acme.id, **at),
            Contact(name="Jane Cole", email="jane.cole@globex.io", account_id=globex.id, **at),
            User(name="Dana Reyes", email="dana@northwind.example", **at),
            User(name="Priya Nair", email="priya@northwind.example", **at),
        ]
        session.add_all(rows)
        session.flush()
        return {row.name: row.id for row in [acme, globex, *rows]}


def mail(key: str, sender: str, *to: str, text: str = "Hello", **more: Any) -> Event:
    parties = (Party(role="from", address=sender), *(Party(role="to", address=each) for each in to))
    return Event(**{"key": key, "kind": Kind.EMAIL, "occurred_at": WHEN, "text": text, "parties": parties, **more})
