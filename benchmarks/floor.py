"""The floor: what Flask, waitress and SQLite cost when a page does nothing but look three rows up.

Run as `python -m benchmarks.floor DATABASE PORT BYTES`.
"""

import logging
import sys

import sqlalchemy as sa
from flask import Flask, Response, jsonify, request
from flask_compress import Compress
from waitress import serve

from coursework.database.sqlite import make_sqlite_engine
from coursework.processors import stay_on_one


def floor_app(path: str, size: int) -> Flask:
    """Return an application with a page of `size` bytes and two views that write one row."""
    app = Flask("floor")
    app.config.update(COMPRESS_MIMETYPES=["text/html"], COMPRESS_ALGORITHM=["gzip"], COMPRESS_LEVEL=4)
    Compress(app)
    engines = {name: make_sqlite_engine(f"sqlite:///{path}", synchronous=name) for name in ("FULL", "NORMAL")}
    page = open(f"{path}.page", encoding="utf-8").read()[:size]  # noqa: PTH123, SIM115
    looks = [
        sa.text("SELECT id, name, email FROM person WHERE id = :key"),
        sa.text("SELECT digest, ends_at FROM sign_in WHERE person_id = :key"),
        sa.text("SELECT id, started_at FROM attempt WHERE person_id = :key"),
    ]
    with engines["FULL"].execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("CREATE TABLE IF NOT EXISTS floor (id INTEGER PRIMARY KEY, text TEXT)"))
    keep = sa.text(
        "INSERT INTO floor (id, text) VALUES (:key, :text)"
        " ON CONFLICT (id) DO UPDATE SET text = excluded.text"
    )

    @app.get("/page")
    def show() -> Response:
        with engines["FULL"].begin() as connection:
            for look in looks:
                connection.execute(look, {"key": 1}).first()
        return Response(page, mimetype="text/html")

    @app.post("/write/<name>/<int:key>")
    def write(name: str, key: int) -> Response:
        text = str(request.get_json())
        with engines[name].execution_options(writes=True).begin() as connection:
            for look in looks:
                connection.execute(look, {"key": key}).first()
            connection.execute(keep, {"key": key, "text": text})
        return jsonify(saved=True)

    return app


if __name__ == "__main__":
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    stay_on_one(0)
    serve(floor_app(sys.argv[1], int(sys.argv[3])), host="127.0.0.1", port=int(sys.argv[2]), threads=4)
