"""What other systems are still to be told of."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from crm.model.base import Base, Owned
from crm.model.types import Id


class Announcement(Owned, Base):
    """A row of the record that changed, for one source that tells of changes. The database itself writes it, within the
    transaction that changes the row; it goes once it was told. `gone`: the row was removed.
    """

    __tablename__ = "announcements"

    source_id: Mapped[int] = mapped_column(Id, ForeignKey("sources.id", ondelete="CASCADE"), index=True)
    entity: Mapped[str] = mapped_column(String(16))
    row_id: Mapped[int] = mapped_column(Id)
    version: Mapped[int]
    gone: Mapped[bool]
