"""An index that counts by rep without sorting."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

COUNTED = ["kind", "direction", "mood", "mood_score", "circle_id", "account_id", "deal_id"]


def upgrade() -> None:
    op.create_index("ix_interactions_rep", "interactions", ["user_id", "tenant_id", "occurred_at", *COUNTED])
    op.drop_index("ix_interactions_user_id", "interactions")
