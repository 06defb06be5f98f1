"""The history of the schema; the number of the newest file is the version of the code."""

import re
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

FOLDER = Path(__file__).resolve().parent


class SchemaError(Exception):
    """A database that this code cannot use, with a sentence that says why."""


def newest() -> str:
    """Return the version that the code needs, such as `0001`."""
    names = (path.name for path in (FOLDER / "versions").glob("[0-9]*.py"))
    return max(re.split("_", name)[0] for name in names)


def version_of(engine: Engine) -> str | None:
    """Return the version of a database, or None while it is empty."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring a database to the version of the code; does nothing when it is there already."""
    there = version_of(engine)
    if target == "head" and there == newest():
        return
    if there is not None and there > newest():
        message = (
            f"The database is at version {there}, newer than this code, which knows {newest()}. "
            "Start the newer code again, or restore a backup that was made with this one."
        )
        raise SchemaError(message)
    _run(engine, target)


def _run(engine: Engine, target: str) -> None:
    # Alembic takes half a second to import: only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    if target == "head" or target > (version_of(engine) or ""):
        command.upgrade(config, target)
    else:
        command.downgrade(config, target)
