"""Databases that others hold."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

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
