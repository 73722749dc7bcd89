"""Who alone sees an account or an interaction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0007"
down_revision = "0006"

COUNTED = ["user_id", "kind", "direction", "mood", "mood_score", "circle_id"]
WIDE = {
    "ix_interactions_period": ["tenant_id", "occurred_at", "account_id", "deal_id", *COUNTED],
    "ix_interactions_client": ["tenant_id", "account_id", "occurred_at", *COUNTED],
}


def upgrade() -> None:
    _circles()
    for table in ("accounts", "interactions", "signals"):
        op.add_column(table, sa.Column("circle_id", types.Id, nullable=True))
    op.create_index(op.f("ix_accounts_tenant_id_circle_id"), "accounts", ["tenant_id", "circle_id"], unique=False)
    for name, columns in WIDE.items():
        op.drop_index(name, "interactions")
        op.create_index(name, "interactions", columns)


def _circles() -> None:
    op.create_table(
        "circles",
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_circles_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circles")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_circles_tenant_id_key")),
    )
    op.create_index(op.f("ix_circles_tenant_id"), "circles", ["tenant_id"], unique=False)
    op.create_table(
        "circle_members",
        sa.Column("circle_id", types.Id, nullable=False),
        sa.Column("user_id", types.Id, nullable=True),
        sa.Column("team", sa.String(length=191), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_circle_members_circle_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_circle_members_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_circle_members_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_members")),
        sa.UniqueConstraint("circle_id", "user_id", "team", name=op.f("uq_circle_members_circle_id_user_id_team")),
    )
    op.create_index(op.f("ix_circle_members_tenant_id"), "circle_members", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_circle_members_tenant_id_user_id"), "circle_members", ["tenant_id", "user_id"], unique=False
    )
