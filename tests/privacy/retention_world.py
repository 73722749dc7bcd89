"""A company with things of many ages in the record, brought there by the ways things really come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from erasure_world import EMAIL, NAME, NOW, World
from sqlalchemy import select

from crm import audit, history
from crm.intake.event import Event, Party
from crm.model import (
    Account,
    AnsweredQuestion,
    AnswerFeedback,
    AuditEntry,
    Contact,
    Correction,
    InboxItem,
    InboxState,
    Interaction,
    Kind,
    Nudge,
    Outgoing,
    OutgoingState,
    ProposedEntry,
    Signal,
    Source,
    Task,
    User,
    Verdict,
)

OLD, YOUNG = datetime(2024, 6, 3, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC)
WORD = "zephyrine"  # stands in what is old, and nowhere else
DOCUMENT = "documents/old1"


class AgedWorld(World):
    def fill(self) -> int:
        contact_id = self._people()
        with self.app.store.write() as session:
            for _ in range(3):
                audit.append(session, self.tenant, at=OLD, actor_id=None, action="x.first")
                session.flush()
        with self.app.store.write() as session:
            at = {"tenant_id": self.tenant, "created_at": OLD, "updated_at": OLD}
            globex = Account(name="Globex", **at)
            session.add(globex)
            session.flush()
            session.add(Contact(name="Ines Marlow", email="ines@globex.example", account_id=globex.id, **at))
        self.app.objects.put(self.tenant, DOCUMENT, b"%PDF-1.4 a paper")
        self.hear("vex", events())
        while self.app.indexer.run_once(self.tenant):
            pass
        while self.app.interaction_readings.run_once(self.tenant):
            pass
        self._hanging()
        self._others()
        return contact_id

    def row(self, key: str) -> Interaction:
        with self.app.store.read() as session:
            return session.scalars(select(Interaction).where(Interaction.external_id == key)).one()

    def keys(self) -> list[str]:
        with self.app.store.read() as session:
            return sorted(str(each) for each in session.scalars(select(Interaction.external_id)))

    def _hanging(self) -> None:
        """What hangs on an interaction that is to go."""
        old, tenant = self.row("old1").id, self.tenant
        with self.app.store.write() as session:
            row = session.get_one(Interaction, old)
            source = session.scalars(select(Source)).one()
            history.change(session, row, {"subject": f"{WORD} pumps"}, by=None, at=NOW)
            session.flush()
            history.change(session, row, {"subject": "Pumps"}, by=None, at=NOW)
            at = {"created_at": OLD, "updated_at": OLD}
            session.add_all(
                [
                    Task(tenant_id=tenant, what="Send the offer", interaction_id=old, **at),
                    Correction(
                        tenant_id=tenant, interaction_id=old, field="mood", before="neutral", after="negative", made_at=OLD
                    ),
                    _signal(tenant, f"unhappy:{old}", f"interaction:{old}", NOW, says=f"They say {WORD}"),
                    _signal(tenant, "silent:1", "deal:1", NOW),
                    _nudge(tenant, session.scalars(select(User.id)).first() or 0, old),
                    Outgoing(
                        tenant_id=tenant, source_id=source.id, interaction_id=old, key="k1", entry="1:0", about={},
                        state=OutgoingState.WRITTEN, remote_id="r1", created_at=OLD,
                    ),
                    _entry(self, "e1", "confirmed", {"interactions": [old]}),
                ]
            )  # fmt: skip

    def _others(self) -> None:
        """What has an age of its own."""
        tenant = self.tenant
        with self.app.store.write() as session:
            dana = session.scalars(select(User)).one()
            for number, when in enumerate((OLD, YOUNG)):
                asked = AnsweredQuestion(
                    tenant_id=tenant, key=f"q{number}", asked_at=when, question="how many deals", planner="rules",
                    confidence=1.0, abstained=False, took_ms=1.0,
                )  # fmt: skip
                session.add(asked)
                session.flush()
                session.add_all(
                    [
                        AnswerFeedback(
                            tenant_id=tenant, answer_id=asked.id, user_id=dana.id, verdict=Verdict.BAD, given_at=when
                        ),
                        InboxItem(
                            tenant_id=tenant, source="vex", key=f"e:parked{number}", payload='{"text": "x"}',
                            state=InboxState.PARKED, received_at=when,
                        ),
                        _signal(tenant, f"risk:{number}", "deal:2", when),
                        AuditEntry(tenant_id=tenant, at=when, action="x.test", detail={}),
                        _entry(self, f"d{number}", "discarded", {}, when),
                    ]
                )  # fmt: skip


def events(revision: str = "") -> list[Event]:
    us = Party(role="to", address="dana@northwind.example")
    said = f"The {WORD} pumps fail. Please send a quote by Friday.\n\nBest,\n{NAME}"

    def told(key: str, kind: Kind, when: datetime, who: str, text: str, **more: str) -> Event:
        them = Party(role="from", address=who)
        parties = (them, us)
        return Event(key=key, revision=revision, kind=kind, occurred_at=when, text=text, parties=parties, **more)

    return [
        told("old1", Kind.EMAIL, OLD, EMAIL, said, document=DOCUMENT, identity="<m1@vexmoor.example>"),
        told("old2", Kind.EMAIL, OLD + timedelta(days=1), "ines@globex.example", f"Held: {NAME} asks."),
        told("call", Kind.CALL, OLD, EMAIL, f"{NAME} called about valves."),
        told("new1", Kind.EMAIL, YOUNG, EMAIL, f"All is fine.\n\n{NAME}"),
    ]


def _signal(tenant: int, key: str, evidence: str, when: datetime, says: str = "Look") -> Signal:
    return Signal(tenant_id=tenant, key=key, rule="risk", evidence=[evidence], says=says, noticed_at=when)


def _nudge(tenant: int, user: int, interaction: int) -> Nudge:
    """One that quotes an interaction, and is about none by its own columns."""
    line = {"ref": f"interaction:{interaction}", "says": WORD, "shows": {"quote": WORD}, "must": True}
    times = {"moment": NOW, "made_at": NOW, "due_at": NOW, "until": NOW}
    return Nudge(
        tenant_id=tenant, user_id=user, key="unhappy:1", kind="unhappy", says=f"They say {WORD}", signals=[], draft={},
        evidence=[line], features={}, value=0.5, urgency=0.5, **times,
    )  # fmt: skip


def _entry(world: World, key: str, state: str, written: dict[str, list[int]], when: datetime = OLD) -> ProposedEntry:
    sealed = world.app.vault.seal(world.tenant, "Called them")
    more = {"proposal": {"summary": WORD}, "written": written, "created_at": when, "text": sealed}
    return ProposedEntry(tenant_id=world.tenant, key=key, state=state, **more)


def aged(home: Path, database_url: str = "") -> AgedWorld:
    made = AgedWorld(home, database_url)
    made.fill()
    return made
