"""What to know before a meeting: made when it is read, through the reader's eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.governance.purposes import NUDGES
from crm.governance.withheld import interactions_withheld, withheld
from crm.model import Deal, Interaction, InteractionReading, Nudge, Outcome, Task
from crm.rights import Sight

LAST = 3  # interactions that are told
LOOKED = 10  # of which those are picked
MOODS = 8  # of the last interactions
MOST = 5  # deals, tasks
SAID = 260


def brief(session: Session, row: Nudge, sight: Sight, zone: tzinfo, now: datetime) -> str:
    """Lines of redacted text: what is open, what was said last and in what mood, what is still to do."""
    if row.account_id is None:
        return ""
    parts = [
        ("Open deals", list(_deals(session, row, sight))),
        ("Last", list(_last(session, row, zone, now))),
        ("Mood", list(_mood(session, row, now))),
        ("Still to do", list(_tasks(session, row))),
    ]
    return "\n\n".join("\n".join([f"{title}:", *lines]) for title, lines in parts if lines)


def _deals(session: Session, row: Nudge, sight: Sight) -> Iterator[str]:
    query = (
        select(Deal)
        .where(Deal.tenant_id == row.tenant_id, Deal.account_id == row.account_id, Deal.outcome == Outcome.OPEN)
        .order_by(Deal.close_date.is_(None), Deal.close_date, Deal.id)
        .limit(MOST)
    )
    for deal in session.scalars(query):
        said = [f"[deal:{deal.id}]", deal.stage or ""]
        if deal.amount is not None and "deal.amount" not in sight.fields:
            said.append(f"{deal.amount:,.0f} {deal.currency or ''}".strip())
        if deal.close_date:
            said.append(f"to close {deal.close_date.day} {deal.close_date:%b %Y}")
        yield "- " + ", ".join(part for part in said if part)


def _recent(session: Session, row: Nudge, now: datetime, most: int) -> list[Interaction]:
    query = (
        select(Interaction)
        .where(
            Interaction.tenant_id == row.tenant_id,
            Interaction.account_id == row.account_id,
            Interaction.occurred_at <= now,
        )
        .order_by(Interaction.occurred_at.desc(), Interaction.id.desc())
        .limit(most)
    )
    return list(session.scalars(query))


def _last(session: Session, row: Nudge, zone: tzinfo, now: datetime) -> Iterator[str]:
    found = _recent(session, row, now, LOOKED)
    texts = {each.id: f"{each.subject or ''} {each.text}" for each in found}
    unsaid = interactions_withheld(session, row.tenant_id, NUDGES, texts)
    told = [each for each in found if each.id not in unsaid][:LAST]
    query = select(InteractionReading.interaction_id, InteractionReading.summary)
    sums = {each[0]: each[1] for each in session.execute(query.where(
        InteractionReading.interaction_id.in_([each.id for each in told])
    ))}  # fmt: skip
    for each in told:
        said = " ".join((sums.get(each.id) or each.subject or each.text).split())
        day = each.occurred_at.astimezone(zone)
        yield f"- {day.day} {day:%b}, {each.kind.value}: {said[:SAID]}{'…' if len(said) > SAID else ''}"


def _mood(session: Session, row: Nudge, now: datetime) -> Iterator[str]:
    moods = [each.mood for each in _recent(session, row, now, MOODS) if each.mood]
    if moods:
        counts = {mood: moods.count(mood) for mood in dict.fromkeys(moods)}
        said = ", ".join(f"{count} {mood}" for mood, count in sorted(counts.items(), key=lambda each: -each[1]))
        yield f"- {said} of the last {len(moods)} with a mood; the newest is {moods[0]}."


def _tasks(session: Session, row: Nudge) -> Iterator[str]:
    query = (
        select(Task)
        .where(Task.tenant_id == row.tenant_id, Task.account_id == row.account_id, Task.done_at.is_(None))
        .order_by(Task.due_on.is_(None), Task.due_on, Task.id)
        .limit(MOST)
    )
    found = list(session.scalars(query))
    kept = withheld(session, row.tenant_id, NUDGES, {each.contact_id for each in found if each.contact_id})
    for task in found:
        if task.contact_id not in kept:
            due = f", due {task.due_on.day} {task.due_on:%b}" if task.due_on else ""
            yield f"- {task.what.rstrip(' .')}{due}"
