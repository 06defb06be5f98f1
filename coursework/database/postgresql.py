"""PostgreSQL: many writers at a time, each person's in turn."""

import select
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DisconnectionError

# What every connection asks of the server; times in milliseconds.
_ASKED = {
    "application_name": "coursework",
    "timezone": "UTC",
    "lock_timeout": 5000,
    "statement_timeout": 15000,
    "idle_in_transaction_session_timeout": 60000,
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
        },
        pool_size=8,
        max_overflow=8,
        pool_timeout=5,
        hide_parameters=True,  # what people wrote does not belong into the log
    )
    event.listen(engine, "handle_error", _keep_rows_to_ourselves)
    event.listen(engine, "checkout", _look_first)
    return engine


def _look_first(connection: Any, *_: object) -> None:
    """Have a connection replaced that the server has ended: it has sent its end, unasked.

    The library's own way is to ask the server something each time: a sixth of what a saved answer costs.
    """
    unasked = select.poll()
    unasked.register(connection.fileno(), select.POLLIN)
    if unasked.poll(0):
        raise DisconnectionError


def _keep_rows_to_ourselves(context: ExceptionContext) -> None:
    """Cut a server's error after its first line: its details repeat the row."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])
