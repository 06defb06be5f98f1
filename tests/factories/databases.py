"""Databases that others hold."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask


@contextmanager
def locked(app: Flask) -> Iterator[sqlite3.Connection]:
    """Hold the database of an application, whose own connections do not wait long for it."""
    database = app.extensions["database"]
    for engine in (database.engine, database.quick_engine):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=20")
    holder = sqlite3.connect(app.extensions["site"].settings.database_path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield holder
    holder.close()


def lose_database(app: Flask) -> None:
    """Take an application's database away: delete its file, or drop it from its server."""
    app.extensions["database"].close()
    settings = app.extensions["site"].settings
    if settings.database_path is not None:
        for path in settings.instance_dir.glob("coursework.sqlite*"):
            path.unlink()
        return
    url = sa.make_url(settings.database_url)
    server = sa.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {url.database} WITH (FORCE)"))
    server.dispose()
