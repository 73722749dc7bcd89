"""The record, from nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from crm.keywords import create_keyword_index
from crm.model import types

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("slack_team_id", sa.String(length=32), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("fiscal_year_start", sa.Integer(), nullable=False),
        sa.Column("settings", types.Attributes, nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants")),
        sa.UniqueConstraint("name", name=op.f("uq_tenants_name")),
        sa.UniqueConstraint("slack_team_id", name=op.f("uq_tenants_slack_team_id")),
    )
    op.create_table(
        "audit",
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("actor_id", types.Id, nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("entity", sa.String(length=64), nullable=True),
        sa.Column("row_id", types.Id, nullable=True),
        sa.Column("detail", types.Attributes, nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_audit_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_tenant_id"), "audit", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_audit_tenant_id_at"), "audit", ["tenant_id", "at"], unique=False)
    op.create_table(
        "fields",
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=191), nullable=False),
        sa.Column("label", sa.String(length=191), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=True),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.Column("values", types.LongText, nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_fields_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fields")),
        sa.UniqueConstraint("tenant_id", "entity", "key", name=op.f("uq_fields_tenant_id_entity_key")),
    )
    op.create_index(op.f("ix_fields_tenant_id"), "fields", ["tenant_id"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("payload", types.LongText, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("done_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_inbox_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("tenant_id", "source", "key", name=op.f("uq_inbox_tenant_id_source_key")),
    )
    op.create_index(op.f("ix_inbox_state_received_at"), "inbox", ["state", "received_at"], unique=False)
    op.create_index(op.f("ix_inbox_tenant_id"), "inbox", ["tenant_id"], unique=False)
    op.create_table(
        "products",
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("family", sa.String(length=191), nullable=True),
        sa.Column("price", types.Amount, nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_products_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("tenant_id", "external_id", name=op.f("uq_products_tenant_id_external_id")),
    )
    op.create_index(op.f("ix_products_tenant_id"), "products", ["tenant_id"], unique=False)
    op.create_table(
        "row_versions",
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("row_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", types.Attributes, nullable=False),
        sa.Column("changed_by", types.Id, nullable=True),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_row_versions_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_versions")),
        sa.UniqueConstraint(
            "tenant_id", "entity", "row_id", "version", name=op.f("uq_row_versions_tenant_id_entity_row_id_version")
        ),
    )
    op.create_index(op.f("ix_row_versions_tenant_id"), "row_versions", ["tenant_id"], unique=False)
    op.create_table(
        "stages",
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_stages_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_stages_tenant_id_name")),
    )
    op.create_index(op.f("ix_stages_tenant_id"), "stages", ["tenant_id"], unique=False)
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("email", sa.String(length=191), nullable=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("title", sa.String(length=191), nullable=True),
        sa.Column("team", sa.String(length=191), nullable=True),
        sa.Column("manager_id", types.Id, nullable=True),
        sa.Column("slack_id", sa.String(length=32), nullable=True),
        sa.Column("timezone", sa.String(length=64), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(["manager_id"], ["users.id"], name=op.f("fk_users_manager_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_users_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("tenant_id", "external_id", name=op.f("uq_users_tenant_id_external_id")),
        sa.UniqueConstraint("tenant_id", "slack_id", name=op.f("uq_users_tenant_id_slack_id")),
    )
    op.create_index(op.f("ix_users_tenant_id"), "users", ["tenant_id"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("domain", sa.String(length=191), nullable=True),
        sa.Column("industry", sa.String(length=191), nullable=True),
        sa.Column("country", sa.String(length=191), nullable=True),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("annual_revenue", types.Amount, nullable=True),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("parent_id", types.Id, nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_accounts_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["accounts.id"], name=op.f("fk_accounts_parent_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_accounts_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("tenant_id", "external_id", name=op.f("uq_accounts_tenant_id_external_id")),
    )
    op.create_index(op.f("ix_accounts_owner_id"), "accounts", ["owner_id"], unique=False)
    op.create_index(op.f("ix_accounts_parent_id"), "accounts", ["parent_id"], unique=False)
    op.create_index(op.f("ix_accounts_tenant_id"), "accounts", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_accounts_tenant_id_name"), "accounts", ["tenant_id", "name"], unique=False)
    op.create_table(
        "proposed_entries",
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("user_id", types.Id, nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column(
            "text",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mariadb").with_variant(mysql.MEDIUMBLOB(), "mysql"),
            nullable=False,
        ),
        sa.Column("proposal", types.Attributes, nullable=False),
        sa.Column("written", types.Attributes, nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("confirmed_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_proposed_entries_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_proposed_entries_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_entries")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_proposed_entries_tenant_id_key")),
    )
    op.create_index(op.f("ix_proposed_entries_tenant_id"), "proposed_entries", ["tenant_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("email", sa.String(length=191), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("title", sa.String(length=191), nullable=True),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_contacts_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_contacts_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_contacts_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("tenant_id", "external_id", name=op.f("uq_contacts_tenant_id_external_id")),
    )
    op.create_index(op.f("ix_contacts_account_id"), "contacts", ["account_id"], unique=False)
    op.create_index(op.f("ix_contacts_tenant_id"), "contacts", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_contacts_tenant_id_email"), "contacts", ["tenant_id", "email"], unique=False)
    op.create_index(op.f("ix_contacts_tenant_id_name"), "contacts", ["tenant_id", "name"], unique=False)
    op.create_table(
        "deals",
        sa.Column("name", sa.String(length=191), nullable=False),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("contact_id", types.Id, nullable=True),
        sa.Column("product_id", types.Id, nullable=True),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("stage", sa.String(length=191), nullable=True),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("amount", types.Amount, nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("close_date", sa.Date(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_deals_account_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_deals_contact_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_deals_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_deals_product_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_deals_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
        sa.UniqueConstraint("tenant_id", "external_id", name=op.f("uq_deals_tenant_id_external_id")),
    )
    op.create_index(op.f("ix_deals_account_id"), "deals", ["account_id"], unique=False)
    op.create_index(op.f("ix_deals_contact_id"), "deals", ["contact_id"], unique=False)
    op.create_index(op.f("ix_deals_owner_id"), "deals", ["owner_id"], unique=False)
    op.create_index(op.f("ix_deals_product_id"), "deals", ["product_id"], unique=False)
    op.create_index(op.f("ix_deals_tenant_id"), "deals", ["tenant_id"], unique=False)
    op.create_index(op.f("ix_deals_tenant_id_name"), "deals", ["tenant_id", "name"], unique=False)
    op.create_index(
        op.f("ix_deals_tenant_id_outcome_close_date"), "deals", ["tenant_id", "outcome", "close_date"], unique=False
    )
    op.create_table(
        "interactions",
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("direction", sa.String(length=8), nullable=True),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("deal_id", types.Id, nullable=True),
        sa.Column("user_id", types.Id, nullable=True),
        sa.Column("occurred_at", types.UtcDateTime(), nullable=False),
        sa.Column("subject", sa.String(length=512), nullable=True),
        sa.Column("text", types.LongText, nullable=False),
        sa.Column(
            "original",
            sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mariadb").with_variant(mysql.MEDIUMBLOB(), "mysql"),
            nullable=True,
        ),
        sa.Column("thread", sa.String(length=191), nullable=True),
        sa.Column("url", sa.String(length=1024), nullable=True),
        sa.Column("mood", sa.String(length=8), nullable=True),
        sa.Column("mood_score", sa.Double(), nullable=True),
        sa.Column("mood_source", sa.String(16), nullable=True),
        sa.Column("indexed_version", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_interactions_account_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_interactions_deal_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_interactions_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interactions_user_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sa.UniqueConstraint(
            "tenant_id", "source", "external_id", name=op.f("uq_interactions_tenant_id_source_external_id")
        ),
    )
    op.create_index(op.f("ix_interactions_account_id"), "interactions", ["account_id"], unique=False)
    op.create_index(op.f("ix_interactions_deal_id"), "interactions", ["deal_id"], unique=False)
    op.create_index("ix_interactions_lag", "interactions", ["tenant_id", "version", "indexed_version"], unique=False)
    op.create_index(op.f("ix_interactions_tenant_id"), "interactions", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_interactions_tenant_id_account_id_occurred_at"),
        "interactions",
        ["tenant_id", "account_id", "occurred_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_interactions_tenant_id_occurred_at"), "interactions", ["tenant_id", "occurred_at"], unique=False
    )
    op.create_index(op.f("ix_interactions_user_id"), "interactions", ["user_id"], unique=False)
    op.create_table(
        "related_records",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("contact_id", types.Id, nullable=True),
        sa.Column("deal_id", types.Id, nullable=True),
        sa.Column("user_id", types.Id, nullable=True),
        sa.Column("product_id", types.Id, nullable=True),
        sa.Column("parent_id", types.Id, nullable=True),
        sa.Column("occurred_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_related_records_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_related_records_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_related_records_deal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["related_records.id"], name=op.f("fk_related_records_parent_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_related_records_product_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_related_records_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_related_records_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_records")),
        sa.UniqueConstraint(
            "tenant_id", "kind", "external_id", name=op.f("uq_related_records_tenant_id_kind_external_id")
        ),
    )
    op.create_index(op.f("ix_related_records_account_id"), "related_records", ["account_id"], unique=False)
    op.create_index(op.f("ix_related_records_parent_id"), "related_records", ["parent_id"], unique=False)
    op.create_index(op.f("ix_related_records_tenant_id"), "related_records", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_related_records_tenant_id_kind_account_id"),
        "related_records",
        ["tenant_id", "kind", "account_id"],
        unique=False,
    )
    op.create_table(
        "stage_changes",
        sa.Column("deal_id", types.Id, nullable=False),
        sa.Column("from_stage", sa.String(length=191), nullable=True),
        sa.Column("to_stage", sa.String(length=191), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_by", types.Id, nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_stage_changes_changed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_stage_changes_deal_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_stage_changes_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_changes")),
    )
    op.create_index(op.f("ix_stage_changes_deal_id"), "stage_changes", ["deal_id"], unique=False)
    op.create_index(op.f("ix_stage_changes_tenant_id"), "stage_changes", ["tenant_id"], unique=False)
    op.create_table(
        "interaction_contacts",
        sa.Column("interaction_id", types.Id, nullable=False),
        sa.Column("contact_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_interaction_contacts_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["interactions.id"],
            name=op.f("fk_interaction_contacts_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("interaction_id", "contact_id", name=op.f("pk_interaction_contacts")),
    )
    op.create_index(op.f("ix_interaction_contacts_contact_id"), "interaction_contacts", ["contact_id"], unique=False)
    op.create_table(
        "tasks",
        sa.Column("what", sa.String(length=512), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", types.Id, nullable=True),
        sa.Column("account_id", types.Id, nullable=True),
        sa.Column("contact_id", types.Id, nullable=True),
        sa.Column("deal_id", types.Id, nullable=True),
        sa.Column("interaction_id", types.Id, nullable=True),
        sa.Column("done_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("external_id", types.Exact, nullable=True),
        sa.Column("digest", sa.String(length=32), nullable=True),
        sa.Column("attributes", types.Attributes, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_tasks_account_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_tasks_contact_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_tasks_deal_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["interaction_id"], ["interactions.id"], name=op.f("fk_tasks_interaction_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_tasks_owner_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_tasks_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("tenant_id", "external_id", name=op.f("uq_tasks_tenant_id_external_id")),
    )
    op.create_index(op.f("ix_tasks_account_id"), "tasks", ["account_id"], unique=False)
    op.create_index(op.f("ix_tasks_tenant_id"), "tasks", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_tasks_tenant_id_owner_id_done_at_due_on"),
        "tasks",
        ["tenant_id", "owner_id", "done_at", "due_on"],
        unique=False,
    )
    create_keyword_index(op.get_bind())
