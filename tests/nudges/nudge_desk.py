"""Acme with Jane, owned by Dana, whose manager is Morgan; Globex is nobody's. What a test needs to have nudges of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from reading_kit import add, company
from sqlalchemy import select

from crm.model import (
    Consent,
    Contact,
    Deal,
    Field,
    Interaction,
    Kind,
    Nudge,
    NudgeEvent,
    NudgeState,
    RelatedRecord,
    Signal,
    StageChange,
    Task,
    User,
)
from crm.nudges.nudge import Suggestion
from crm.nudges.nudges import Nudges
from crm.ports import Redacted
from crm.reactions.reactions import Reactions
from crm.reactions.silence import Silence
from crm.reading.readings import Readings


class NamesRedactor:
    """Redacts Jane alone, the way the real one does."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def redact(self, _tenant_id: int, texts: Any) -> list[Redacted]:
        found = []
        for text in texts:
            said = text
            for name, placeholder in self._names.items():
                said = said.replace(name, placeholder)
            found.append(Redacted(said))
        return found


class Desk:
    def __init__(self, store, tenant_id, clock, model=None) -> None:
        self.store, self.tenant_id, self.clock = store, tenant_id, clock
        self.ids = company(store, tenant_id, clock)
        self.redactor = NamesRedactor({"Jane Miller": f"[person:{self.ids['jane']}]"})
        self.nudges = Nudges(store, clock, self.redactor, model)
        reactions = Reactions(store, clock)
        self.readings = Readings(store, clock, react=reactions.notice)
        self.silence = Silence(store, clock)

    def user(self, name: str = "dana") -> User:
        with self.store.read() as session:
            return session.get_one(User, self.ids[name])

    # --- what happens -------------------------------------------------------------------------------------

    def hears(self, text: str, *, days: float = 0, **fields: Any) -> int:
        """A mail of Jane's so many days ago, read at once; returns its id."""
        mail: dict[str, Any] = {"kind": Kind.EMAIL, "direction": "in", "account_id": self.ids["acme"]}
        mail |= {"user_id": self.ids["dana"], "contacts": [self.ids["jane"]]}
        mail |= {"occurred_at": self.clock.now() - timedelta(days=days)}
        row = add(self.store, self.tenant_id, self.clock, text, **{**mail, **fields})
        while self.readings.run_once(self.tenant_id):
            pass
        return row

    def writes(self, text: str = "Here you are.", **fields: Any) -> int:
        return self.hears(text, direction="out", **fields)

    def add(self, row: Any) -> int:
        with self.store.write() as session:
            session.add(row)
            session.flush()
            return int(row.id)

    def _at(self) -> dict[str, Any]:
        return {"tenant_id": self.tenant_id, "created_at": self.clock.now(), "updated_at": self.clock.now()}

    def deal(self, name: str = "Acme pilot", close: int | None = 30, **fields: Any) -> int:
        """An open deal of Dana's with Acme that is to close in so many days."""
        day = self.today + timedelta(days=close) if close is not None else None
        own = {"account_id": self.ids["acme"], "owner_id": self.ids["dana"], "amount": 1000.0, "stage": "Proposal"}
        return self.add(Deal(name=name, close_date=day, **{**own, **self._at(), **fields}))

    def task(self, what: str = "Send the contract", due: int | None = 0, **fields: Any) -> int:
        day = self.today + timedelta(days=due) if due is not None else None
        own = {"account_id": self.ids["acme"], "owner_id": self.ids["dana"]}
        return self.add(Task(what=what, due_on=day, **{**own, **self._at(), **fields}))

    def field(self, entity: str, key: str, kind: str = "date", label: str = "") -> None:
        self.add(
            Field(tenant_id=self.tenant_id, entity=entity, key=key, label=label or key.replace("_", " "), type=kind)
        )

    def related(self, kind: str, days: float = 0, **fields: Any) -> int:
        at = self.clock.now() - timedelta(days=days)
        own: dict[str, Any] = {"account_id": self.ids["acme"], "external_id": f"{kind}:{days}:{fields}"[:191]}
        return self.add(RelatedRecord(tenant_id=self.tenant_id, kind=kind, occurred_at=at, **{**own, **fields}))

    def contact(self, name: str, **fields: Any) -> int:
        return self.add(Contact(name=name, **{"account_id": self.ids["acme"], **self._at(), **fields}))

    def changes(self, model: Any, row_id: int, **values: Any) -> None:
        with self.store.write() as session:
            row = session.get_one(model, row_id)
            for name, value in values.items():
                setattr(row, name, value)

    def moves(self, deal_id: int, stage: str) -> None:
        row = StageChange(tenant_id=self.tenant_id, deal_id=deal_id, to_stage=stage, changed_at=self.clock.now())
        self.add(row)

    def forbids(self, contact: str | int = "jane", purpose: str = "nudges") -> None:
        row = self.ids[contact] if isinstance(contact, str) else contact
        own = {"tenant_id": self.tenant_id, "contact_id": row, "purpose": purpose, "source": "test"}
        self.add(Consent(given=False, at=self.clock.now(), **own))

    def passes(self, **span: float) -> None:
        self.clock.instant = self.clock.now() + timedelta(**span)

    # --- what comes of it ---------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def noon(self, days: int = 0) -> datetime:
        return datetime.combine(self.today + timedelta(days=days), time(12), UTC)

    def gathers(self) -> int:
        return self.nudges.gather(self.tenant_id)

    def waiting(self, name: str = "dana") -> list[Suggestion]:
        return self.nudges.waiting(self.tenant_id, self.user(name))

    def told(self, name: str = "dana") -> dict[str, str]:
        """What waits for somebody after gathering: sentences by kind."""
        self.gathers()
        return {each.kind: each.says for each in self.waiting(name)}

    def rows(self, state: NudgeState | None = None) -> list[Nudge]:
        with self.store.read() as session:
            found = session.scalars(select(Nudge).order_by(Nudge.id)).all()
        return [each for each in found if state in (None, each.state)]

    def events(self) -> list[NudgeEvent]:
        with self.store.read() as session:
            return list(session.scalars(select(NudgeEvent).order_by(NudgeEvent.id)))

    def signals(self) -> list[Signal]:
        with self.store.read() as session:
            return list(session.scalars(select(Signal).order_by(Signal.id)))

    def text(self, row_id: int) -> str:
        with self.store.read() as session:
            return session.get_one(Interaction, row_id).text

    def sends(self, suggestion: Suggestion, ts: str = "1.0") -> None:
        self.nudges.sent(suggestion.id, "D1", ts, self.clock.now())
