"""Digests, and what became of each day's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("name", types.Exact, nullable=False),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("sections", types.Attributes, nullable=False),
        sa.Column("cron", sa.String(length=128), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("channel_name", sa.String(length=191), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("next_at", types.UtcDateTime(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_digests_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_digests_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_digests_tenant_id_name")),
    )
    op.create_index(op.f("ix_digests_tenant_id"), "digests", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_digests_paused_next_at"), "digests", ["paused", "next_at"], unique=False)
    op.create_table(
        "digest_runs",
        sa.Column("digest_id", types.Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("due", "sending", "sent", "missed", "refused", name="runstate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", types.UtcDateTime(), nullable=True),
        sa.Column("tried_at", types.UtcDateTime(), nullable=True),
        sa.Column("sent_at", types.UtcDateTime(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.Column("kept", types.Attributes, nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name=op.f("fk_digest_runs_digest_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_digest_runs_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_runs")),
        sa.UniqueConstraint("digest_id", "day", name=op.f("uq_digest_runs_digest_id_day")),
    )
    op.create_index(op.f("ix_digest_runs_tenant_id"), "digest_runs", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_digest_runs_state_claimed_until"), "digest_runs", ["state", "claimed_until"], unique=False)
