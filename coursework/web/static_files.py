"""Styles, scripts, fonts and drawings: read once, sent with a content hash, kept for a year."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from coursework.web.cookies import full_name

bp = Blueprint("static_files", __name__)
_FOLDER = Path(__file__).resolve().parent.parent / "static"
_PACKED_ALREADY = {".woff2", ".png", ".ico"}
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


@dataclass(frozen=True)
class _File:
    data: bytes
    packed: bytes | None
    kind: str


class StaticFiles:
    """Every static file in memory; one digest names them all, so that they may name each other."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        """Read the folder."""
        self.folder = folder
        self.files: dict[str, _File] = {}
        found = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name, data = path.relative_to(folder).as_posix(), path.read_bytes()
                found.update(name.encode() + data)
                packed = None if path.suffix in _PACKED_ALREADY else gzip.compress(data, 9, mtime=0)
                kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
                self.files[name] = _File(data, packed, kind)
        self.digest = found.hexdigest()[:12]

    def address(self, name: str) -> str:
        """Return the address of a file, its content hash included."""
        if name not in self.files:
            message = f"there is no static file {name!r}"
            raise LookupError(message)
        return f"/static/{self.digest}/{name}"


@bp.get("/static/<digest>/<path:name>")
def send(digest: str, name: str) -> Response:
    """Send one file; an address of an older release gets the present file, kept for a minute."""
    files: StaticFiles = current_app.extensions["static_files"]
    file = files.files.get(name) or abort(404)
    packed = file.packed is not None and bool(request.accept_encodings["gzip"])
    response = Response(file.packed if packed and file.packed else file.data, mimetype=file.kind)
    if file.packed is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    fresh = digest == files.digest
    response.headers["Cache-Control"] = (
        "public, max-age=31536000, immutable" if fresh else "public, max-age=60"
    )
    return response


@bp.get("/favicon.ico")
def favicon() -> Response:
    """Send the glyph of the course."""
    return send("", "images/favicon.svg")


class CookiesForPages(SecureCookieSessionInterface):
    """Leave cookies out of static files, so that any cache may keep them; sign with HMAC-SHA-256."""

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        """Sign nothing yet."""
        self._signing: dict[object, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Return what signs with the site's key, made once; Flask would make it twice a request."""
        if app.secret_key not in self._signing:
            self._signing[app.secret_key] = super().get_signing_serializer(app)
        return self._signing[app.secret_key]

    def get_cookie_name(self, app: Flask) -> str:
        """Return what the cookie is called in the browser."""
        return full_name(super().get_cookie_name(app))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie unless it is a static file that is sent."""
        if request.blueprint != bp.name:
            super().save_session(app, session, response)


def init_static_files(app: Flask, *, development: bool) -> None:
    """Read the files and serve them; in development they are read anew for each page."""
    app.extensions["static_files"] = StaticFiles()
    app.session_interface = CookiesForPages()
    app.register_blueprint(bp)
    if development:

        @app.before_request
        def read_anew() -> None:
            if request.blueprint != bp.name:
                app.extensions["static_files"] = StaticFiles()
