"""What an admin should hear of the sources: one that was refused, fields that came, went or changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from crm.clock import Clock
from crm.intake.drift import sentence
from crm.model import Role, Source, SourceDrift, SourceState, User
from crm.store import Store


@dataclass(frozen=True)
class News:
    """Untold news of one source, in sentences."""

    source_id: int
    source: str
    lines: tuple[str, ...]
    drift_ids: tuple[int, ...]


class Newsroom:
    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def due(self, tenant_id: int) -> list[News]:
        """What nobody was told yet, by source."""
        with self._store.read() as session:
            sources = session.scalars(select(Source).where(Source.tenant_id == tenant_id).order_by(Source.name)).all()
            drifts = session.scalars(
                select(SourceDrift)
                .where(SourceDrift.tenant_id == tenant_id, SourceDrift.told_at.is_(None))
                .order_by(SourceDrift.id)
            ).all()
        found: list[News] = []
        for source in sources:
            own = [drift for drift in drifts if drift.source_id == source.id]
            refused = source.state is SourceState.REFUSED and source.told_at is None
            lines = [f"Nothing comes from it any more: {source.reason}"] if refused else []
            lines += [sentence(drift) for drift in own]
            if lines:
                found.append(News(source.id, source.name, tuple(lines), tuple(drift.id for drift in own)))
        return found

    def admins(self, tenant_id: int) -> list[User]:
        with self._store.read() as session:
            query = select(User).where(User.tenant_id == tenant_id, User.active, User.role == Role.ADMIN)
            return list(session.scalars(query.order_by(User.id)))

    def told(self, news: News) -> None:
        """It is told; nobody hears it again."""
        now = self._clock.now()
        with self._store.write() as session:
            session.execute(update(SourceDrift).where(SourceDrift.id.in_(news.drift_ids)).values(told_at=now))
            refused = (Source.id == news.source_id, Source.state == SourceState.REFUSED)
            session.execute(update(Source).where(*refused).values(told_at=now))
