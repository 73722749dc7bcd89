"""What a person says a reading should have been: it wins over every later one, and readers learn from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crm import audit, history
from crm.clock import Clock
from crm.errors import RejectedError
from crm.model import Account, Correction, Deal, Interaction, InteractionReading, MoodSource, Role, Tenant, User
from crm.naming import fold
from crm.ports import MoodLabel, Redactor
from crm.reading.intents import titles
from crm.reading.steps import due_in
from crm.reading.topics import all_topics
from crm.rights import refusal
from crm.store import Store

FIELDS = ("mood", "account", "summary", "themes", "intents", "asks", "commitments")
MOODS: tuple[str, ...] = get_args(MoodLabel)
LONGEST = 2_000  # characters of a summary or a step
LONGEST_CHAIN = 12  # managers above managers that are looked at
GONE = "There is no such interaction."
NOT_YOURS = "Only whose client this is, their manager or an admin can correct it."


class Corrections:
    """Args: redactor: what people write is redacted before it is kept."""

    def __init__(self, store: Store, clock: Clock, redactor: Redactor) -> None:
        self._store, self._clock, self._redactor = store, clock, redactor

    def correct(self, tenant_id: int, interaction_id: int, field: str, value: str, user: User | None) -> Any:
        """Sets a field of an interaction's reading; returns what it is now.

        Args:
            tenant_id: whose record.
            interaction_id: which interaction.
            field: one of FIELDS.
            value: a mood, a client's name, a text; of lists the parts, separated by semicolons or lines ("" for none).
            user: who says so; None is the local administrator.

        Raises:
            RejectedError: no such interaction, field or value, or the user has no right to correct it.
        """
        if field not in FIELDS:
            raise RejectedError(f"What can be corrected: {', '.join(FIELDS)}.")
        said = self._redactor.redact(tenant_id, [value.strip()])[0].text if field not in {"mood", "account"} else value
        with self._store.write() as session:
            row = session.get(Interaction, interaction_id)
            if row is None or row.tenant_id != tenant_id:
                raise RejectedError(GONE)
            require_right(session, row, user)
            setter = {"mood": self._mood, "account": self._account}.get(field) or self._reading(field)
            before, after = setter(session, row, said.strip(), user)
            self._note(session, row, field, before=before, after=after, user=user)
            return after

    def _mood(self, session: Session, row: Interaction, said: str, user: User | None) -> tuple[Any, Any]:
        label = said.lower()
        if label not in MOODS:
            raise RejectedError(f"A mood is one of: {', '.join(MOODS)}.")
        before = row.mood
        values = {"mood": label, "mood_score": None, "mood_source": MoodSource.HUMAN}
        history.change(session, row, values, by=user.id if user else None, at=self._clock.now())
        return before, label

    def _account(self, session: Session, row: Interaction, said: str, user: User | None) -> tuple[Any, Any]:
        account = _account_named(session, row.tenant_id, said)
        before = row.account_id
        values: dict[str, Any] = {"account_id": account.id}
        if row.deal_id is not None:
            deal = session.get(Deal, row.deal_id)
            values |= {} if deal is not None and deal.account_id == account.id else {"deal_id": None}
        history.change(session, row, values, by=user.id if user else None, at=self._clock.now())
        reading = _reading(session, row, self._clock.now())
        reading.human = [*dict.fromkeys([*reading.human, "account"])]
        return before, account.id

    def _reading(self, field: str) -> Callable[[Session, Interaction, str, User | None], tuple[Any, Any]]:
        def set_(session: Session, row: Interaction, said: str, _user: User | None) -> tuple[Any, Any]:
            after = _value(session, row, field, said)
            reading = _reading(session, row, self._clock.now())
            before = getattr(reading, field)
            setattr(reading, field, after)
            reading.human = [*dict.fromkeys([*reading.human, field])]
            return before, after

        return set_

    def _note(
        self, session: Session, row: Interaction, field: str, *, before: Any, after: Any, user: User | None
    ) -> None:
        now, by = self._clock.now(), user.id if user else None
        session.add(
            Correction(
                tenant_id=row.tenant_id, interaction_id=row.id, field=field, before=before, after=after,
                user_id=by, made_at=now,
            )
        )  # fmt: skip
        audit.append(
            session, row.tenant_id, at=now, actor_id=by, action=f"correct.{field}", entity="interaction", row_id=row.id
        )


def require_right(session: Session, row: Interaction, user: User | None) -> None:
    """Whose interaction or client it is, anybody above them, an admin; None is the local administrator.

    Raises:
        RejectedError: somebody else.
    """
    told = refusal(row.tenant_id, user)
    if told:
        raise RejectedError(told)
    if user is None or user.role == Role.ADMIN:
        return
    owner = session.scalar(select(Account.owner_id).where(Account.id == row.account_id)) if row.account_id else None
    above = {each for each in (row.user_id, owner) if each}
    if not above and user.role == Role.MANAGER:
        return  # nobody's
    for _ in range(LONGEST_CHAIN):
        if user.id in above:
            return
        above = {each for each in session.scalars(select(User.manager_id).where(User.id.in_(above))) if each}
    raise RejectedError(NOT_YOURS)


def _account_named(session: Session, tenant_id: int, said: str) -> Account:
    ours = select(Account).where(Account.tenant_id == tenant_id)
    found = list(session.scalars(ours.where(or_(func.lower(Account.name) == said.lower(), Account.domain == said))))
    if not found:
        found = [each for each in session.scalars(ours) if fold(each.name) == fold(said)]
    if len(found) != 1:
        how = "No client is" if not found else f"{len(found)} clients are"
        raise RejectedError(f"{how} called {said!r}. Write the client's whole name.")
    return found[0]


def _reading(session: Session, row: Interaction, now: datetime) -> InteractionReading:
    """The row's reading; one that is still to be filled where there is none yet."""
    found = session.scalar(select(InteractionReading).where(InteractionReading.interaction_id == row.id))
    if found is None:
        found = InteractionReading(
            tenant_id=row.tenant_id, interaction_id=row.id, version=0, read_at=now, attempts=0,
            themes=[], intents=[], asks=[], commitments=[], human=[],
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def _value(session: Session, row: Interaction, field: str, said: str) -> Any:
    if field == "summary":
        return said[:LONGEST] or None
    parts = [part.strip()[:LONGEST] for part in said.replace("\n", ";").split(";") if part.strip()]
    if field == "themes":
        return [_known(part, all_topics(), "theme") for part in _commas(parts)]
    if field == "intents":
        return [{"name": _known(part, list(titles()), "intent"), "text": "", "about": ""} for part in _commas(parts)]
    fiscal = session.get_one(Tenant, row.tenant_id).fiscal_year_start
    owner = f"[user:{row.user_id}]" if row.user_id else None
    side = "theirs" if field == "asks" else "ours"
    dues = [due_in(part, row.occurred_at, fiscal) for part in parts]
    return [
        {"text": part, "due": due.isoformat() if due else None, "owner": owner, "side": side}
        for part, due in zip(parts, dues, strict=True)
    ]


def _commas(parts: list[str]) -> list[str]:
    return [each.strip() for part in parts for each in part.split(",") if each.strip()]


def _known(said: str, known: list[str], what: str) -> str:
    if said.lower() not in known:
        raise RejectedError(f"There is no {what} {said!r}. There are: {', '.join(known)}.")
    return said.lower()
