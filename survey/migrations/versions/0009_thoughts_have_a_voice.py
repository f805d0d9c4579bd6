"""Thoughts have a voice: a child's, an adult's, or an observer's who keeps a record of a child."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PROMPT = "ck_thoughts_prompt_is_known"
VOICE = "ck_thoughts_voice_is_known"
RECORDS = "ck_thoughts_records_are_of_observers"


def upgrade() -> None:
    with op.batch_alter_table("thoughts") as thoughts:
        # Whatever is there was told by children: nobody else was asked.
        thoughts.add_column(sa.Column("voice", sa.String(length=8), nullable=False, server_default="child"))
        thoughts.drop_constraint(op.f(PROMPT), type_="check")
        thoughts.create_check_constraint(op.f(PROMPT), "prompt IN ('going-well', 'worried', 'higher', 'record')")
        thoughts.create_check_constraint(op.f(VOICE), "voice IN ('child', 'adult', 'observer')")
        thoughts.create_check_constraint(op.f(RECORDS), "(prompt = 'record') = (voice = 'observer')")
    with op.batch_alter_table("thoughts") as thoughts:
        thoughts.alter_column("voice", server_default=None)


def downgrade() -> None:
    # Told by others than children, it could not be told from theirs any more.
    op.execute("DELETE FROM thoughts WHERE voice <> 'child'")
    with op.batch_alter_table("thoughts") as thoughts:
        for name in (RECORDS, VOICE, PROMPT):
            thoughts.drop_constraint(op.f(name), type_="check")
        thoughts.create_check_constraint(op.f(PROMPT), "prompt IN ('going-well', 'worried', 'higher')")
        thoughts.drop_column("voice")
