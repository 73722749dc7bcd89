"""Proposes, confirms and undoes what reps log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm import audit, rights
from crm.capture import Capture
from crm.clock import Clock
from crm.errors import RejectedError
from crm.features import is_on
from crm.governance.purposes import MODELS
from crm.governance.withheld import texts_withheld
from crm.log.clauses import whole
from crm.log.context import Context
from crm.log.conversation import Spoken, read_conversation
from crm.log.filler import Filler, Person, find_person
from crm.log.mood import read_mood
from crm.log.people import find_parties
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.log.record import context_of
from crm.log.writer import Writer, take_back
from crm.mentions import MentionsCache
from crm.model import Account, Contact, Deal, ProposalState, ProposedEntry, Role, Tenant, User
from crm.ports import ChatModel, MoodReader, Redactor, Vault, WordingReader
from crm.store import Store

GONE = "There is no such entry any more. Log it again."
UNDO_WITHIN = timedelta(hours=24)
LONGEST_CHAIN = 12  # managers above managers that are looked at


class LogBook:
    """The log: a message becomes a proposal, and a person's word makes it part of the record.

    Args:
        store: the record.
        clock: for what is written.
        capture: the door for text.
        vault: seals messages while they wait.
        mood: reads how a message sounds; without one, plain words tell.
        model: fills what the rules left open; without one, or while it is down, the rules' proposal stands.
        redactor: what a model reads has passed it; without one no model is asked.
        wording: has a say in what kind of thing a message tells of; without one the rules alone decide.
    """

    def __init__(  # noqa: PLR0917 - the parts it is wired from, in the order every wiring gives them
        self,
        store: Store,
        clock: Clock,
        capture: Capture,
        vault: Vault,
        mood: MoodReader | None,
        model: ChatModel | None = None,
        redactor: Redactor | None = None,
        wording: WordingReader | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._capture = capture
        self._vault = vault
        self._mood = mood
        self._model = model
        self._redactor = redactor
        self._wording = wording
        self._names = MentionsCache()

    def propose(
        self, tenant_id: int, text: str, *, user: User | None, now: datetime, key: str | None = None, save: bool = True
    ) -> Proposal:
        """Reads a message. Nothing of the record changes before it is confirmed.

        Args:
            tenant_id: whose record.
            text: the message, as written.
            user: its author; None for the local administrator.
            now: when it was written; without a zone, the author's local time.
            key: what makes a second delivery the same message; by default author, day and words.
            save: keeps the proposal for its confirmation; not done where there is nothing to log.

        Returns:
            The main proposal; those about further accounts are in `others`. The same message twice is one entry.
        """
        text = whole(text)
        with self._store.read() as session:
            context = context_of(session, self._names.get(session, tenant_id), tenant_id, user, now)
            key = key or _key(text, user, context.now)
            kept = _by_key(session, tenant_id, key) if save else None
            if kept is not None and kept.state in {ProposalState.PROPOSED, ProposalState.CONFIRMED}:
                return self._open(kept)
            first, *others = Reader(context, self._wording).read(text)
        first.others = others
        first = self._filled(tenant_id, first, context, text)
        for proposal in first.all:
            if proposal.kind != "none":
                parties = find_parties(proposal.said, context.mentions)
                proposal.mood, proposal.mood_score = read_mood(proposal.said, parties, self._mood)
        return self._keep(tenant_id, first, key, user) if save and first.kind != "none" else first

    def keep(self, tenant_id: int, lines: Sequence[Spoken], *, user: User, now: datetime, key: str) -> Proposal:
        """An entry of chat that somebody wants kept; the same `key` is the same entry. Nothing is written yet.

        Raises:
            RejectedError: there are no words in it.
        """
        if not any(line.text.strip() for line in lines):
            raise RejectedError("There are no words in it that could be kept.")
        with self._store.read() as session:
            context = context_of(session, self._names.get(session, tenant_id), tenant_id, user, now)
            kept = _by_key(session, tenant_id, key)
            if kept is not None and kept.state in {ProposalState.PROPOSED, ProposalState.CONFIRMED}:
                return self._open(kept)
            proposal = read_conversation(lines, context)
        theirs = "\n".join(line.text for line in lines if not line.ours) or proposal.said
        proposal.mood, proposal.mood_score = read_mood(theirs, find_parties(theirs, context.mentions), self._mood)
        return self._keep(tenant_id, proposal, key, user)

    def _filled(self, tenant_id: int, proposal: Proposal, context: Context, text: str) -> Proposal:
        if self._model is None or self._redactor is None or proposal.kind == "none":
            return proposal
        with self._store.read() as session:
            if not is_on(session.get_one(Tenant, tenant_id).settings, "filling"):
                return proposal
        (redacted,) = self._redactor.redact(tenant_id, [text])
        with self._store.read() as session:
            if texts_withheld(session, tenant_id, MODELS, [redacted.text]):
                return proposal

        def person(sort: str, id_: int) -> Person | None:
            with self._store.read() as session:
                return find_person(session, tenant_id, sort, id_)

        return Filler(self._model, context, person).fill(proposal, redacted.text)

    def get(self, tenant_id: int, entry_id: int, user: User | None) -> Proposal:
        """A proposal as it stands.

        Raises:
            RejectedError: it is gone, or not this user's.
        """
        with self._store.read() as session:
            entry = _entry(session, tenant_id, entry_id)
            self._require_right(session, entry, user)
            return self._open(entry)

    def confirm(self, tenant_id: int, entry_id: int, user: User | None, proposal: Proposal | None = None) -> Proposal:
        """Writes a proposal, as it stands or as somebody edited it, in one transaction; a second time does nothing.

        Raises:
            RejectedError: it is not this user's to confirm, or it was discarded, or an edit fits nothing.
        """
        now = self._clock.now()
        with self._store.write() as session:
            entry = _entry(session, tenant_id, entry_id, lock=True)
            self._require_right(session, entry, user)
            if entry.state == ProposalState.CONFIRMED:
                return self._open(entry)
            if entry.state != ProposalState.PROPOSED:
                raise RejectedError("This entry was discarded or undone. Log it again to write it.")
            kept = self._open(entry)
            chosen = proposal or kept
            author = session.get(User, entry.user_id) if entry.user_id else None
            writer = Writer(session, tenant_id, self._capture, author=author, actor_id=_id(user), now=now)
            for number, part in enumerate(chosen.all):
                before = kept.all[number] if number < len(kept.all) else None
                if before is not None and not part.said:
                    part.said = before.said
                writer.write(part, f"{entry.id}:{number}", before)
            self._settle(entry, chosen, ProposalState.CONFIRMED)
            entry.written, entry.confirmed_at = writer.written, now
            _audit(session, entry, user, "confirm", at=now)
            return self._open(entry)

    def discard(self, tenant_id: int, entry_id: int, user: User | None) -> Proposal:
        """Puts a proposal aside; nothing was written, nothing is.

        Raises:
            RejectedError: it is not this user's, or it was confirmed already.
        """
        with self._store.write() as session:
            entry = _entry(session, tenant_id, entry_id, lock=True)
            self._require_right(session, entry, user)
            if entry.state == ProposalState.CONFIRMED:
                raise RejectedError("This entry is in the record already. Undo it instead.")
            if entry.state == ProposalState.PROPOSED:
                entry.state = ProposalState.DISCARDED
                _audit(session, entry, user, "discard", at=self._clock.now())
            return self._open(entry)

    def undo(self, tenant_id: int, entry_id: int, user: User | None, now: datetime) -> Proposal:
        """Takes a confirmed entry out of the record and restores what it changed.

        Raises:
            RejectedError: it is not this user's, was never confirmed, or was confirmed more than 24 hours ago.
        """
        with self._store.write() as session:
            entry = _entry(session, tenant_id, entry_id, lock=True)
            self._require_right(session, entry, user)
            if entry.state == ProposalState.UNDONE:
                return self._open(entry)
            if entry.state != ProposalState.CONFIRMED or entry.confirmed_at is None:
                raise RejectedError("This entry was never confirmed, so there is nothing to undo.")
            if now - entry.confirmed_at > UNDO_WITHIN:
                raise RejectedError("This was confirmed more than 24 hours ago. Change the record itself instead.")
            take_back(session, tenant_id, entry.written, by=_id(user), at=now)
            entry.state = ProposalState.UNDONE
            _audit(session, entry, user, "undo", at=now)
            return self._open(entry)

    def _keep(self, tenant_id: int, proposal: Proposal, key: str, user: User | None) -> Proposal:
        try:
            with self._store.write() as session:
                entry = _by_key(session, tenant_id, key)
                if entry is None:
                    entry = ProposedEntry(
                        tenant_id=tenant_id,
                        key=key,
                        user_id=_id(user),
                        created_at=self._clock.now(),
                        text=b"",
                        proposal={},
                    )
                    session.add(entry)
                elif entry.state in {ProposalState.PROPOSED, ProposalState.CONFIRMED}:
                    return self._open(entry)
                entry.written = {}
                self._settle(entry, proposal, ProposalState.PROPOSED)
                session.flush()
                return self._open(entry)
        except IntegrityError:  # the same message came in twice at once: the other one is the entry
            with self._store.read() as session:
                kept = _by_key(session, tenant_id, key)
                if kept is None:
                    raise
                return self._open(kept)

    def _require_right(self, session: Session, entry: ProposedEntry, user: User | None) -> None:
        """Whoever may act on the entry, as long as they see what it is about: it may have been restricted since."""
        _require_right(session, entry, user)
        if not all(_seen(session, model, ids) for model, ids in _about(entry)):
            raise RejectedError(GONE)

    def _settle(self, entry: ProposedEntry, proposal: Proposal, state: ProposalState) -> None:
        """The words go under seal; in the open stand only kinds, ids and counts."""
        entry.text = self._vault.seal(entry.tenant_id, proposal.model_dump_json(exclude={"entry_id", "state"}))
        entry.proposal = {"parts": [_outline(part) for part in proposal.all]}
        entry.state = state

    def _open(self, entry: ProposedEntry) -> Proposal:
        proposal = Proposal.model_validate_json(self._vault.open(entry.tenant_id, entry.text))
        proposal.entry_id, proposal.state = entry.id, ProposalState(entry.state).value
        return proposal


def _entry(session: Session, tenant_id: int, entry_id: int, *, lock: bool = False) -> ProposedEntry:
    query = select(ProposedEntry).where(ProposedEntry.id == entry_id, ProposedEntry.tenant_id == tenant_id)
    found = session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise RejectedError(GONE)
    return found


def _by_key(session: Session, tenant_id: int, key: str) -> ProposedEntry | None:
    return session.scalar(select(ProposedEntry).where(ProposedEntry.tenant_id == tenant_id, ProposedEntry.key == key))


def _require_right(session: Session, entry: ProposedEntry, user: User | None) -> None:
    """The author, a manager above the author, and an administrator may act; None is the local administrator."""
    if user is None or (user.tenant_id == entry.tenant_id and (user.role == Role.ADMIN or user.id == entry.user_id)):
        return
    above = entry.user_id if user.tenant_id == entry.tenant_id else None
    for _ in range(LONGEST_CHAIN):
        above = session.scalar(select(User.manager_id).where(User.id == above)) if above else None
        if above == user.id:
            return
    raise RejectedError("Only the person who wrote this, their manager or an admin can do that.")


def _about(entry: ProposedEntry) -> Iterator[tuple[Any, set[int]]]:
    """The clients, people and deals that an entry was linked to when it was read."""
    parts = entry.proposal.get("parts", [])
    yield Account, {each["account_id"] for each in parts if each.get("account_id")}
    yield Contact, {person for each in parts for person in each.get("contact_ids", ()) if person}
    yield Deal, {each["deal_id"] for each in parts if each.get("deal_id")}


def _seen(session: Session, model: Any, ids: set[int]) -> bool:
    """Whether all of the rows that are still there are seen."""
    if not ids or (sight := rights.current()) is None or not sight.narrow:
        return True
    wanted = select(model.id).where(model.id.in_(ids))
    with rights.unlimited():
        there = set(session.scalars(wanted))
    return there <= set(session.scalars(wanted))


def _audit(session: Session, entry: ProposedEntry, user: User | None, what: str, *, at: datetime) -> None:
    audit.append(
        session,
        entry.tenant_id,
        at=at,
        actor_id=_id(user),
        action=f"log.{what}",
        entity="proposed_entry",
        row_id=entry.id,
        detail={name: len(rows) for name, rows in entry.written.items() if rows},
    )


def _outline(proposal: Proposal) -> dict[str, Any]:
    return {
        "kind": proposal.kind,
        "account_id": proposal.account_id,
        "contact_ids": proposal.contact_ids,
        "deal_id": proposal.deal_id,
        "steps": len(proposal.next_steps),
    }


def _key(text: str, user: User | None, now: datetime) -> str:
    words = " ".join(text.split()).casefold()
    return hashlib.sha256(f"{_id(user)}|{now.date()}|{words}".encode()).hexdigest()


def _id(user: User | None) -> int | None:
    return user.id if user is not None else None
