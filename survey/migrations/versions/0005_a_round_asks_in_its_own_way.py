"""A round asks in its own way: which themes, in which words, and questions of the council's own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.add_column(sa.Column("edition", sa.Text(), nullable=True))
        rounds.create_check_constraint(
            op.f("ck_rounds_edition_is_short"), "edition IS NULL OR length(edition) <= 20000"
        )


def downgrade() -> None:
    with op.batch_alter_table("rounds") as rounds:
        rounds.drop_constraint(op.f("ck_rounds_edition_is_short"), type_="check")
        rounds.drop_column("edition")
