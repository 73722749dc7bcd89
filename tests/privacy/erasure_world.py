"""A company with somebody in every place where anybody can be, brought there by the ways things really come in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from bot.settings import Settings
from bot.wiring import Rapport
from crm import audit, history
from crm.clock import FixedClock
from crm.intake.event import Change, Event, Page, Party
from crm.model import (
    Account,
    AnsweredQuestion,
    AnswerFeedback,
    AuditEntry,
    Contact,
    Correction,
    Deal,
    Field,
    Happening,
    InboxItem,
    Interaction,
    Kind,
    Nudge,
    NudgeEvent,
    Outgoing,
    Product,
    RelatedRecord,
    Signal,
    Task,
    User,
    Verdict,
    Word,
    WordOrigin,
)
from privacy.erasure.subject import Subject

NAME, EMAIL, PHONE = "Quilla Xanthopoulou", "quilla.xanthopoulou@vexmoor.example", "+44 7911 123456"
OTHER = "Omar Haddad"
SUBJECT = Subject((), (NAME,), (EMAIL,), (PHONE,), ("quilla", "xanthopoulou"))
WHEN = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PDF = b"%PDF-1.4 minutes taken by Quilla Xanthopoulou for Vexmoor"
MAIL = f"Hi Dana,\n\nthe pumps fail again, says Omar.\n\nBest,\nQuilla\n\n--\n{NAME}\n{EMAIL}\n{PHONE}"


class World:
    """The application on a data folder, with its own people and the one who is to be forgotten."""

    def __init__(self, home: Path, database_url: str = "") -> None:
        home.mkdir(exist_ok=True)
        self.home = home
        self.app = Rapport(Settings(home=home, database_url=database_url), FixedClock(NOW))
        self.app.jobs.enqueue_intake = lambda _tenant_id: True  # type: ignore[method-assign]
        self.tenant = self.app.tenants.home()

    def fill(self) -> int:
        """Plants everything; returns the contact's id."""
        contact_id = self._people()
        self._sources()
        self._chat(contact_id)
        self._rows(contact_id)
        while self.app.indexer.run_once(self.tenant):
            pass
        while self.app.interaction_readings.run_once(self.tenant):
            pass
        self._leftovers()
        return contact_id

    def _people(self) -> int:
        at = {"tenant_id": self.tenant, "created_at": WHEN, "updated_at": WHEN}
        with self.app.store.write() as session:
            vexmoor = Account(name="Vexmoor", domain="vexmoor.example", **at)
            session.add(vexmoor)
            session.flush()
            quilla = Contact(name=NAME, email=EMAIL, phone=PHONE, account_id=vexmoor.id, **at)
            omar = Contact(name=OTHER, email="omar@vexmoor.example", account_id=vexmoor.id, **at)
            omar.attributes = {"assistant of": NAME, "floor": 3}
            dana = User(name="Dana Reyes", email="dana@northwind.example", **at)
            session.add_all([quilla, omar, dana])
            session.flush()
            return quilla.id

    def _sources(self) -> None:
        """Mail, a transcript, a ticket and rows of another system, through inbox, redaction and capture."""
        her, us = Party(role="from", name=NAME, address=EMAIL), Party(role="to", address="dana@northwind.example")
        omar = Party(role="cc", name=OTHER, address="omar@vexmoor.example")
        key = "documents/a1"
        self.app.objects.put(self.tenant, key, PDF)
        talk = f"Quilla: we need the pumps by Friday.\nDana: I will send {NAME} the offer by Monday.\nOmar: fine."
        speaker = her.model_copy(update={"role": "speaker"})
        items = [
            _event("mail1", Kind.EMAIL, MAIL, [her, us, omar], subject=f"Pumps, from {NAME}", thread=f"t-{EMAIL}"),
            _event("call1", Kind.CALL, talk, [speaker], subject="Call with Quilla", account="Vexmoor"),
            _event("tick1", Kind.TICKET, f"{NAME} reports a leak.", [her], attributes={"requester": EMAIL}),
            _event("docs1", Kind.NOTE, f"Minutes by {NAME}", [her], document=key, url=f"https://x.example/{EMAIL}"),
            _event("other", Kind.EMAIL, f"As {NAME} told us.", [omar.model_copy(update={"role": "from"}), us]),
            Change(key="c7", entity="contact", values={"name": NAME, "email": EMAIL, "hobby": "falconry with Quilla"}),
            Change(key="d7", entity="deal", values={"name": f"Renewal {NAME}", "note": f"call {PHONE}"}),
        ]
        self.hear("vex", items)

    def hear(self, name: str, items: list[Any]) -> None:
        known = {each.name: each for each in self.app.sources.all(self.tenant)}
        source = known.get(name) or self.app.sources.add(self.tenant, name, "webhook", {}, timedelta(hours=1))
        self.app.sync.hear(source, Page.of(items, {}))
        self.app.chain.run(self.tenant)

    def _chat(self, contact_id: int) -> None:
        """What people logged, asked and corrected."""
        app, tenant = self.app, self.tenant
        said = app.logbook.propose(
            tenant, f"Called {NAME} at Vexmoor, she was upset. Follow up Monday", user=None, now=NOW
        )
        assert said.entry_id is not None
        app.logbook.confirm(tenant, said.entry_id, None)
        app.logbook.propose(tenant, f"Met Quilla Xanthopoulou at Vexmoor, mail {EMAIL}", user=None, now=NOW)
        app.inbox.receive(tenant, "slack", "Ev1", {"event": {"text": f"who is {NAME} \u2013 caf\u00e9?"}})
        with app.store.write() as session:
            asked = AnsweredQuestion(
                tenant_id=tenant, key="q1", asked_at=NOW, question=f"what does {NAME} want?", planner="rules", confidence=1.0,
                abstained=False, took_ms=1.0, plan={"about": "Xanthopoulou", "filters": [{"contact_id": contact_id}]},
            )  # fmt: skip
            dana = session.scalars(select(User)).one()
            session.add(asked)
            session.flush()
            session.add_all(
                [
                    AnswerFeedback(
                        tenant_id=tenant, answer_id=asked.id, user_id=dana.id, verdict=Verdict.BAD,
                        note=f"{NAME} left", given_at=NOW,
                    ),
                    Word(
                        tenant_id=tenant, phrase="the falconer", meaning=f"contact {NAME}", origin=WordOrigin.ADMIN, added_at=NOW
                    ),
                ]
            )  # fmt: skip

    def _advised(self, session: Session, contact_id: int, account_id: int, row_id: int) -> None:
        """Suggestions to a colleague about the person, and what became of them."""
        dana = session.scalars(select(User)).one()
        placeholder = f"[person:{contact_id}]"
        own = {"tenant_id": self.tenant, "user_id": dana.id, "kind": "unhappy", "value": 0.5, "urgency": 0.5}
        times = {"moment": WHEN, "made_at": NOW, "due_at": NOW, "until": NOW}
        told = Nudge(
            key=f"unhappy:{EMAIL}", account_id=account_id, says=f"Ask {NAME}, {placeholder} left", signals=[],
            evidence=[{"ref": f"interaction:{row_id}", "says": f"\u201c{NAME} left\u201d", "shows": {"quote": NAME}, "must": True}],
            draft={"form": "mail", "contact_id": contact_id, "subject": NAME, "text": f"Hi {placeholder},"},
            features={"contact_ids": [contact_id]}, **own, **times,
        )  # fmt: skip
        theirs = Nudge(
            key="left:1",
            contact_id=contact_id,
            says="Call",
            signals=[],
            evidence=[],
            draft={},
            features={},
            **own,
            **times,
        )
        session.add_all([told, theirs])
        session.flush()
        said = {"tenant_id": self.tenant, "user_id": dana.id, "kind": "unhappy", "what": Happening.EDITED, "at": NOW}
        session.add(NudgeEvent(nudge_id=told.id, detail={"text": f"Dear {NAME}, {placeholder}"}, **said))
        session.add(NudgeEvent(nudge_id=theirs.id, detail={}, **said))

    def _rows(self, contact_id: int) -> None:
        """What only an export, a rule or a person's correction writes."""
        tenant, at = self.tenant, {"tenant_id": self.tenant, "created_at": WHEN, "updated_at": WHEN}
        with self.app.store.write() as session:
            account = session.scalars(select(Account)).first()
            assert account is not None
            row = session.scalars(select(Interaction).where(Interaction.external_id == "mail1")).one()
            contact = session.get_one(Contact, contact_id)
            self._advised(session, contact_id, account.id, row.id)
            history.change(session, contact, {"title": f"Head of pumps ({NAME})"}, by=None, at=NOW)
            deal = session.scalars(select(Deal)).first()
            if deal is not None:
                history.change(session, deal, {"attributes": {"champion": NAME}}, by=None, at=NOW)
            audit.append(session, tenant, at=NOW, actor_id=None, action="x.test", detail={"said": f"by {EMAIL}"})
            session.add(AuditEntry(tenant_id=tenant, at=WHEN, action="x.old", detail={"said": f"by {EMAIL}"}))
            session.add_all(
                [
                    Task(what=f"Send {NAME} the offer", contact_id=contact_id, external_id=f"task-{EMAIL}", **at),
                    Product(name=f"Pump {NAME} edition", **at),
                    RelatedRecord(
                        tenant_id=tenant, kind="licence", account_id=account.id, contact_id=contact_id,
                        external_id=EMAIL, attributes={"holder": NAME, "seats": 4},
                    ),
                    RelatedRecord(tenant_id=tenant, kind="survey", contact_id=contact_id, attributes={"said": "fine"}),
                    Signal(
                        tenant_id=tenant, key="unhappy:1", rule="unhappy", contact_id=contact_id, says=f"{NAME} is upset",
                        detail={"quote": MAIL}, noticed_at=NOW,
                    ),
                    Signal(
                        tenant_id=tenant, key="risk:1", rule="risk", account_id=account.id, says=f"Ask {NAME}", noticed_at=NOW
                    ),
                    Field(
                        tenant_id=tenant, entity="deal", key="champion", label="Champion", type="category",
                        values=json.dumps([NAME, OTHER]),
                    ),
                    Correction(
                        tenant_id=tenant, interaction_id=row.id, field="summary", before="", after=f"{NAME} is angry", made_at=NOW
                    ),
                ]
            )  # fmt: skip
            account.attributes = {"chief": NAME}
            account.updated_at = NOW

    def _leftovers(self) -> None:
        """Files that commands leave in the data folder, and a job that carries more than ids."""
        (self.home / "rejects.csv").write_text(f"file,row,reason\ncontacts.csv,2,{NAME} {EMAIL}\n", "utf-8")
        (self.home / "cache").mkdir(exist_ok=True)
        (self.home / "cache" / "answers.bin").write_bytes(b"\xff\xfe\x00" + NAME.encode("utf-16-le"))
        with self.app.store.write() as session:
            session.execute(text("CREATE TABLE IF NOT EXISTS workflow_input (workflow_uuid VARCHAR(99), inputs TEXT)"))
            session.execute(text("INSERT INTO workflow_input VALUES ('w1', :said)"), {"said": json.dumps([NAME])})

    def vectors(self) -> list[bytes]:
        """The first bytes of the vectors of what is linked to the contact, and of the mail's own words."""
        embedded = self.app.embedder.embed([MAIL, f"{NAME} reports a leak."])
        return [np.asarray(vector, np.float32).tobytes()[:64] for vector in embedded]


def _event(key: str, kind: Kind, said: str, parties: list[Party], **more: Any) -> Event:
    return Event(key=key, kind=kind, occurred_at=WHEN, text=said, parties=tuple(parties), **more)


__all__ = ["EMAIL", "NAME", "OTHER", "PHONE", "SUBJECT", "InboxItem", "Outgoing", "World", "insert"]
