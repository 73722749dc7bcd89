"""Who of a client wrote, called or raised an interaction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("interactions", sa.Column("sender_id", types.Id, nullable=True))
    op.create_index(op.f("ix_interactions_sender_id"), "interactions", ["sender_id"], unique=False)
