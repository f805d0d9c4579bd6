"""A round asks in its own way: which themes, in which words, and questions of the council's own."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# Said with the column: SQLite adds a constraint to a table only by making the table anew, and it does not let go of a
# table that settings, cards and sittings lean on.
SHORT = "CONSTRAINT ck_rounds_edition_is_short CHECK (edition IS NULL OR length(edition) <= 20000)"


def upgrade() -> None:
    op.execute(f"ALTER TABLE rounds ADD COLUMN edition TEXT {SHORT}")


def downgrade() -> None:
    op.drop_column("rounds", "edition")
