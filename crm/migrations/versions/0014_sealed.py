"""Values of fields that are kept sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from crm.model import types

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    for table in ("accounts", "contacts", "deals", "interactions"):
        op.add_column(table, sa.Column("sealed", types.Sealed, nullable=True))
