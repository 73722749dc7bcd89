"""The round: goes from person to person and sends each what is to be sent now, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import or_, select

from crm.clock import Clock
from crm.errors import RejectedError, RetryableError
from crm.features import is_on
from crm.model import Nudge, Tenant, User
from crm.nudges.context import contexts
from crm.nudges.courier import Courier, Message, Posted, Recipient
from crm.nudges.messages import Claim, MessageBook
from crm.nudges.nudge import Suggestion
from crm.nudges.rhythm import Wish, brief_is_due, free_from, letter
from crm.nudges.standing import REFUSED, Standing, standings
from crm.nudges.today import as_seen, busy
from crm.reactions.told import note_told
from crm.rights import unlimited
from crm.store import Store

if TYPE_CHECKING:
    from crm.nudges.nudges import Nudges

log = structlog.get_logger()

PATIENCE = timedelta(minutes=2)  # a message that was claimed longer ago, and is not settled, is looked for
PROMPT = timedelta(seconds=30)  # who comes later than this after a claim sends nothing: another may have taken it over
VAIN = timedelta(minutes=30)  # what came to nothing is looked at again after it
EARLIER = timedelta(minutes=5)  # clocks of different machines differ by less


class Rounds:
    """One of these works for a process; any number of processes may work for a team.

    Args:
        nudges: what there is to say.
        courier: takes it to people.
    """

    def __init__(self, store: Store, clock: Clock, nudges: Nudges, courier: Courier) -> None:
        self._store, self._clock, self._nudges, self._courier = store, clock, nudges, courier
        self._book = MessageBook(store, clock)
        self._vain: dict[int, tuple[datetime, tuple[Wish, ...]]] = {}  # by user: when, and what waited

    def run(self, tenant_id: int) -> int:
        """Sends everybody what is due; returns how many messages that were. One person's trouble holds up no other."""
        if tenant_id not in self.tenants():
            return 0
        sent = 0
        for claim in self._book.unsettled(tenant_id, self._clock.now() - PATIENCE):
            with _apart(claim.user_id):
                sent += self._settle(claim)
        with unlimited(), self._store.read() as session:
            known = standings(session, tenant_id, self._clock.now())
        for each in known:
            if each.moment.habits.hours.quiet_at(each.moment.now, each.moment.zone):
                continue
            with _apart(each.user.id):
                sent += self._serve(each)
        return sent

    def tenants(self) -> list[int]:
        """The teams in Slack that have nudges switched on."""
        return [tenant_id for tenant_id, settings in self._teams() if is_on(settings, "nudges")]

    def teams(self) -> list[int]:
        """All teams in Slack."""
        return [tenant_id for tenant_id, _ in self._teams()]

    def _teams(self) -> list[tuple[int, dict[str, Any]]]:
        with self._store.read() as session:
            here = (Tenant.slack_team_id.is_not(None), Tenant.parked_at.is_(None))
            return [(row.id, row.settings) for row in session.execute(select(Tenant.id, Tenant.settings).where(*here))]

    def tidy(self) -> int:
        return self._book.tidy()

    def _serve(self, known: Standing) -> bool:
        """Whether somebody was sent something."""
        brief = brief_is_due(known.moment)
        if known.stopped or not (known.wishes or brief) or self._was_vain(known):
            return False
        if letter(known.moment, known.wishes, agenda=brief) is None:
            return False
        known = self._in_meetings(known)
        if free_from(known.moment) != known.moment.now:
            return False
        waiting = self._nudges.waiting(known.user.tenant_id, known.user, known.moment.now)
        wishes = [_wish(each) for each in waiting]
        agenda = bool(brief and as_seen(self._store, known.user, known.moment.now))
        chosen = letter(known.moment, wishes, agenda=agenda)
        if chosen is None:
            self._vain[known.user.id] = known.moment.now, known.wishes
            return False
        recipient, moved = self._met(known.user)
        if moved:
            return any(self._serve(each) for each in self._standing(known.user))
        if recipient is None or self._rests(recipient):
            return False
        if not chosen.brief:  # before the claim: a model may take its time, a claim must not
            self._nudges.worded(next(each for each in waiting if each.id in chosen.nudge_ids), known.user)
        claim = self._book.claim(known, wishes, agenda=agenda)
        return claim is not None and self._send(claim, recipient)

    def _met(self, user: User) -> tuple[Recipient | None, bool]:
        """Who somebody is where messages go, and whether their clock stands elsewhere than was known: that is noted."""
        recipient = self._courier.recipient(user)
        if recipient is None or not recipient.timezone or recipient.timezone == user.timezone:
            return recipient, False
        return replace(recipient, user=self._book.moved(user, recipient.timezone)), True

    def _rests(self, recipient: Recipient) -> bool:
        until = self._courier.rests_until(recipient)
        return until is not None and until > self._clock.now()

    def _standing(self, user: User) -> list[Standing]:
        """Where one person stands now; empty for somebody who is not to be written to."""
        with unlimited(), self._store.read() as session:
            return standings(session, user.tenant_id, self._clock.now(), user.id)

    def _send(self, claim: Claim, recipient: Recipient) -> bool:
        """Posts what was claimed, as the record has it by now. What is not known to be posted stays claimed."""
        message = self._message(claim, recipient.user)
        now = self._clock.now()
        if message is None or not self._is_awake(recipient.user):
            self._book.drop(claim, "nothing left to say" if message is None else "not now")
            return False
        if now - claim.tried_at > PROMPT:
            return False
        claim = self._book.narrowed(claim, [each.id for each in message.suggestions])
        try:
            posted = self._courier.post(recipient, message)
        except RejectedError:
            log.warning("nudge_refused", user=claim.user_id)
            for each in message.suggestions:
                self._nudges.withdraw(each.id, "it could not be delivered")
            self._book.drop(claim, REFUSED)
            return False
        self._note(claim, posted)
        return True

    def _settle(self, claim: Claim) -> bool:
        """Looks whether a claimed message was posted; if not, posts it where it is not too late."""
        with unlimited(), self._store.read() as session:
            user = session.get(User, claim.user_id)
        recipient, _ = self._met(user) if user is not None and user.active else (None, False)
        if user is None or recipient is None:
            self._book.drop(claim, "gone")
            return False
        try:
            posted = self._courier.find(recipient, claim.key, claim.claimed_at - EARLIER)
        except RejectedError:
            log.warning("nudge_not_looked_up", user=claim.user_id)
            self._book.drop(claim, REFUSED)  # rather not at all than twice
            return False
        if posted is not None:
            self._note(claim, posted)
            return False
        found = self._standing(user)
        moment = self._in_meetings(found[0]).moment if found else None
        if moment is None or moment.now.astimezone(moment.zone).date() != claim.day or free_from(moment) != moment.now:
            self._book.drop(claim, "too late")
            return False
        again = self._book.retake(claim)
        return again is not None and self._send(again, recipient)

    def _note(self, claim: Claim, posted: Posted) -> None:
        """The nudges first: should this be cut off, the message is looked for and they are noted again."""
        now = self._clock.now()
        for nudge_id, signals in self._unsent(claim):
            self._nudges.sent(nudge_id, posted.channel, posted.ts, now)
            with unlimited(), self._store.write() as session:
                note_told(session, signals, claim.user_id, now)
        self._book.sent(claim, posted)

    def _unsent(self, claim: Claim) -> list[tuple[int, list[int]]]:
        """Its nudges that are not noted yet, with the signals they speak of."""
        with unlimited(), self._store.read() as session:
            unsent = or_(Nudge.sent_at.is_(None), Nudge.sent_at < claim.claimed_at)
            found = session.execute(select(Nudge.id, Nudge.signals).where(Nudge.id.in_(claim.nudges), unsent))
            return [(row.id, [int(each) for each in row.signals]) for row in found]

    def _message(self, claim: Claim, user: User) -> Message | None:
        """What a claim is to say, read again; None where nothing of it holds."""
        now = self._clock.now()
        found = [self._nudges.one(each, user) for each in claim.nudges]
        holds = tuple(each for each in found if each is not None and each.state == "waiting" and each.until > now)
        today = as_seen(self._store, user, now) if claim.brief else None
        if not holds and not today:
            return None
        return Message(claim.key, holds, today, contexts(self._store, user, holds))

    def _in_meetings(self, known: Standing) -> Standing:
        with unlimited(), self._store.read() as session:
            found = busy(session, known.user, known.moment.now)
        return replace(known, moment=replace(known.moment, busy=tuple(found)))

    def _is_awake(self, user: User) -> bool:
        """Whether the day did not turn quiet between the claim and this."""
        found = self._standing(user)
        return bool(found) and free_from(found[0].moment) == found[0].moment.now

    def _was_vain(self, known: Standing) -> bool:
        """Whether the same was looked at a little while ago, and nothing came of it."""
        at, wishes = self._vain.get(known.user.id, (known.moment.now - VAIN, ()))
        return at <= known.moment.now < at + VAIN and wishes == known.wishes


@contextmanager
def _apart(user_id: int) -> Iterator[None]:
    try:
        yield
    except RetryableError as error:
        log.warning("nudge_waits", user=user_id, kind=type(error).__name__)
    except Exception:  # one person's trouble must not keep the others' messages back
        log.exception("nudge_broke", user=user_id)


def _wish(each: Suggestion) -> Wish:
    return Wish(each.id, each.account_id, each.severity)
