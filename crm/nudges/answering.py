"""What a nudge's reader did with it, kept once however often it arrives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crm.errors import RejectedError
from crm.model import Happening, Nudge, NudgeEvent, NudgeMute, NudgeState, User
from crm.ports import Redactor
from crm.rights import refusal

GONE = "This suggestion is not there any more."
NOT_YOURS = "This suggestion was for somebody else."
TOO_LATE = "This suggestion was taken back: {reason}."
PAST = "That time has passed already. Choose a later one."
FAR = "That is too far off. Choose a time within a year."
LATER = timedelta(days=1)
FARTHEST = timedelta(days=366)
USEFUL = timedelta(days=1)  # how long one that was put off is useful at least, after it comes again
FINAL = frozenset({Happening.ACCEPTED, Happening.EDITED, Happening.NOT_USEFUL, Happening.WRONG, Happening.MUTED})
SAID = FINAL | {Happening.SHOWN, Happening.OPENED, Happening.LATER}  # what a reader can do
ONCE = frozenset({Happening.OPENED, *FINAL})  # said again it is the same
MOST_WORDS = 8_000  # characters of an edit


def row_of(session: Session, nudge_id: int) -> Nudge:
    """The row, held until the transaction ends.

    Raises:
        RejectedError: it is gone.
    """
    row = session.get(Nudge, nudge_id, with_for_update=True)
    if row is None:
        raise RejectedError(GONE)
    return row


def require_reader(row: Nudge, user: User) -> None:
    """Raises RejectedError: it is not this person's, or they see nothing here any more."""
    refused = refusal(row.tenant_id, user)
    if refused:
        raise RejectedError(refused)
    if row.user_id != user.id:
        raise RejectedError(NOT_YOURS)


def happening(what: Happening | str) -> Happening:
    """Raises RejectedError: it is nothing that a reader can do."""
    try:
        found = Happening(what)
    except ValueError:
        found = None
    if found not in SAID:
        names = ", ".join(sorted(each.value for each in SAID))
        raise RejectedError(f"Nobody can answer {str(what)!r}. The answers are: {names}.")
    return found


def event(row: Nudge, what: Happening, at: datetime, detail: dict[str, Any]) -> NudgeEvent:
    return NudgeEvent(
        tenant_id=row.tenant_id, nudge_id=row.id, user_id=row.user_id, kind=row.kind, what=what, at=at, detail=detail
    )


def sent(session: Session, nudge_id: int, channel: str, ts: str, at: datetime) -> None:
    """Notes that it reached its reader; told twice of one message it is noted once."""
    row = row_of(session, nudge_id)
    if (row.channel, row.ts) == (channel, ts) and row.state is not NudgeState.WAITING:
        return
    row.sent_at, row.channel, row.ts = at, channel, ts
    if row.state is NudgeState.WAITING:
        row.state = NudgeState.SENT
    session.add(event(row, Happening.SHOWN, at, {}))


def answered(session: Session, row: Nudge, what: Happening, detail: dict[str, Any], at: datetime) -> bool:
    """Keeps an answer in the caller's transaction; False where it was said before.

    Raises:
        RejectedError: it was taken back meanwhile, or is put off to a time that cannot be.
    """
    if row.state in {NudgeState.WITHDRAWN, NudgeState.EXPIRED} and what is not Happening.WRONG:
        raise RejectedError(TOO_LATE.format(reason=row.reason or "it holds no more"))
    session.execute(
        delete(NudgeEvent).where(NudgeEvent.nudge_id == row.id, NudgeEvent.what == Happening.IGNORED)
    )  # late is not never
    if what is Happening.LATER:
        until = detail.get("until") or at + LATER
        _put_off(row, until, at)
        if _same_wait(session, row, until):
            return False
        session.add(event(row, what, at, {"until": until.astimezone(UTC).isoformat()}))
        return True
    said = _of(session, row)
    if what in ONCE and what in {each.what for each in said}:
        return False
    if what in FINAL:
        row.state, row.ended_at = NudgeState.DONE, at
        if what is Happening.MUTED:
            _mute(session, row, detail, at)
    session.add(event(row, what, at, _plain(detail)))
    return True


def redacted(redactor: Redactor, tenant_id: int, detail: Mapping[str, Any]) -> dict[str, Any]:
    """The detail with what was written by hand as anything but its display may see it."""
    text = detail.get("text")
    if not isinstance(text, str):
        return {name: value for name, value in detail.items() if name != "text"}
    (said,) = redactor.redact(tenant_id, [text[:MOST_WORDS]])
    return {**detail, "text": said.text}


def _put_off(row: Nudge, until: datetime, at: datetime) -> None:
    if until <= at:
        raise RejectedError(PAST)
    if until > at + FARTHEST:
        raise RejectedError(FAR)
    row.state, row.due_at, row.ended_at = NudgeState.WAITING, until, None
    row.until = max(row.until, until + USEFUL)


def _of(session: Session, row: Nudge) -> list[NudgeEvent]:
    return list(session.scalars(select(NudgeEvent).where(NudgeEvent.nudge_id == row.id).order_by(NudgeEvent.id)))


def _same_wait(session: Session, row: Nudge, until: datetime) -> bool:
    last = next((each for each in reversed(_of(session, row)) if each.what is not Happening.OUTCOME), None)
    told = last.detail.get("until") if last is not None and last.what is Happening.LATER else None
    return told == until.astimezone(UTC).isoformat()


def _mute(session: Session, row: Nudge, detail: dict[str, Any], at: datetime) -> None:
    """The kind, unless it is the account alone that somebody wants to hear no more of."""
    account = row.account_id if detail.get("account") else None
    kind = row.kind if detail.get("kind") or account is None else None
    session.add(
        NudgeMute(
            tenant_id=row.tenant_id, user_id=row.user_id, kind=kind, account_id=account, until=detail.get("until"),
            made_at=at,
        )
    )  # fmt: skip


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in detail.items()
    }
