"""Suggestions to people of the team, and what became of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0011"
down_revision = "0010"

OWN = {
    "nudges": ("user_id", "account_id", "contact_id", "deal_id", "task_id", "interaction_id"),
    "nudge_events": ("nudge_id", "user_id"),
    "nudge_mutes": ("user_id", "account_id"),
}


def upgrade() -> None:
    _nudges()
    op.create_table(
        "nudge_events",
        sa.Column("nudge_id", types.Id, nullable=False),
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("detail", types.Attributes, nullable=False),
        *_owned("nudge_events"),
    )
    op.create_table(
        "nudge_mutes",
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=True),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("until", types.UtcDateTime(), nullable=True),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        *_owned("nudge_mutes"),
    )
    for table, columns in {
        "nudges": ("tenant_id", "user_id", "account_id"),
        "nudge_events": ("tenant_id", "nudge_id"),
        "nudge_mutes": ("tenant_id", "user_id"),
    }.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    state, made = ["tenant_id", "state", "user_id"], ["tenant_id", "made_at"]
    op.create_index(op.f("ix_nudges_tenant_id_state_user_id"), "nudges", state, unique=False)
    op.create_index(op.f("ix_nudges_tenant_id_made_at"), "nudges", made, unique=False)
    at = ["tenant_id", "user_id", "at"]
    op.create_index(op.f("ix_nudge_events_tenant_id_user_id_at"), "nudge_events", at, unique=False)


def _nudges() -> None:
    op.create_table(
        "nudges",
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("contact_id", types.Id, nullable=True),
        sa.Column("deal_id", types.Id, nullable=True),
        sa.Column("task_id", types.Id, nullable=True),
        sa.Column("interaction_id", types.Id, nullable=True),
        sa.Column("circle_id", types.Id, nullable=True),
        sa.Column("signals", types.Attributes, nullable=False),
        sa.Column("evidence", types.Attributes, nullable=False),
        sa.Column("says", sa.String(length=512), nullable=False),
        sa.Column("draft", types.Attributes, nullable=False),
        sa.Column("features", types.Attributes, nullable=False),
        sa.Column("moment", types.UtcDateTime(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("urgency", sa.Float(), nullable=False),
        sa.Column("taste", sa.Float(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=191), nullable=True),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("due_at", types.UtcDateTime(), nullable=False),
        sa.Column("until", types.UtcDateTime(), nullable=False),
        sa.Column("sent_at", types.UtcDateTime(), nullable=True),
        sa.Column("ended_at", types.UtcDateTime(), nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        *_owned("nudges"),
        sa.UniqueConstraint("tenant_id", "user_id", "key", name=op.f("uq_nudges_tenant_id_user_id_key")),
    )


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    """What every row has, and the rows it goes with."""
    keys = [
        sa.ForeignKeyConstraint(
            [column], [f"{_pointed(column)}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE"
        )
        for column in (*OWN[table], "tenant_id")
    ]
    return [
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _pointed(column: str) -> str:
    return f"{column.removesuffix('_id')}s"
