"""What nudges are worth and whether they are true: `python -m benchmarks.nudging [--seeds 10]`.

A simulated rep takes up four kinds nine times of ten and ignores the others nineteen times of twenty; each day ten suggestions wait, the
first three are sent, the others lapse. All goes through the real face and a real record: what is ignored is only known three days
later. Then the sample company: every line of evidence is asked of the database again in SQL of its own, a third of all contacts
take back their consent, and every suggestion's facts are changed before it is sent. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import delete, select

from benchmarks.nudging_sql import people_of, untrue
from bot.cli.demo import fill
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.model import Consent, Contact, Deal, Interaction, Kind, Nudge, NudgeEvent, RelatedRecord, Task, User
from crm.nudges.kind import kinds
from crm.nudges.nudge import Suggestion

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KINDS = list(kinds())
LIKED, TAKES, IGNORES = 4, 0.9, 0.95
WAITING, SENT = 10, 3  # a day
LEARNT, CHANGED, FOLLOWED, MEASURED = (
    60,
    120,
    40,
    60,
)  # nudges: before it is measured, the change, time to follow it, measured after


class Rep:
    """One person of a record with nothing else in it, and what they like."""

    def __init__(self, home: Path, seed: int, *, taught: bool) -> None:
        self.clock = FixedClock(NOW)
        self.app = Rapport(Settings(home=home), self.clock)
        self.tenant = self.app.tenants.home()
        self.random, self.fate, self.taught = random.Random(seed), random.Random(1_000 + seed), taught
        self.likes = set(self.random.sample(KINDS, LIKED))
        with self.app.store.write() as session:
            self.user = User(tenant_id=self.tenant, name="Dana Alder", created_at=NOW, updated_at=NOW)
            session.add(self.user)
        self.taken: list[bool] = []
        self.sent: list[str] = []

    def day(self) -> None:
        """Suggestions wait, the first few are sent and answered or not; the night brings what was ignored."""
        now = self.clock.now()
        with self.app.store.write() as session:
            session.add_all(self._waiting(now, place) for place in range(WAITING))
        found = self.app.nudges.waiting(self.tenant, self.user)
        if not self.taught:
            found = sorted(found, key=lambda each: -each.value * each.urgency)
        for each in found[:SENT]:
            self._send(each, now)
        self.clock.instant = now + timedelta(days=1)
        self.app.nudges.outcomes(self.tenant)

    def change(self) -> None:
        """They like what they did not, and no more what they did."""
        self.likes = set(self.random.sample(sorted(set(KINDS) - self.likes), LIKED))

    def _waiting(self, now: datetime, place: int) -> Nudge:
        kind = kinds()[self.random.choice(KINDS)]
        points = [point for point in kind.urgency if point[0] >= 0] or list(kind.urgency)
        away = timedelta(days=self.random.uniform(points[0][0], max(points[-1][0] * 0.8, points[0][0])))
        return Nudge(
            tenant_id=self.tenant, user_id=self.user.id, key=f"{now.isoformat()}:{place}", kind=kind.name, severity=1, signals=[],
            evidence=[], says="Made up.", draft={}, features={}, moment=now - away if kind.counts == "since" else now + away,
            value=kind.base * self.random.uniform(0.6, 1.0), urgency=0.5, made_at=now, due_at=now, until=now + timedelta(hours=12),
        )  # fmt: skip

    def _send(self, each: Suggestion, now: datetime) -> None:
        self.app.nudges.sent(each.id, "D1", f"{each.id}.0", now)
        chance = TAKES if each.kind in self.likes else 1 - IGNORES
        takes = self.fate.random() < chance
        if takes:
            self.app.nudges.answer(each.id, self.user, "accepted")
        self.taken.append(takes)
        self.sent.append(each.kind)


def lived(seed: int, *, taught: bool) -> Rep:
    with tempfile.TemporaryDirectory() as home:
        rep = Rep(Path(home), seed, taught=taught)
        try:
            while len(rep.taken) < CHANGED + FOLLOWED + MEASURED:
                if len(rep.taken) == CHANGED:
                    rep.change()
                rep.day()
        finally:
            rep.app.close()
    return rep


def learning(seeds: int) -> dict[str, Any]:
    """Acceptance after so many nudges, taught and untaught; after a change; kinds that were still sent."""
    pairs = [(lived(seed, taught=True), lived(seed, taught=False)) for seed in range(seeds)]
    before, after = slice(LEARNT, CHANGED), slice(CHANGED + FOLLOWED, CHANGED + FOLLOWED + MEASURED)

    def rates(place: slice, which: int) -> list[float]:
        return [statistics.mean(pair[which].taken[place]) for pair in pairs]

    told: dict[str, Any] = {"seeds": seeds, "kinds": len(KINDS), "liked": LIKED}
    for name, place in (("after 60 nudges", before), ("40 nudges after the taste changed", after)):
        taught, untaught = rates(place, 0), rates(place, 1)
        ratios = [one / other for one, other in zip(taught, untaught, strict=True)]
        told[name] = {
            "taught": round(statistics.mean(taught), 3), "untaught": round(statistics.mean(untaught), 3),
            "ratio": round(statistics.mean(taught) / statistics.mean(untaught), 2), "least ratio of a seed": round(min(ratios), 2),
        }  # fmt: skip
    told["kinds sent between 60 and 120, the fewest of a seed"] = min(len(set(one.sent[before])) for one, _ in pairs)
    told["nudges until 15 in a row are taken up half as often again as untaught"] = sorted(
        _followed(one.taken, statistics.mean(rates(after, 1))) for one, _ in pairs
    )
    return told


def _followed(taken: list[bool], untaught: float) -> int:
    rest = taken[CHANGED:]
    return next(
        (place for place in range(len(rest) - 15) if statistics.mean(rest[place : place + 15]) >= 1.5 * untaught),
        len(rest),
    )


# --- the sample company ---------------------------------------------------------------------------------------


def sample() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as home:
        app = Rapport(Settings(home=Path(home)))
        try:
            fill(app, quiet=True)
            return _sampled(app, Path(home) / "rapport.db")
        finally:
            app.close()


def _sampled(app: Rapport, file: Path) -> dict[str, Any]:
    tenant = app.tenants.home()
    _meet(app, tenant)
    app.silence.sweep()
    begun = time.process_time()
    app.nudges.gather(tenant)
    took = time.process_time() - begun
    database = sqlite3.connect(file)
    with app.store.read() as session:
        rows = list(session.scalars(select(Nudge)))
        users = list(session.scalars(select(User)))
    lines = [line for row in rows for line in row.evidence]
    faults = [
        (row.kind, line["ref"], fault)
        for row in rows
        for line in row.evidence
        if (fault := untrue(database, line, app.clock.now()))
    ]
    begun = time.process_time()
    shown = [each for user in users for each in app.nudges.waiting(tenant, user)]
    listed = time.process_time() - begun
    told = {
        "nudges": dict(Counter(row.kind for row in rows)), "gathering_cpu_s": round(took, 2),
        "waiting_cpu_ms_a_person": round(1000 * listed / len(users), 1), "shown": len(shown),
        "lines of evidence": len(lines), "facts asked in SQL": sum(len(line["shows"]) for line in lines), "untrue": faults,
    }  # fmt: skip
    told["consent"] = _without_consent(app, tenant, users, database)
    _anew(app, tenant)
    shown = [each for user in users for each in app.nudges.waiting(tenant, user)]
    told["facts changed before sending"] = _changed(app, tenant, users, shown)
    return told


def _anew(app: Rapport, tenant: int, *, agreed: bool = True) -> None:
    """All that was suggested is forgotten, and looked for again."""
    with app.store.write() as session:
        for model in (NudgeEvent, Nudge, *([Consent] if agreed else [])):
            session.execute(delete(model))
    app.nudges.gather(tenant)


def _meet(app: Rapport, tenant: int) -> None:
    """Tomorrow's calendar, which the sample company's export does not have."""
    now = app.clock.now()
    with app.store.write() as session:
        deals = list(
            session.scalars(
                select(Deal).where(Deal.tenant_id == tenant, Deal.outcome == "open").order_by(Deal.id).limit(8)
            )
        )
        session.add_all(
            Interaction(
                tenant_id=tenant, source="calendar", kind=Kind.MEETING, subject="Planning", text="", account_id=deal.account_id, deal_id=deal.id,
                user_id=deal.owner_id, occurred_at=now + timedelta(hours=16 + place), created_at=now, updated_at=now,
            )
            for place, deal in enumerate(deals)
        )  # fmt: skip


def _without_consent(app: Rapport, tenant: int, users: list[User], database: sqlite3.Connection) -> dict[str, int]:
    """A third take their consent back: of what is gathered anew, and of what waits when another third does."""
    with app.store.read() as session:
        contacts = list(session.scalars(select(Contact).order_by(Contact.id)))
    _take_back(app, tenant, contacts[::3])
    _anew(app, tenant, agreed=False)
    first, second = {each.id for each in contacts[::3]}, {each.id for each in contacts[1::3]}
    with app.store.read() as session:
        rows = {row.id: row for row in session.scalars(select(Nudge))}
    stored = sum(bool(people_of(database, row) & first) for row in rows.values())
    _take_back(app, tenant, contacts[1::3])
    shown = [each for user in users for each in app.nudges.waiting(tenant, user)]
    names = {each.name for each in contacts if each.id in first | second}
    return {
        "contacts without": len(first) + len(second), "found among the others": len(rows), "stored about one without": stored,
        "shown after more took it back": len(shown),
        "shown about one without": sum(bool(people_of(database, rows[each.id]) & (first | second)) for each in shown),
        "shown that name one without": sum(any(name in _words(each) for name in names) for each in shown),
    }  # fmt: skip


def _words(each: Suggestion) -> str:
    return " ".join([each.says, each.draft.subject, each.draft.text, *(line.says for line in each.evidence)])


def _take_back(app: Rapport, tenant: int, contacts: list[Contact]) -> None:
    with app.store.write() as session:
        session.add_all(
            Consent(
                tenant_id=tenant,
                contact_id=each.id,
                purpose="nudges",
                given=False,
                at=app.clock.now(),
                source="benchmark",
            )
            for each in contacts
        )


def _changed(app: Rapport, tenant: int, users: list[User], shown: list[Suggestion]) -> dict[str, int]:
    """Each suggestion's first line is made untrue in the record; none may be shown then."""
    with app.store.write() as session:
        rows = list(session.scalars(select(Nudge).where(Nudge.id.in_([each.id for each in shown]))))
        for row in rows:
            table, _, number = row.evidence[0]["ref"].partition(":")
            _break(session, app, table, int(number), row)
    still = [each for user in users for each in app.nudges.waiting(tenant, user)]
    return {"changed": len(rows), "still shown": len(still)}


def _break(session: Any, app: Rapport, table: str, number: int, row: Nudge) -> None:
    now = app.clock.now()
    if table == "task":
        session.get_one(Task, number).done_at = now
    elif table == "deal":
        session.get_one(Deal, number).outcome = "won"
    elif table == "related":
        session.get_one(RelatedRecord, number).attributes = {"renewal_date": "2028-01-01", "status": "Active"}
    elif row.kind == "unhappy":
        session.add(
            Interaction(
                tenant_id=row.tenant_id, source="benchmark", kind=Kind.EMAIL, direction="out", text="Let us talk.", account_id=row.account_id,
                occurred_at=now, created_at=now, updated_at=now,
            )
        )  # fmt: skip
    else:
        found = session.get_one(Interaction, number)
        found.text, found.attributes = "[forgotten]", {"status": "cancelled"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))  # errors only
    print(json.dumps({"learning": learning(chosen.seeds), "sample company": sample()}, indent=1))


if __name__ == "__main__":
    main()
