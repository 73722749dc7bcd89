"""The book of messages: each is claimed before it is sent, so that it is sent once, whoever fails in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.model import MessageState, Nudge, NudgeMessage, NudgeState, User
from crm.nudges.courier import Posted
from crm.nudges.rhythm import Letter, Wish, letter
from crm.nudges.standing import Standing, messages_of, standing
from crm.rights import unlimited
from crm.store import Store

KEPT = timedelta(days=90)
RECENT = timedelta(days=7)  # in which a message that was claimed is still looked for


@dataclass(frozen=True)
class Claim:
    """A message that one process, and no other, may send now."""

    id: int
    key: str
    user_id: int
    day: date
    brief: bool
    nudges: tuple[int, ...]
    claimed_at: datetime
    tried_at: datetime


class MessageBook:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def claim(self, known: Standing, wishes: Sequence[Wish], *, agenda: bool) -> Claim | None:
        """Decides once more, on what the record holds now, and takes the next place of the person's day.

        Returns None where nothing is to be sent after all, or another process was first.
        """
        user, moment = known.user, known.moment
        try:
            with unlimited(), self._store.write() as session:
                rows = messages_of(session, user.tenant_id, moment.now, user.id)[user.id]
                still = _still_waiting(session, wishes)
                fresh = standing(user, moment, rows, still)
                chosen = letter(replace(moment, told=fresh.moment.told), still, agenda=agenda)
                if chosen is None or fresh.stopped:
                    return None
                day = moment.now.astimezone(moment.zone).date()
                place = max((row.place for row in rows if row.day == day), default=0) + 1
                row = _row(user, chosen, still, day=day, place=place, now=moment.now)
                session.add(row)
                session.flush()
                return _claim(row)
        except IntegrityError:  # this place of this day is taken
            return None

    def unsettled(self, tenant_id: int, tried_before: datetime) -> list[Claim]:
        """Claims of which nobody knows whether they were sent."""
        since = (self._clock.now() - RECENT).date()
        with unlimited(), self._store.read() as session:
            query = select(NudgeMessage).where(
                NudgeMessage.tenant_id == tenant_id,
                NudgeMessage.day >= since,
                NudgeMessage.state == MessageState.CLAIMED,
                NudgeMessage.tried_at <= tried_before,
            )
            return [_claim(row) for row in session.scalars(query.order_by(NudgeMessage.id))]

    def retake(self, claim: Claim) -> Claim | None:
        """The claim anew, for a second attempt; None where another process was first, or it is settled."""
        now = self._clock.now()
        taken = self._change(claim, NudgeMessage.tried_at == claim.tried_at, tried_at=now)
        return replace(claim, tried_at=now) if taken else None

    def narrowed(self, claim: Claim, nudges: Sequence[int]) -> Claim:
        """The claim with those of its nudges alone that are told after all: what is not told is not noted as told."""
        if tuple(nudges) != claim.nudges:
            self._change(claim, nudges=list(nudges))
        return replace(claim, nudges=tuple(nudges))

    def sent(self, claim: Claim, posted: Posted) -> None:
        self._change(claim, state=MessageState.SENT, sent_at=self._clock.now(), channel=posted.channel, ts=posted.ts)

    def drop(self, claim: Claim, reason: str) -> None:
        """It was not sent, and will not be: its place stays taken, but counts for nothing."""
        self._change(claim, state=MessageState.DROPPED, reason=reason)

    def at(self, user: User, channel: str, ts: str) -> Claim | None:
        """The message of theirs that lies there; None where there is none, or it is long past."""
        since = (self._clock.now() - KEPT).date()
        with unlimited(), self._store.read() as session:
            query = select(NudgeMessage).where(
                NudgeMessage.user_id == user.id, NudgeMessage.day >= since,
                NudgeMessage.channel == channel, NudgeMessage.ts == ts,
            )  # fmt: skip
            found = session.scalars(query).first()
        return _claim(found) if found else None

    def moved(self, user: User, timezone: str) -> User:
        """Notes where somebody's clock stands now."""
        with unlimited(), self._store.write() as session:
            row = session.get_one(User, user.id)
            row.timezone, row.updated_at = timezone, self._clock.now()
            return row

    def tidy(self) -> int:
        """Removes what is long past; returns how many."""
        with unlimited(), self._store.write() as session:
            old = delete(NudgeMessage).where(NudgeMessage.day < (self._clock.now() - KEPT).date())
            return cast("CursorResult[Any]", session.execute(old)).rowcount

    def _change(self, claim: Claim, *conditions: Any, **values: Any) -> bool:
        with unlimited(), self._store.write() as session:
            of_claim = (NudgeMessage.id == claim.id, NudgeMessage.state == MessageState.CLAIMED)
            changed = session.execute(update(NudgeMessage).where(*of_claim, *conditions).values(**values))
            return cast("CursorResult[Any]", changed).rowcount == 1


def _still_waiting(session: Session, wishes: Sequence[Wish]) -> list[Wish]:
    query = select(Nudge.id).where(Nudge.id.in_([each.nudge_id for each in wishes]), Nudge.state == NudgeState.WAITING)
    found = set(session.scalars(query))
    return [each for each in wishes if each.nudge_id in found]


def _row(user: User, chosen: Letter, wishes: Sequence[Wish], *, day: date, place: int, now: datetime) -> NudgeMessage:
    told = [each for each in wishes if each.nudge_id in chosen.nudge_ids and each.account_id is not None]
    return NudgeMessage(
        tenant_id=user.tenant_id,
        user_id=user.id,
        day=day,
        place=place,
        key=f"{user.tenant_id}:{user.id}:{day}:{place}",
        brief=chosen.brief,
        nudges=list(chosen.nudge_ids),
        about={str(each.account_id): each.severity for each in sorted(told, key=lambda each: each.severity)},
        state=MessageState.CLAIMED,
        claimed_at=now,
        tried_at=now,
    )


def _claim(row: NudgeMessage) -> Claim:
    return Claim(row.id, row.key, row.user_id, row.day, row.brief, tuple(row.nudges), row.claimed_at, row.tried_at)
