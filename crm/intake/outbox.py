"""What people log, written into the system its client came from: each entry once, and taken back where it is undone."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.display import display
from crm.errors import FatalError, RejectedError, RetryableError
from crm.intake.connector import BusyError
from crm.intake.outlet import Note, Outlet
from crm.intake.sources import LEASE, REASON_LENGTH
from crm.model import (
    Interaction,
    Kind,
    Outgoing,
    OutgoingState,
    ProposalState,
    ProposedEntry,
    Source,
    SourceRow,
    User,
    interaction_contacts,
)
from crm.store import Store

LOG = "log"  # the source of what people log
MOST = 50  # entries a look: a long backlog must not keep a source from being read
PATIENCE = timedelta(minutes=2)  # a call that broke off may still be carried out there for this long
UNSETTLED = (OutgoingState.WAITING, OutgoingState.SENDING)


@dataclass
class Sent:
    """What a look wrote and took back; `held_up` says what keeps the rest."""

    written: int = 0
    withdrawn: int = 0
    held_up: list[str] = field(default_factory=list)


class Outbox:
    """Writes through a source's outlet. Only the process that holds the source's lease may call it.

    An entry is marked as being sent before it is, and as written after. Where that second mark is missing, the note is
    looked for there by its key before it is written again.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def run(self, source: Source, outlet: Outlet) -> Sent:
        """Writes what was logged since the source was set up, and takes back what was undone.

        Raises:
            BusyError: the source asks for patience; what is not done waits.
        """
        sent = Sent()
        self._gather(source)
        for identity in self._open(source):
            try:
                self._deal(identity, outlet, sent)
            except BusyError as error:
                self._save(identity, reason=error.message)
                raise
            except RejectedError as error:
                self._save(identity, state=OutgoingState.PARKED, reason=error.message)
                sent.held_up.append(error.message)
            except (RetryableError, FatalError) as error:  # the next one would not fare better
                self._save(identity, reason=error.message)
                sent.held_up.append(error.message)
                break
        return sent

    def retry(self, source: Source) -> int:
        """Has what was refused there tried again; returns how many."""
        with self._store.write() as session:
            parked = session.scalars(
                select(Outgoing).where(Outgoing.source_id == source.id, Outgoing.state == OutgoingState.PARKED)
            ).all()
            for row in parked:
                row.state = OutgoingState.WRITTEN if row.remote_id else OutgoingState.SENDING  # it is looked for first
        return len(parked)

    def _gather(self, source: Source) -> None:
        with self._store.write() as session:
            rows = session.scalars(_unsent(source).limit(MOST)).all()
            for row in rows:
                session.add(
                    Outgoing(
                        tenant_id=source.tenant_id,
                        source_id=source.id,
                        interaction_id=row.id,
                        key=uuid.uuid4().hex,
                        entry=row.external_id or "",
                        about=_about(session, source, row),
                        created_at=self._clock.now(),
                    )
                )

    def _open(self, source: Source) -> list[int]:
        """What is to be dealt with, what failed before last of all; what may be under way there still is left alone."""
        gone = Outgoing.interaction_id.is_(None) & (Outgoing.state == OutgoingState.WRITTEN)
        settled_by = self._clock.now() - PATIENCE
        with self._store.read() as session:
            return list(
                session.scalars(
                    select(Outgoing.id)
                    .where(
                        Outgoing.source_id == source.id,
                        or_(
                            Outgoing.state == OutgoingState.WAITING,
                            (Outgoing.state == OutgoingState.SENDING) & (Outgoing.tried_at < settled_by),
                            gone,
                        ),
                    )
                    .order_by(Outgoing.attempts, Outgoing.id)
                    .limit(MOST)
                )
            )

    def _deal(self, identity: int, outlet: Outlet, sent: Sent) -> None:
        with self._store.read() as session:
            row = session.get_one(Outgoing, identity)
            note = _note(session, row)
            undone = _undone(session, row)
        remote = row.remote_id
        if row.state is OutgoingState.SENDING:
            remote = outlet.find(note)
            if remote is not None:
                self._save(identity, state=OutgoingState.WRITTEN, remote_id=remote, reason=None)
                sent.written += 1
        if row.interaction_id is None:
            self._take_back(identity, remote, outlet, sent, undone=undone)
        elif remote is None:
            self._write(identity, note, row.attempts, outlet)
            sent.written += 1

    def _write(self, identity: int, note: Note, attempts: int, outlet: Outlet) -> None:
        now = self._clock.now()
        self._save(identity, state=OutgoingState.SENDING, attempts=attempts + 1, tried_at=now)
        try:
            remote = outlet.write(note)
        except (BusyError, FatalError):  # refused before it was looked at: nothing of it got there
            self._save(identity, state=OutgoingState.WAITING)
            raise
        self._save(identity, state=OutgoingState.WRITTEN, remote_id=remote, reason=None)

    def _take_back(self, identity: int, remote: str | None, outlet: Outlet, sent: Sent, *, undone: bool) -> None:
        if remote is not None and not undone:
            self._save(identity, state=OutgoingState.RELEASED)
            return
        if remote is not None:
            outlet.withdraw(remote)
            sent.withdrawn += 1
        self._save(identity, state=OutgoingState.WITHDRAWN, reason=None)

    def _save(self, identity: int, **values: Any) -> None:
        if values.get("reason"):
            values["reason"] = values["reason"][:REASON_LENGTH]
        with self._store.write() as session:
            row = session.get_one(Outgoing, identity)
            for name, value in values.items():
                setattr(row, name, value)
            lease = {"leased_until": self._clock.now() + LEASE}
            session.execute(update(Source).where(Source.id == row.source_id).values(**lease))


