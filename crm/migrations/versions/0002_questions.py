"""Questions that were answered, and the team's own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "answered_questions",
        sa.Column("key", types.Exact, nullable=False),
        sa.Column("thread", types.Exact, nullable=True),
        sa.Column("user_id", types.Id, nullable=True),
        sa.Column("asked_at", types.UtcDateTime(), nullable=False),
        sa.Column("question", types.LongText, nullable=False),
        sa.Column("plan", types.Attributes, nullable=True),
        sa.Column("planner", sa.String(length=16), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("abstained", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=512), nullable=True),
        sa.Column("took_ms", sa.Float(), nullable=False),
        sa.Column("usage", types.Attributes, nullable=False),
        sa.Column("shared_at", types.UtcDateTime(), nullable=True),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_answered_questions_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_answered_questions_user_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered_questions")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_answered_questions_tenant_id_key")),
    )
    op.create_index(op.f("ix_answered_questions_tenant_id"), "answered_questions", ["tenant_id"], unique=False)
    op.create_index(
        op.f("ix_answered_questions_tenant_id_thread_asked_at"),
        "answered_questions",
        ["tenant_id", "thread", "asked_at"],
        unique=False,
    )

    op.create_table(
        "words",
        sa.Column("phrase", types.Exact, nullable=False),
        sa.Column("meaning", sa.String(length=512), nullable=False),
        sa.Column(
            "origin", sa.Enum("admin", "clarification", name="wordorigin", native_enum=False, length=16), nullable=False
        ),
        sa.Column("added_by", types.Id, nullable=True),
        sa.Column("added_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f("fk_words_added_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_words_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words")),
        sa.UniqueConstraint("tenant_id", "phrase", name=op.f("uq_words_tenant_id_phrase")),
    )
    op.create_index(op.f("ix_words_tenant_id"), "words", ["tenant_id"], unique=False)

    op.create_table(
        "answer_feedback",
        sa.Column("answer_id", types.Id, nullable=False),
        sa.Column("user_id", types.Id, nullable=False),
        sa.Column("verdict", sa.Enum("good", "bad", name="verdict", native_enum=False, length=16), nullable=False),
        sa.Column("note", types.LongText, nullable=True),
        sa.Column("given_at", types.UtcDateTime(), nullable=False),
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("tenant_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answered_questions.id"], name=op.f("fk_answer_feedback_answer_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name=op.f("fk_answer_feedback_tenant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_answer_feedback_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_feedback")),
        sa.UniqueConstraint("answer_id", "user_id", name=op.f("uq_answer_feedback_answer_id_user_id")),
    )
    op.create_index(op.f("ix_answer_feedback_tenant_id"), "answer_feedback", ["tenant_id"], unique=False)
