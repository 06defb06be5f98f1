"""The history of the schema; the number of the newest file is the version of the code."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DBAPIError

FOLDER = Path(__file__).resolve().parent


class SchemaError(Exception):
    """A database that this code cannot use, with a sentence that says why."""


def newest(folder: Path = FOLDER) -> str:
    """Return the version that the code needs, such as `0001`."""
    return max(_versions(folder))


def _versions(folder: Path) -> set[str]:
    return {path.name.partition("_")[0] for path in (folder / "versions").glob("[0-9]*.py")}


def version_of(engine: Engine) -> str | None:
    """Return the version of a database, or None while it is empty."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return found


def word_on(engine: Engine) -> str:
    """Return `ok` for a database at the version of the code, else `other`, and `down` for a silent one."""
    try:
        return "ok" if version_of(engine) == newest() else "other"
    except DBAPIError:
        return "down"


def migrate(engine: Engine, target: str = "head", folder: Path = FOLDER) -> None:
    """Bring a database to a version, the newest of `folder` or `base`; nothing is done when it is there.

    Raises `SchemaError` when the code does not know the database's version, or a step fails: then
    everything is as it was.
    """
    there, known = version_of(engine), newest(folder)
    if target == "head" and there == known:
        return
    if there is not None and there > known:
        message = (
            f"The database is at version {there}, newer than this code, which knows {known}. "
            "Start the newer code again, or restore a backup that was made with this one."
        )
        raise SchemaError(message)
    if there is not None and there not in _versions(folder):
        message = (
            f"The database is at version {there}, which this code does not know. Nothing in it was changed. "
            "Start the code that it was used with before, or restore a backup that was made with this one."
        )
        raise SchemaError(message)
    upwards = target == "head" or (target != "base" and target > (there or ""))
    try:
        _run(engine, target, folder, upwards=upwards)
    except (DBAPIError, RuntimeError) as error:
        raise SchemaError(_failed(there, known if target == "head" else target, error)) from error


def _failed(there: str | None, wanted: str, error: DBAPIError | RuntimeError) -> str:
    why = str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]
    return (
        f"The database could not be brought from version {there or 'none'} to {wanted}: {why}. "
        "It is as it was before, and nothing is lost. If another program holds it, end that one and start "
        "again. If not, start the code that it was used with before, or restore a backup."
    )


def _run(engine: Engine, target: str, folder: Path, *, upwards: bool) -> None:
    # Alembic takes half a second to import: only when there is something to do.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["engine"] = engine
    (command.upgrade if upwards else command.downgrade)(config, target)
