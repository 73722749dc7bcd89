"""What is to be forgotten, and what was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from crm.model import types

revision = "0006"
down_revision = "0005"
STATES = ("waiting", "running", "done", "cancelled")


def upgrade() -> None:
    op.create_table(
        "erasure_requests",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb"), nullable=True),
        sa.Column("digests", types.Attributes, nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="erasurestate", native_enum=False, length=16), nullable=False),
        sa.Column("requested_by", types.Id, nullable=True),
        sa.Column("requested_at", types.UtcDateTime(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=True),
        sa.Column("counts", types.Attributes, nullable=False),
        sa.Column("certificate", types.Attributes, nullable=True),
        sa.Column("finished_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["users.id"], name=op.f("fk_erasure_requests_requested_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_erasure_requests_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_requests")),
    )
    op.create_index(op.f("ix_erasure_requests_tenant_id"), "erasure_requests", ["tenant_id"], unique=False)
    op.create_index("ix_erasure_requests_state_due_at", "erasure_requests", ["state", "due_at"], unique=False)
    op.create_table(
        "forgotten",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("forgotten_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_forgotten_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
        sa.UniqueConstraint("tenant_id", "kind", "digest", name=op.f("uq_forgotten_tenant_id_kind_digest")),
    )
    op.create_index(op.f("ix_forgotten_tenant_id"), "forgotten", ["tenant_id"], unique=False)
