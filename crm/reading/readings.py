"""The second look: what is asked, promised, meant and said in every interaction, kept beside it, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from crm.clock import Clock
from crm.errors import RetryableError
from crm.features import is_on
from crm.governance.purposes import MODELS
from crm.governance.withheld import interactions_withheld
from crm.model import Interaction, InteractionReading, Tenant
from crm.ports import ChatModel
from crm.reading.deep import Deep, read_deeply
from crm.reading.scene import Told
from crm.reading.summarising import Summariser, Summed
from crm.reading.voices import Team
from crm.store import Store, held
from crm.tenants import competitors_of

PATIENCE = timedelta(minutes=2)  # what the index has not seen by then is read without its mood
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=2), timedelta(days=1))  # before each further try
BATCH = 64
MODEL_BATCH = 8  # with a language model: what is done is kept every few minutes
NO_MOOD = "Its mood is not read yet."
UNREADABLE = "It could not be read"
NOT_REACTED = "Nothing could be noticed in it"
React = Callable[[Session, Interaction, InteractionReading], None]
log = structlog.get_logger(__name__)


class Readings:
    """Reads interactions deeper than the index does.

    Args:
        store: the record.
        clock: for what is written.
        model: words summaries of recent texts; without it, or while it is down, they are sentences of the text.
        react: told of each reading in the transaction that keeps it.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        model: ChatModel | None = None,
        react: React | None = None,
    ) -> None:
        self._store, self._clock, self._react = store, clock, react
        self._summariser = Summariser(clock, model)
        self._batch = MODEL_BATCH if model is not None else BATCH

    def run_once(self, tenant_id: int, limit: int = BATCH) -> int:
        """Reads up to `limit` interactions that changed or could not be read whole, newest first; 0: nothing waits.

        Raises:
            RetryableError: the record is down; what is not kept is read again.
        """
        with self._store.read() as session:
            query = select(Interaction.id).outerjoin(InteractionReading, _same()).where(*self._waiting(tenant_id))
            ids = session.scalars(query.order_by(Interaction.id.desc()).limit(limit)).all()
        for start in range(0, len(ids), self._batch):
            self._read(tenant_id, ids[start : start + self._batch])
        return len(ids)

    def waits(self, tenant_id: int | None = None) -> list[int]:
        """The tenants with something to read, or the one where it has."""
        query = select(Interaction.tenant_id).outerjoin(InteractionReading, _same()).where(*self._waiting(tenant_id))
        with self._store.read() as session:
            return list(session.scalars(query.distinct()))

    def _waiting(self, tenant_id: int | None) -> list[ColumnElement[bool]]:
        now = self._clock.now()
        reading = InteractionReading
        again = or_(
            *(
                and_(reading.attempts == tries, reading.read_at < now - wait)
                for tries, wait in enumerate(WAITS, start=1)
            )
        )
        changed = or_(reading.id.is_(None), reading.version < Interaction.version)
        ready = or_(Interaction.indexed_version >= Interaction.version, Interaction.updated_at < now - PATIENCE)
        conditions: list[ColumnElement[bool]] = [or_(and_(changed, ready), and_(reading.reason.is_not(None), again))]
        return conditions if tenant_id is None else [Interaction.tenant_id == tenant_id, *conditions]

    def _read(self, tenant_id: int, ids: Sequence[int]) -> None:
        with self._store.read() as session:
            rows = session.scalars(
                select(Interaction)
                .where(Interaction.id.in_(ids), Interaction.tenant_id == tenant_id)
                .order_by(Interaction.id.desc())
                .options(selectinload(Interaction.contacts), selectinload(Interaction.user))
            ).all()
            told = list(_told(session, tenant_id, rows))
        summed = self._summariser.sum_up(told)
        seen = [self._seen(row, one, said) for row, one, said in zip(rows, told, summed, strict=True)]
        try:
            self._keep(seen)
        except RetryableError:
            raise
        except Exception as error:  # noqa: BLE001 - whichever of them it was is found below
            log.info("readings_taken_apart", kind=type(error).__name__)
            for one in seen:
                self._alone(one)
        log.info("read", rows=len(seen))

    def _seen(self, row: Interaction, told: Told, said: Summed) -> tuple[Interaction, Deep, Summed]:
        reasons = [said.reason] if said.reason else []
        if row.indexed_version < row.version:
            reasons.append(NO_MOOD)
        try:
            deep = read_deeply(told)
        except Exception as error:  # one text that breaks a rule must not hold up the others
            log.exception("reading_broke", interaction=row.id)
            deep = Deep()
            reasons.append(f"{UNREADABLE} ({type(error).__name__}).")
        return row, deep, Summed(said.text, " ".join(reasons) or None)

    def _alone(self, one: tuple[Interaction, Deep, Summed]) -> None:
        try:
            self._keep([one])
        except IntegrityError:  # the row is gone, or another process has read it
            log.info("reading_not_needed", interaction=one[0].id)
        except RetryableError:
            raise
        except Exception as error:  # a reaction that fails must not cost the reading; the log names the place
            log.exception("reaction_broke", interaction=one[0].id)
            row, deep, said = one
            reason = f"{NOT_REACTED} ({type(error).__name__})."
            self._keep([(row, deep, Summed(said.text, reason))], react=False)

    def _keep(self, seen: Sequence[tuple[Interaction, Deep, Summed]], *, react: bool = True) -> None:
        with self._store.write() as session, held(session):
            ids = [row.id for row, _, _ in seen]
            query = select(InteractionReading).where(InteractionReading.interaction_id.in_(ids))
            known = {each.interaction_id: each for each in session.scalars(query)}
            for row, deep, said in seen:
                reading = known.setdefault(
                    row.id,
                    InteractionReading(tenant_id=row.tenant_id, interaction_id=row.id, human=[], version=0, attempts=0),
                )
                _fill(reading, row, deep, said, self._clock.now())
                session.add(reading)
            session.flush()
            if react and self._react is not None:
                for row, _, _ in seen:
                    self._react(session, row, known[row.id])


