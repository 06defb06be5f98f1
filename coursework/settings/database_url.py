"""Where the rows are kept."""

from pathlib import Path

import sqlalchemy as sa

from coursework.settings.environment import Environment, SettingError

_DRIVERS = {"postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


def database_url_in(environment: Environment, instance_dir: Path) -> str:
    """Return the address of the database: a file in the instance folder, unless another is written."""
    text = environment.secret("DATABASE_URL")
    if not text:
        return f"sqlite:///{instance_dir / 'coursework.sqlite'}"
    try:
        url = sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise _refused() from error
    if url.drivername not in _DRIVERS or not url.database:
        raise _refused()
    return url.set(drivername=_DRIVERS[url.drivername]).render_as_string(hide_password=False)


def _refused() -> SettingError:
    return SettingError(  # what was written may hold a password
        "DATABASE_URL must be an address such as postgresql://course:password@127.0.0.1/course, "
        "or sqlite:////srv/course/course.sqlite. What is written there is neither."
    )
