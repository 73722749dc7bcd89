"""The audit as a chain."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("audit", sa.Column("seq", types.Id, nullable=True))
    op.add_column("audit", sa.Column("digest", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_audit_tenant_id_seq"), "audit", ["tenant_id", "seq"], unique=True)
    op.create_table(
        "audit_heads",
        sa.Column("seq", types.Id, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("unchained", sa.Integer(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_audit_heads_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_heads")),
    )
    op.create_index(op.f("ix_audit_heads_tenant_id"), "audit_heads", ["tenant_id"], unique=True)