def _same() -> ColumnElement[bool]:
    return InteractionReading.interaction_id == Interaction.id


def _fill(reading: InteractionReading, row: Interaction, deep: Deep, said: Summed, now: datetime) -> None:
    """What a person corrected stays as they said it."""
    found = {
        "summary": said.text,
        "themes": deep.themes,
        "intents": [each.model_dump() for each in deep.intents],
        "asks": [each.model_dump() for each in deep.asks],
        "commitments": [each.model_dump() for each in deep.commitments],
    }
    for name, value in found.items():
        if name not in reading.human:
            setattr(reading, name, value)
    tries = reading.attempts if reading.version == row.version else 0
    reading.version, reading.read_at, reading.reason = row.version, now, said.reason
    reading.attempts = tries + 1 if said.reason else 0


def _told(session: Session, tenant_id: int, rows: Sequence[Interaction]) -> Iterator[Told]:
    tenant = session.get_one(Tenant, tenant_id)
    team = Team.of(session, tenant_id)
    unread = interactions_withheld(session, tenant_id, MODELS, {row.id: _words(row) for row in rows})
    for row in rows:
        yield Told(
            kind=row.kind,
            text=row.text,
            at=row.occurred_at.astimezone(_zone((row.user.timezone if row.user else None) or tenant.timezone)),
            direction=row.direction,
            subject=row.subject or "",
            user_id=row.user_id,
            contact_ids=tuple(each.id for each in row.contacts),
            team=team,
            fiscal_year_start=tenant.fiscal_year_start,
            competitors=competitors_of(tenant.settings),
            for_models=row.id not in unread and is_on(tenant.settings, "summaries"),
        )


def _words(row: Interaction) -> str:
    return f"{row.subject or ''}\n{row.text}"


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
