"""Indexes that answer what is counted and grouped without reading the texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

COUNTED = ["user_id", "kind", "direction", "mood", "mood_score"]


def upgrade() -> None:
    waiting = sa.text("version > indexed_version")
    op.create_index(
        "ix_interactions_period", "interactions", ["tenant_id", "occurred_at", "account_id", "deal_id", *COUNTED]
    )
    op.create_index("ix_interactions_client", "interactions", ["tenant_id", "account_id", "occurred_at", *COUNTED])
    op.drop_index("ix_interactions_tenant_id_occurred_at", "interactions")
    op.drop_index("ix_interactions_tenant_id_account_id_occurred_at", "interactions")
    op.drop_index("ix_interactions_lag", "interactions")
    op.create_index(
        "ix_interactions_lag",
        "interactions",
        ["tenant_id", "version", "indexed_version"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
