"""The face of nudges: finds them, ranks them for a person, and keeps what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from crm import audit
from crm.clock import Clock
from crm.errors import RejectedError, RetryableError
from crm.features import is_on
from crm.governance.purposes import MODELS
from crm.model import Account, Happening, Nudge, NudgeMute, NudgeState, Tenant, User
from crm.nudges import answering
from crm.nudges.aftermath import watch
from crm.nudges.consenting import About, agreed
from crm.nudges.counting import acceptance
from crm.nudges.drafting import worded
from crm.nudges.exporting import rows, write
from crm.nudges.gathering import Gathering
from crm.nudges.kind import kind_named
from crm.nudges.learning import taste_of
from crm.nudges.nudge import Acceptance, Draft, Evidence, Suggestion
from crm.nudges.showing import MOST, Showing, Standing, foremost, order, standings
from crm.ports import ChatModel, Redactor
from crm.rights import look, refusal, unlimited
from crm.store import Store

SAY_WHAT = "Say what you want to hear no more of: a kind, a client, or both."
NO_CLIENT = "This client is not there any more."
UNSHOWN = (NudgeState.WITHDRAWN, NudgeState.EXPIRED)
WATCHED = timedelta(hours=1)
REASON = 191  # characters


class Nudges:
    """All of a tenant's nudges.

    Args:
        redactor: what people wrote by hand passes through before it is kept.
        model: words drafts, where there is one.
    """

    def __init__(self, store: Store, clock: Clock, redactor: Redactor, model: ChatModel | None = None) -> None:
        self._store, self._clock, self._redactor, self._model = store, clock, redactor, model
        self._watched: dict[int, datetime] = {}  # by tenant: when it was last noted what came of nudges

    def gather(self, tenant_id: int) -> int:
        """Finds what there is to suggest, to everybody; returns how many are new. Found again, nothing is changed.

        Once an hour it also notes what came of earlier ones. A team that has nudges switched off has none made.
        """
        now = self._clock.now()
        with unlimited():
            if now - self._watched.get(tenant_id, now - WATCHED) >= WATCHED:
                self.outcomes(tenant_id)
            with self._store.read() as session:
                if not is_on(session.get_one(Tenant, tenant_id).settings, "nudges"):
                    return 0
            return Gathering(self._store, self._redactor, tenant_id, now).run()

    def waiting(self, tenant_id: int, user: User, at: datetime | None = None, most: int = MOST) -> list[Suggestion]:
        """What this person would best do next, the best first: through their eyes, without those who do not agree to be
        spoken of, without what they muted. What holds no more is withdrawn, and is not among them.

        Of very many only the foremost `most` are looked at: each takes several statements.
        """
        now = at or self._clock.now()
        if refusal(tenant_id, user) is not None:
            return []
        with unlimited(), self._store.read() as session:
            query = select(Nudge).where(
                Nudge.tenant_id == tenant_id,
                Nudge.user_id == user.id,
                Nudge.state == NudgeState.WAITING,
                Nudge.due_at <= now,
                Nudge.until > now,
            )
            taste = taste_of(session, tenant_id, user.id, now)
            found = foremost(list(session.scalars(query.order_by(Nudge.id))), taste, now, most)
            stands = standings(session, found, now)
            spoken = self._sayable(session, user, [row for row in found if not stands[row.id].broken], now)
            sight = look(session, tenant_id, [user.id])
        self._withdraw({row_id: each.broken for row_id, each in stands.items() if each.broken}, now)
        shown = Showing(self._store, user, sight, now).shown({row.id: stands[row.id] for row in spoken}, taste)
        return order(shown, taste)

    def one(self, nudge_id: int, user: User, at: datetime | None = None) -> Suggestion | None:
        """A nudge as its reader may see it now, sent or not; None where it is not theirs to see, or was taken back, or
        holds no more while it waits."""
        now = at or self._clock.now()
        with unlimited(), self._store.read() as session:
            row = session.get(Nudge, nudge_id)
            if row is None or row.user_id != user.id or refusal(row.tenant_id, user) is not None:
                return None
            held = standings(session, [row], now)[row.id]
            if row.state in UNSHOWN or (held.broken and row.state is NudgeState.WAITING):
                return None
            if held.broken:  # it was sent as it held then
                held = Standing(tuple(Evidence.of(each) for each in row.evidence))
            if not self._sayable(session, user, [row], now, muted=True):
                return None
            taste = taste_of(session, row.tenant_id, user.id, now)
            sight = look(session, row.tenant_id, [user.id])
        found = Showing(self._store, user, sight, now).shown({nudge_id: held}, taste)
        return found[0] if found else None

    def still_true(self, nudge_id: int, at: datetime | None = None) -> bool:
        """Whether what it says holds now; to be asked right before it is sent. One that does not is withdrawn."""
        now = at or self._clock.now()
        with unlimited(), self._store.read() as session:
            row = session.get(Nudge, nudge_id)
            held = standings(session, [row], now)[row.id] if row is not None else Standing(broken="it is gone")
        if row is not None and held.broken:
            self._withdraw({nudge_id: held.broken}, now)
        return not held.broken

    def worded(self, found: Suggestion, user: User) -> Suggestion:
        """The suggestion with its draft in a model's words, where there is a model and it can; it may take seconds.

        The words are kept, so that everybody who looks again sees the same.
        """
        if self._model is None or found.draft.form not in {"mail", "message"}:
            return found
        with unlimited(), self._store.read() as session:
            row = session.get(Nudge, found.id)
            if row is None or not agreed(session, row.tenant_id, [About.nudge(row)], MODELS)[0]:
                return found
            quotes = [str(line["shows"]["quote"]) for line in row.evidence if (line.get("shows") or {}).get("quote")]
            draft = Draft.of(row.draft)
        try:
            made = worded(self._model, draft, quotes) if quotes else draft
        except RetryableError:
            return found
        if made == draft:
            return found
        with unlimited(), self._store.write() as session:
            answering.row_of(session, found.id).draft = made.stored()
        return self.one(found.id, user) or found

    def sent(self, nudge_id: int, channel: str, ts: str, at: datetime | None = None) -> None:
        """Notes that it reached its reader.

        Raises:
            RejectedError: it is gone.
        """
        now = at or self._clock.now()
        with unlimited(), self._store.write() as session:
            row = answering.row_of(session, nudge_id)
            row.taste = taste_of(session, row.tenant_id, row.user_id, now).of(row.kind).rate
            answering.sent(session, nudge_id, channel, ts, now)

    def answer(
        self,
        nudge_id: int,
        user: User,
        what: Happening | str,
        detail: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> bool:
        """Keeps what its reader did with it; False where the same was said before.

        Args:
            detail: of an edit {"text"}; of later {"until": datetime}; of muted {"kind": bool, "account": bool,
                "until": datetime}; of wrong and not_useful {"text"}, where they said why.

        Raises:
            RejectedError: it is gone or was taken back, was for somebody else, or nothing of this name can be done.
        """
        happened = answering.happening(what)
        told = answering.redacted(self._redactor, user.tenant_id, detail or {})
        with unlimited(), self._store.write() as session:
            row = answering.row_of(session, nudge_id)
            answering.require_reader(row, user)
            return answering.answered(session, row, happened, told, at or self._clock.now())

    def later(self, nudge_id: int, user: User, until: datetime | None = None, at: datetime | None = None) -> bool:
        """Has it wait until then (a day, where nothing is said), and useful for at least a day more."""
        return self.answer(nudge_id, user, Happening.LATER, {"until": until} if until else {}, at)

    def withdraw(self, nudge_id: int, reason: str, at: datetime | None = None) -> None:
        """Takes back one that waits."""
        self._withdraw({nudge_id: reason}, at or self._clock.now())

    def mute(
        self, user: User, kind: str | None = None, account_id: int | None = None, until: datetime | None = None
    ) -> None:
        """Has this person hear no more of a kind, of an account, or of a kind of an account.

        Raises:
            RejectedError: neither is named, or is there.
        """
        if kind is None and account_id is None:
            raise RejectedError(SAY_WHAT)
        name = kind_named(kind).name if kind else None
        with unlimited(), self._store.write() as session:
            account = session.get(Account, account_id) if account_id else None
            if account_id and (account is None or account.tenant_id != user.tenant_id):
                raise RejectedError(NO_CLIENT)
            session.add(
                NudgeMute(
                    tenant_id=user.tenant_id, user_id=user.id, kind=name, account_id=account_id, until=until,
                    made_at=self._clock.now(),
                )
            )  # fmt: skip

    def mutes(self, user: User) -> list[NudgeMute]:
        """What this person wants to hear no more of now."""
        with unlimited(), self._store.read() as session:
            return list(session.scalars(_mutes(user, self._clock.now())))

    def unmute(self, user: User, kind: str | None = None, account_id: int | None = None) -> int:
        """Takes mutes of exactly this back; returns how many there were."""
        with unlimited(), self._store.write() as session:
            own = [NudgeMute.tenant_id == user.tenant_id, NudgeMute.user_id == user.id]
            same = [NudgeMute.kind.is_not_distinct_from(kind), NudgeMute.account_id.is_not_distinct_from(account_id)]
            ids = list(session.scalars(select(NudgeMute.id).where(*own, *same)))
            session.execute(delete(NudgeMute).where(NudgeMute.id.in_(ids)))
            return len(ids)

    def acceptance(self, tenant_id: int) -> list[Acceptance]:
        """What became of each kind."""
        with unlimited(), self._store.read() as session:
            return acceptance(session, tenant_id)

    def outcomes(self, tenant_id: int) -> int:
        """Notes what came after: replies, deals that moved, tasks done; and what was ignored. Returns how many."""
        self._watched[tenant_id] = self._clock.now()
        with unlimited():
            return watch(self._store, tenant_id, self._clock.now())

    def export(self, tenant_id: int, path: Path, form: str, *, by: int | None = None) -> int:
        """Writes all that became of nudges, fit for training, as "parquet" or "jsonl"; returns how many rows.

        Raises:
            RejectedError: there is no such form, or the file cannot be written there.
        """
        with unlimited():
            with self._store.read() as session:
                count = write(rows(session, tenant_id), path, form)
            with self._store.write() as session:
                now, detail = self._clock.now(), {"rows": count, "form": form}
                audit.append(session, tenant_id, at=now, actor_id=by, action="nudges.export", detail=detail)
        return count

    def _sayable(
        self, session: Session, user: User, found: Sequence[Nudge], now: datetime, *, muted: bool = False
    ) -> list[Nudge]:
        """Those about people who agree to it; and, unless `muted` ones are wanted too, that the person did not mute."""
        may = agreed(session, user.tenant_id, [About.nudge(row) for row in found])
        mutes = [] if muted else list(session.scalars(_mutes(user, now)))
        return [
            row
            for row, allowed in zip(found, may, strict=True)
            if allowed and not any(_silences(mute, row) for mute in mutes)
        ]

    def _withdraw(self, reasons: Mapping[int, str], now: datetime) -> None:
        if not reasons:
            return
        with unlimited(), self._store.write() as session:
            for row_id, reason in reasons.items():
                row = session.get(Nudge, row_id, with_for_update=True)
                if row is not None and row.state is NudgeState.WAITING:
                    row.state, row.reason, row.ended_at = NudgeState.WITHDRAWN, reason[:REASON], now


def _mutes(user: User, now: datetime) -> Any:
    current = or_(NudgeMute.until.is_(None), NudgeMute.until > now)
    own = [NudgeMute.tenant_id == user.tenant_id, NudgeMute.user_id == user.id, current]
    return select(NudgeMute).where(*own).order_by(NudgeMute.id)


def _silences(mute: NudgeMute, row: Nudge) -> bool:
    return mute.kind in {None, row.kind} and mute.account_id in {None, row.account_id}
