"""Where everybody of a team stands: whose clock shows what, what they were told today, what waits for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import MessageState, Nudge, NudgeHabits, NudgeMessage, NudgeState, Tenant, User
from crm.nudges.habits import habits_of
from crm.nudges.quiet import day_begins, zone_named
from crm.nudges.rhythm import Moment, Told, Wish

REFUSED = "refused"  # why a message was dropped that Slack would not take: no other is tried on that day
MOST_WAITING = 2_000  # nudges of a team that are looked at in one go
ACROSS = timedelta(days=2)  # within it lie all messages of a day, wherever on earth that day is


@dataclass(frozen=True)
class Standing:
    """One person now. `wishes` are what waits, as far as the rows tell: who may see what is asked when it is sent."""

    user: User
    moment: Moment
    wishes: tuple[Wish, ...]
    stopped: bool  # a message is on its way, or none is taken today


def standings(session: Session, tenant_id: int, now: datetime, only: int | None = None) -> list[Standing]:
    """Those of a team who can be written to at all. Args: only: this user alone."""
    tenant = session.get_one(Tenant, tenant_id)
    people = select(User).where(User.tenant_id == tenant_id, User.active.is_(True))
    users = session.scalars(people if only is None else people.where(User.id == only)).all()
    own = {
        row.user_id: row.own for row in session.scalars(select(NudgeHabits).where(NudgeHabits.tenant_id == tenant_id))
    }
    messages = messages_of(session, tenant_id, now)
    wishes = _wishes(session, tenant_id, now)
    found = []
    for user in users:
        if not user.slack_id and not (user.email and wishes[user.id]):
            continue  # nobody is greeted out of the blue without a reason
        zone = zone_named(user.timezone or tenant.timezone)
        habits = habits_of(tenant.settings, own.get(user.id, {}))
        found.append(standing(user, Moment(now, zone, habits), messages[user.id], wishes[user.id]))
    return found


def standing(user: User, moment: Moment, messages: Iterable[NudgeMessage], wishes: Sequence[Wish]) -> Standing:
    """Args: messages: of these days, whichever day of the person's they belong to. They say what was told."""
    now, zone = moment.now, moment.zone
    day = now.astimezone(zone).date()
    begins = day_begins(day, zone)
    today = [each for each in messages if each.day == day or each.claimed_at >= begins]
    told = [
        Told(
            each.sent_at or each.claimed_at, each.brief, {int(account): grave for account, grave in each.about.items()}
        )
        for each in today
        if each.state is not MessageState.DROPPED
    ]
    stopped = any(each.state is MessageState.CLAIMED or each.reason == REFUSED for each in today)
    return Standing(user, replace(moment, told=tuple(told)), tuple(wishes), stopped)


def messages_of(
    session: Session, tenant_id: int, now: datetime, user_id: int | None = None
) -> dict[int, list[NudgeMessage]]:
    """The messages of these days, by user."""
    query = select(NudgeMessage).where(NudgeMessage.tenant_id == tenant_id, NudgeMessage.day >= (now - ACROSS).date())
    if user_id is not None:
        query = query.where(NudgeMessage.user_id == user_id)
    found: dict[int, list[NudgeMessage]] = defaultdict(list)
    for row in session.scalars(query.order_by(NudgeMessage.id)):
        found[row.user_id].append(row)
    return found


def _wishes(session: Session, tenant_id: int, now: datetime) -> dict[int, list[Wish]]:
    query = (
        select(Nudge.user_id, Nudge.id, Nudge.account_id, Nudge.severity)
        .where(Nudge.tenant_id == tenant_id, Nudge.state == NudgeState.WAITING, Nudge.due_at <= now, Nudge.until > now)
        .order_by(Nudge.severity.desc(), Nudge.id)
        .limit(MOST_WAITING)
    )
    found: dict[int, list[Wish]] = defaultdict(list)
    for row in session.execute(query):
        found[row.user_id].append(Wish(row.id, row.account_id, row.severity))
    return found
