"""Note which documents were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    op.create_table(
        "document_request",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('handout', 'lecture')", name=op.f("ck_document_request_kind_is_known")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_document_request")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("document_request")
