"""A digest as people see it, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.digests.contents import Item, items
from crm.errors import RejectedError
from crm.model import Digest, DigestRun, Role, User
from crm.rights import refusal

MANAGERS_ONLY = "Digests are for managers and admins. Ask me directly instead: I answer you what you may see."


@dataclass(frozen=True)
class Listed:
    """A digest as its readers see it; `last` is the newest day that came to an end, and how."""

    id: int
    name: str
    owner_id: int | None
    owner: str | None
    items: list[Item]
    cron: str | None
    zone: str | None
    channel: str | None
    channel_name: str | None
    paused: bool
    next_at: datetime | None
    last_day: date | None = None
    last_state: str | None = None
    last_reason: str | None = None


def require_manager(tenant_id: int, by: User | None) -> None:
    """Raises RejectedError: this user is no manager and no admin here."""
    if refused := refusal(tenant_id, by):
        raise RejectedError(refused)
    if by is not None and by.role not in {Role.MANAGER, Role.ADMIN}:
        raise RejectedError(MANAGERS_ONLY)


def listed(session: Session, digest: Digest) -> Listed:
    owner = session.get(User, digest.owner_id) if digest.owner_id else None
    ended = select(DigestRun).where(DigestRun.digest_id == digest.id, DigestRun.state.not_in(["due", "sending"]))
    last = session.scalar(ended.order_by(DigestRun.day.desc()).limit(1))
    return Listed(
        digest.id,
        digest.name,
        digest.owner_id,
        owner.name if owner else None,
        items(digest.sections),
        digest.cron,
        digest.timezone,
        digest.channel,
        digest.channel_name,
        digest.paused,
        digest.next_at,
        last.day if last else None,
        last.state.value if last else None,
        last.reason if last else None,
    )
