"""Messages that took nudges to people, and how each person wants them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "nudge_messages",
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("brief", sa.Boolean(), nullable=False),
        sa.Column("nudges", types.Attributes, nullable=False),
        sa.Column("about", types.Attributes, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("claimed_at", types.UtcDateTime(), nullable=False),
        sa.Column("tried_at", types.UtcDateTime(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=191), nullable=True),
        *_owned("nudge_messages"),
        sa.UniqueConstraint("user_id", "day", "place", name=op.f("uq_nudge_messages_user_id_day_place")),
    )
    op.create_table(
        "nudge_habits",
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("own", types.Attributes, nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        *_owned("nudge_habits"),
        sa.UniqueConstraint("user_id", name=op.f("uq_nudge_habits_user_id")),
    )
    for table in ("nudge_messages", "nudge_habits"):
        op.create_index(op.f(f"ix_{table}_tenant_id"), table, ["tenant_id"], unique=False)
    day = ["tenant_id", "day"]
    op.create_index(op.f("ix_nudge_messages_tenant_id_day"), "nudge_messages", day, unique=False)


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """What every row has, and the rows it goes with."""
    keys = {"tenant_id": "tenants.id", "user_id": "users.id"}
    return [
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")
            for column, target in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