def _unsent(source: Source) -> Any:
    """Entries of the log, made since the source was set up, about a row of its own, that were not gathered yet."""

    def rows(entity: str) -> Any:
        return select(SourceRow.row_id).where(SourceRow.source_id == source.id, SourceRow.entity == entity)

    about_contact = exists().where(
        interaction_contacts.c.interaction_id == Interaction.id,
        interaction_contacts.c.contact_id.in_(rows("contact")),
    )
    gathered = exists().where(Outgoing.source_id == source.id, Outgoing.interaction_id == Interaction.id)
    return (
        select(Interaction)
        .where(
            Interaction.tenant_id == source.tenant_id,
            Interaction.source == LOG,
            Interaction.created_at >= source.created_at,
            or_(Interaction.account_id.in_(rows("account")), Interaction.deal_id.in_(rows("deal")), about_contact),
            ~gathered,
        )
        .order_by(Interaction.id)
    )


def _about(session: Session, source: Source, row: Interaction) -> dict[str, list[str]]:
    """The source's keys of what an entry is about, by entity."""
    ids = {
        "account": [row.account_id] if row.account_id else [],
        "contact": [each.id for each in row.contacts],
        "deal": [row.deal_id] if row.deal_id else [],
    }
    return {
        entity: list(
            session.scalars(
                select(SourceRow.key)
                .where(SourceRow.source_id == source.id, SourceRow.entity == entity, SourceRow.row_id.in_(some))
                .order_by(SourceRow.id)
            )
        )
        for entity, some in ids.items()
        if some
    }


def _note(session: Session, row: Outgoing) -> Note:
    entry = session.get(Interaction, row.interaction_id) if row.interaction_id else None
    author = session.get(User, entry.user_id) if entry and entry.user_id else None
    return Note(
        key=row.key,
        text=_words(session, entry) if entry else "",
        occurred_at=entry.occurred_at if entry else row.created_at,
        author=(author.email or "") if author else "",
        about=tuple(_pairs(row.about)),
        made_at=row.created_at,
    )


def _words(session: Session, entry: Interaction) -> str:
    said = display(session, entry.tenant_id, entry.text)
    return said if entry.kind is Kind.NOTE else f"{entry.kind.value.capitalize()}: {said}"


def _pairs(about: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for entity in ("account", "contact", "deal"):
        for key in about.get(entity, []):
            yield entity, key


def _undone(session: Session, row: Outgoing) -> bool:
    """Whether somebody took the entry back: it is not confirmed any more, or has been confirmed anew since."""
    number = row.entry.partition(":")[0]
    entry = session.get(ProposedEntry, int(number)) if number.isdigit() else None
    if entry is None or entry.tenant_id != row.tenant_id:
        return False
    again = entry.confirmed_at is not None and entry.confirmed_at > row.created_at
    return entry.state is not ProposalState.CONFIRMED or again
