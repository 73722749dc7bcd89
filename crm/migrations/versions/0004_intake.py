"""Sources, what they told, what was read in it, and what was noticed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("name", types.Exact, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("settings", types.Attributes, nullable=False),
        sa.Column("cursor", types.Attributes, nullable=False),
        sa.Column("columns", types.Attributes, nullable=False),
        sa.Column(
            "state",
            sa.Enum("on", "paused", "refused", name="sourcestate", native_enum=False, length=16),
            nullable=False,
        ),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("next_at", types.UtcDateTime(), nullable=True),
        sa.Column("looked_at", types.UtcDateTime(), nullable=True),
        sa.Column("leased_until", types.UtcDateTime(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_sources_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_sources_tenant_id_name")),
    )
    op.create_index(op.f("ix_sources_tenant_id"), "sources", ["tenant_id"], unique=False)
    op.create_table(
        "source_drifts",
        sa.Column("source_id", types.Id, nullable=False),
        sa.Column("row_kind", sa.String(length=64), nullable=False),
        sa.Column("column", sa.String(length=191), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("noticed_at", types.UtcDateTime(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_drifts_source_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_source_drifts_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_drifts")),
    )
    op.create_index(op.f("ix_source_drifts_source_id"), "source_drifts", ["source_id"], unique=False)
    op.create_index(op.f("ix_source_drifts_tenant_id"), "source_drifts", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_source_drifts_tenant_id_noticed_at"), "source_drifts", ["tenant_id", "noticed_at"], unique=False
    )
    op.create_table(
        "source_rows",
        sa.Column("source_id", types.Id, nullable=False),
        sa.Column("entity", sa.String(length=16), nullable=False),
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("row_id", types.Id, nullable=False),
        sa.Column("told", types.Attributes, nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_rows_source_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_source_rows_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_rows")),
        sa.UniqueConstraint(
            "tenant_id", "source_id", "entity", "key", name=op.f("uq_source_rows_tenant_id_source_id_entity_key")
        ),
    )
    op.create_index(op.f("ix_source_rows_source_id"), "source_rows", ["source_id"], unique=False)
    op.create_index(op.f("ix_source_rows_tenant_id"), "source_rows", ["tenant_id"], unique=False)
    op.create_table(
        "signals",
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("contact_id", types.Id, nullable=True),
        sa.Column("deal_id", types.Id, nullable=True),
        sa.Column("evidence", types.Attributes, nullable=False),
        sa.Column("says", sa.String(length=512), nullable=False),
        sa.Column("detail", types.Attributes, nullable=False),
        sa.Column("tell", types.Attributes, nullable=False),
        sa.Column("noticed_at", types.UtcDateTime(), nullable=False),
        sa.Column("told_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_signals_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_signals_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_signals_deal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_signals_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_signals_tenant_id_key")),
    )
    op.create_index(op.f("ix_signals_account_id"), "signals", ["account_id"], unique=False)
    op.create_index(op.f("ix_signals_tenant_id"), "signals", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_signals_tenant_id_noticed_at"), "signals", ["tenant_id", "noticed_at"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("interaction_id", types.Id, nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("before", types.Attributes, nullable=False),
        sa.Column("after", types.Attributes, nullable=False),
        sa.Column("user_id", types.Id, nullable=True),
        sa.Column("made_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_corrections_interaction_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_corrections_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_corrections_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_interaction_id"), "corrections", ["interaction_id"], unique=False)
    op.create_index(op.f("ix_corrections_tenant_id"), "corrections", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_corrections_tenant_id_field_made_at"), "corrections", ["tenant_id", "field", "made_at"], unique=False
    )
    op.create_table(
        "interaction_readings",
        sa.Column("interaction_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("summary", types.LongText, nullable=True),
        sa.Column("themes", types.Attributes, nullable=False),
        sa.Column("intents", types.Attributes, nullable=False),
        sa.Column("asks", types.Attributes, nullable=False),
        sa.Column("commitments", types.Attributes, nullable=False),
        sa.Column("human", types.Attributes, nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("read_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interactions.id"],
            name=op.f("fk_interaction_readings_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_interaction_readings_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interaction_readings")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_interaction_readings_interaction_id")),
    )
    op.create_index(op.f("ix_interaction_readings_tenant_id"), "interaction_readings", ["tenant_id"], unique=False)
    op.add_column("interactions", sa.Column("identity", types.Exact, nullable=True))
    op.add_column("interactions", sa.Column("document", sa.String(length=191), nullable=True))
    op.add_column("interactions", sa.Column("told_at", types.UtcDateTime(), nullable=True))
    op.create_index(op.f("ix_interactions_tenant_id_identity"), "interactions", ["tenant_id", "identity"], unique=False)
    op.create_index(op.f("ix_interactions_tenant_id_thread"), "interactions", ["tenant_id", "thread"], unique=False)
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("source_id", types.Id, nullable=True))
        inbox.add_column(sa.Column("interaction_id", types.Id, nullable=True))
        inbox.create_foreign_key(
            op.f("fk_inbox_interaction_id"), "interactions", ["interaction_id"], ["id"], ondelete="SET NULL"
        )
        inbox.create_foreign_key(op.f("fk_inbox_source_id"), "sources", ["source_id"], ["id"], ondelete="SET NULL")
        inbox.create_index(op.f("ix_inbox_interaction_id"), ["interaction_id"])
        inbox.create_index(op.f("ix_inbox_source_id"), ["source_id"])
