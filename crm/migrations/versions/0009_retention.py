"""What was removed because the team keeps it for a time only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "retention_runs",
        sa.Column("begun_at", types.UtcDateTime(), nullable=False),
        sa.Column("finished_at", types.UtcDateTime(), nullable=True),
        sa.Column("counts", types.Attributes, nullable=False),
        sa.Column("objects", types.Attributes, nullable=False),
        sa.Column("moods", sa.Boolean(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_retention_runs_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_runs")),
    )
    op.create_index(op.f("ix_retention_runs_tenant_id"), "retention_runs", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_retention_runs_tenant_id_finished_at"), "retention_runs", ["tenant_id", "finished_at"], unique=False
    )
