"""What other systems are still to be told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("sources", sa.Column("announces", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "announcements",
        sa.Column("source_id", types.Id, nullable=False),
        sa.Column("entity", sa.String(length=16), nullable=False),
        sa.Column("row_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_announcements_source_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_announcements_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    for column in ("source_id", "tenant_id"):
        op.create_index(op.f(f"ix_announcements_{column}"), "announcements", [column], unique=False)
