"""PostgreSQL: many writers at a time, each person's in turn."""

import select
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

# What every connection asks of the server; times in milliseconds.
_ASKED = {
    "application_name": "coursework",
    "timezone": "UTC",
    "lock_timeout": 5000,
    "statement_timeout": 15000,
    "idle_in_transaction_session_timeout": 60000,
}
# When the system notices a server that died without a word, or a way to it that forgot us: within a minute.
_NOTICED = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 10000,  # milliseconds
}


def make_postgresql_engine(url: str, synchronous_commit: str = "on") -> Engine:
    """Return an engine on a server; `synchronous_commit` says what a commit waits for.

    on: the disk has it. off: a crash of the server may lose the last moments, never the order
    of things. A connection that the server has ended meanwhile is replaced before it is used.
    """
    asked = _ASKED | {"synchronous_commit": synchronous_commit}
    engine = sa.create_engine(
        url,
        connect_args={
            "options": " ".join(f"-c {name}={value}" for name, value in asked.items()),
            "connect_timeout": 5,
            **_NOTICED,
        },
        pool_size=8,
        max_overflow=8,
        pool_timeout=5,
        hide_parameters=True,  # what people wrote does not belong into the log
    )
    event.listen(engine, "handle_error", _keep_rows_to_ourselves)
    event.listen(engine, "checkout", _look_first)
    return engine


def _look_first(connection: Any, record: ConnectionPoolEntry, _: object) -> None:
    """Have a connection replaced that the server has ended since it was used: it has sent its end, unasked.

    The library's own way is to ask the server something each time: one of six round trips of a saved answer.
    A server that died without a word is noticed by the system (`_NOTICED`); a request before that fails.
    """
    if "used" not in record.info:
        record.info["used"] = True
        return
    unasked = select.poll()
    unasked.register(connection.fileno(), select.POLLIN)
    if unasked.poll(0):
        raise DisconnectionError


def _keep_rows_to_ourselves(context: ExceptionContext) -> None:
    """Cut a server's error after its first line: its details repeat the row."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])
