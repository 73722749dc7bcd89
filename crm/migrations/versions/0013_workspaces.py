"""Workspaces that install Rapport by themselves, and those that left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("tenants", sa.Column("guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tenants", sa.Column("parked_at", types.UtcDateTime(), nullable=True))
    op.create_table(
        "slack_installations",
        sa.Column("app_id", sa.String(length=32), nullable=False),
        sa.Column("enterprise_id", sa.String(length=32), nullable=True),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("bot_id", sa.String(length=32), nullable=True),
        sa.Column("bot_user_id", sa.String(length=32), nullable=True),
        sa.Column("scopes", types.LongText, nullable=False),
        sa.Column("token", types.LongText, nullable=False),
        sa.Column("refresh_token", types.LongText, nullable=True),
        sa.Column("expires_at", types.UtcDateTime(), nullable=True),
        sa.Column("renewed_until", types.UtcDateTime(), nullable=True),
        sa.Column("installer", sa.String(length=32), nullable=False),
        sa.Column("installed_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_slack_installations_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_installations")),
        sa.UniqueConstraint("tenant_id", name=op.f("uq_slack_installations_tenant_id")),
    )
    op.create_index(op.f("ix_slack_installations_tenant_id"), "slack_installations", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_slack_installations_expires_at"), "slack_installations", ["expires_at"], unique=False)
    op.create_table(
        "slack_states",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_states")),
        sa.UniqueConstraint("digest", name=op.f("uq_slack_states_digest")),
    )
    op.create_index(op.f("ix_slack_states_expires_at"), "slack_states", ["expires_at"], unique=False)
