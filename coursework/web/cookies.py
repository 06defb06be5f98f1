"""Cookies of ours: where https is used, a browser keeps them to this one host (`__Host-`)."""

from flask import Response as FlaskResponse
from flask import current_app, request
from werkzeug import Response


def full_name(name: str) -> str:
    """Return what a cookie is called in the browser."""
    return f"__Host-{name}" if _secure() else name


def cookie(name: str) -> str:
    """Return what a cookie of this browser holds, an empty text when there is none."""
    return request.cookies.get(full_name(name), "")


def keep_cookie(
    response: Response | FlaskResponse, name: str, value: str, seconds: int, *, scripts: bool = False
) -> None:
    """Have the browser keep a cookie, for 0 seconds to forget it; `scripts`: our own scripts may read it."""
    response.set_cookie(
        full_name(name),
        value,
        max_age=seconds,
        secure=_secure(),
        httponly=not scripts,
        samesite="Lax",
    )


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
