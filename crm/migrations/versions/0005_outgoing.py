"""What is written into other systems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0005"
down_revision = "0004"
STATES = ("waiting", "sending", "written", "withdrawn", "released", "parked")


def upgrade() -> None:
    op.create_table(
        "outgoing",
        sa.Column("source_id", types.Id, nullable=False),
        sa.Column("interaction_id", types.Id, nullable=True),
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("entry", types.Exact, nullable=False),
        sa.Column("about", types.Attributes, nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="outgoingstate", native_enum=False, length=16), nullable=False),
        sa.Column("remote_id", sa.String(length=191), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", types.UtcDateTime(), nullable=True),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_outgoing_interaction_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_outgoing_source_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_outgoing_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_outgoing_tenant_id_key")),
        sa.UniqueConstraint("source_id", "interaction_id", name=op.f("uq_outgoing_source_id_interaction_id")),
    )
    for column in ("source_id", "interaction_id", "tenant_id"):
        op.create_index(op.f(f"ix_outgoing_{column}"), "outgoing", [column], unique=False)
