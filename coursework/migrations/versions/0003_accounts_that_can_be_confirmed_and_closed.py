"""Let addresses be confirmed, sign-ins be told apart, links belong to people, accounts be closed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
    with op.batch_alter_table("person") as person:
        person.alter_column("email", existing_type=sa.String(), nullable=True)
        person.add_column(sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
        person.add_column(sa.Column("time_zone", sa.String(), nullable=True))
        person.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("sign_in") as sign_in:
        sign_in.add_column(sa.Column("device", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("one_time_link") as link:
        link.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        link.add_column(sa.Column("email", sa.String(), nullable=True))
        link.create_foreign_key(
            op.f("fk_one_time_link_person_id_person"), "person", ["person_id"], ["id"], ondelete="CASCADE"
        )
        link.create_index(op.f("ix_one_time_link_person_id"), ["person_id"])


def downgrade() -> None:
    """Take the change back; a closed account gets an address that nobody has."""
    op.execute("UPDATE person SET email = 'closed-' || id || '@invalid' WHERE email IS NULL")
    with op.batch_alter_table("one_time_link") as link:
        link.drop_index(op.f("ix_one_time_link_person_id"))
        link.drop_constraint(op.f("fk_one_time_link_person_id_person"), type_="foreignkey")
        link.drop_column("email")
        link.drop_column("person_id")
    with op.batch_alter_table("sign_in") as sign_in:
        sign_in.drop_column("device")
    with op.batch_alter_table("person") as person:
        person.drop_column("closed_at")
        person.drop_column("time_zone")
        person.drop_column("confirmed_at")
        person.alter_column("email", existing_type=sa.String(), nullable=False)
