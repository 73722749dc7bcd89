"""Finds what there is to suggest and keeps it: once for each person and thing, however often it is looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crm.governance.withheld import named_in
from crm.model import Nudge, NudgeState, Tenant
from crm.nudges.consenting import PEOPLE, About, agreed
from crm.nudges.drafting import drafted
from crm.nudges.finders import candidates
from crm.nudges.joining import added, joined, place_of
from crm.nudges.kind import kind_of, kinds
from crm.nudges.nudge import Candidate, Draft, Evidence
from crm.nudges.scene import Scene
from crm.nudges.weighing import weighed
from crm.ports import Redactor
from crm.store import Store

REST = timedelta(days=2)  # after a suggestion, before the next of its family and client that is no graver
REMEMBERED = timedelta(days=200)  # longer than any kind is of use
KEYS = "keys"  # among a nudge's features: all that it speaks of
BATCH = 100  # nudges a transaction
SAYS = 512
MOST_KEYS = 40


@dataclass(frozen=True)
class Found:
    """One that is ready to be kept."""

    candidate: Candidate
    keys: tuple[str, ...]
    draft: Draft
    value: float
    urgency: float
    size: float


class Gathering:
    """One tenant's, at one moment."""

    def __init__(self, store: Store, redactor: Redactor, tenant_id: int, now: datetime) -> None:
        self._store, self._redactor, self._tenant_id, self._now = store, redactor, tenant_id, now

    def run(self) -> int:
        """Returns how many are new, or speak of something new."""
        with self._store.read() as session:
            scene = Scene(session, self._tenant_id, self._now)
            known = self._known(session)
            fresh = self._spoken_of([each for each in candidates(scene) if (each.user_id, each.key) not in known])
            allowed = agreed(session, self._tenant_id, [About.candidate(each) for each in fresh])
            said = [each for each, may in zip(fresh, allowed, strict=True) if may]
            found = [self._ready(scene, each, keys) for each, keys in joined(said, lambda each: _weight(scene, each))]
        with self._store.write() as session:
            self._expire(session)
        return sum(self._kept(found[start : start + BATCH]) for start in range(0, len(found), BATCH))

    def _kept(self, found: Sequence[Found]) -> int:
        """Keeps some, in a transaction of their own; what somebody else kept meanwhile is known by then."""
        with self._store.write() as session:
            session.get_one(Tenant, self._tenant_id, with_for_update=True)  # others who gather wait here
            known = self._known(session, {each.candidate.user_id for each in found})
            return sum(self._keep(session, each) for each in found if not known & _names(each))

    def _known(self, session: Session, users: Collection[int] = ()) -> set[tuple[int, str]]:
        """What was suggested to whom (of these, where any are named). What was taken back may be suggested anew."""
        query = select(Nudge.user_id, Nudge.key, Nudge.features).where(
            Nudge.tenant_id == self._tenant_id,
            Nudge.made_at > self._now - REMEMBERED,
            Nudge.state != NudgeState.WITHDRAWN,
        )
        if users:
            query = query.where(Nudge.user_id.in_(users))
        return {
            (row.user_id, key) for row in session.execute(query) for key in (row.key, *(row.features.get(KEYS) or ()))
        }

    def _spoken_of(self, found: Sequence[Candidate]) -> list[Candidate]:
        """With the people that words of their rows speak of."""
        spoken = [(place, text) for place, each in enumerate(found) for text in each.words]
        people: dict[int, set[int]] = {}
        redacted = self._redactor.redact(self._tenant_id, [text for _, text in spoken])
        for (place, _), said in zip(spoken, redacted, strict=True):
            people.setdefault(place, set()).update(named_in(said.text))
        return [replace(each, people=frozenset(people.get(place, ()))) for place, each in enumerate(found)]

    def _ready(self, scene: Scene, found: Candidate, keys: tuple[str, ...]) -> Found:
        kind = kinds()[found.kind]
        value, urgency = weighed(scene, kind, found)
        return Found(found, keys, drafted(scene, kind, found), value, urgency, scene.size(found.account_id))

    def _keep(self, session: Session, found: Found) -> bool:
        """Adds it, or has one that waits speak of it too; not so soon after the last about the same."""
        others = self._others(session, found.candidate)
        waiting = next((each for each in others if each.state is NudgeState.WAITING), None)
        severity = found.candidate.severity or 1
        if waiting is not None:
            self._merge(waiting, found)
            return True
        if any(each.sent_at and each.sent_at > self._now - REST and each.severity >= severity for each in others):
            return False
        row = session.scalar(
            select(Nudge).where(
                Nudge.tenant_id == self._tenant_id,
                Nudge.user_id == found.candidate.user_id,
                Nudge.key == found.candidate.key,
            )
        )
        if row is None:
            row = Nudge(tenant_id=self._tenant_id, user_id=found.candidate.user_id, key=found.candidate.key)
            session.add(row)
        row.made_at = row.due_at = self._now
        row.sent_at = row.ended_at = row.reason = row.channel = row.ts = None
        row.state = NudgeState.WAITING
        self._fill(row, found, found.candidate.evidence, found.keys)
        session.flush()
        return True

    def _others(self, session: Session, found: Candidate) -> list[Nudge]:
        """What this person was, or is to be, told of the same client and family."""
        place = place_of(found)
        if place is None:
            return []
        query = select(Nudge).where(
            Nudge.tenant_id == self._tenant_id,
            Nudge.user_id == found.user_id,
            Nudge.account_id == found.account_id,
            Nudge.state != NudgeState.WITHDRAWN,
            Nudge.until > self._now - REST,
        )
        _, family, _, circle = place
        own = [kind.name for kind in kinds().values() if kind.family == family]
        return [each for each in session.scalars(query) if each.kind in own and each.circle_id == circle]

    def _merge(self, row: Nudge, found: Found) -> None:
        before = [Evidence.of(each) for each in row.evidence]
        keys = (*(row.features.get(KEYS) or [row.key]), *found.keys)
        kind = kind_of(row.kind)
        if kind is None or found.value * found.urgency > row.value * kind.urgent(row.moment, self._now):
            severity, signals = row.severity, row.signals
            self._fill(row, found, added(found.candidate.evidence, before), keys)
            row.severity, row.signals = max(severity, row.severity), [*dict.fromkeys([*row.signals, *signals])]
            return
        row.evidence = [line.stored() for line in added(before, found.candidate.evidence)]
        row.signals = [*dict.fromkeys([*row.signals, *found.candidate.signals])]
        row.severity = max(row.severity, found.candidate.severity or 1)
        people = {*row.features.get(PEOPLE, ()), *found.candidate.people}
        names = {KEYS: list(dict.fromkeys(keys))[:MOST_KEYS], PEOPLE: sorted(people)}
        row.features = {**row.features, **names}

    @staticmethod
    def _fill(row: Nudge, found: Found, evidence: Iterable[Evidence], keys: Sequence[str]) -> None:
        candidate = found.candidate
        kind = kinds()[candidate.kind]
        row.kind, row.severity = kind.name, candidate.severity or kind.severity
        row.account_id, row.contact_id, row.deal_id = candidate.account_id, candidate.contact_id, candidate.deal_id
        row.task_id, row.interaction_id, row.circle_id = (
            candidate.task_id,
            candidate.interaction_id,
            candidate.circle_id,
        )
        row.signals = list(candidate.signals)
        row.evidence = [line.stored() for line in evidence]
        row.says, row.draft = candidate.says[:SAYS], found.draft.stored()
        row.moment, row.until = candidate.moment, kind.until(candidate.moment)
        row.value, row.urgency = found.value, found.urgency
        numbers: dict[str, Any] = {"base": kind.base, "size": round(found.size, 4), "lift": candidate.lift}
        people = {*(row.features or {}).get(PEOPLE, ()), *candidate.people}
        row.features = {**numbers, KEYS: list(dict.fromkeys(keys))[:MOST_KEYS], PEOPLE: sorted(people)}

    def _expire(self, session: Session) -> None:
        old = [Nudge.tenant_id == self._tenant_id, Nudge.state == NudgeState.WAITING, Nudge.until <= self._now]
        gone = {"state": NudgeState.EXPIRED, "ended_at": self._now, "reason": "of no use any more"}
        session.execute(update(Nudge).where(*old).values(**gone))


def _names(found: Found) -> set[tuple[int, str]]:
    return {(found.candidate.user_id, key) for key in found.keys}


def _weight(scene: Scene, found: Candidate) -> float:
    value, urgency = weighed(scene, kinds()[found.kind], found)
    return value * urgency
