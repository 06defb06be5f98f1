"""Every refusal is a page, or JSON, that says what happened, that nothing is lost, and what to do."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from coursework.content.problems import CourseFaultError
from coursework.errors import RefusalError, TooManyError, Way
from coursework.web.current import LectureNotFoundError, site
from coursework.web.logs import request_id

log = logging.getLogger("coursework")
_OUT_OF_RANGE = "22003"
_HOME = Way("Go to the course", "front.home")

# status: (title, what happened, what it means for your work)
_NOTHING_LOST, _NOTHING_CHANGED = "Nothing is lost.", "Nothing was changed."
_SAVED_IS_SAFE = "What was saved before is safe."
_UNCLEAR = ("That could not be understood", "What was sent is not what this page expects.", _NOTHING_CHANGED)
_WORDS = {
    400: _UNCLEAR,
    401: ("Please sign in", "This page is for people who are signed in.", _NOTHING_LOST),
    403: ("This is not open to you", "Your account may not do this.", _NOTHING_CHANGED),
    404: ("There is nothing here", "No page has this address, or it is not yours to see.", _NOTHING_LOST),
    405: ("That is not how this page works", "It was asked in a way it does not know.", _NOTHING_CHANGED),
    409: ("That is no longer possible", "Something has changed in the meantime.", _NOTHING_LOST),
    410: ("This link is over", "It worked once, or for a time.", _NOTHING_CHANGED),
    413: ("That is too much at once", "What was sent is larger than this page accepts.", _NOTHING_CHANGED),
    422: _UNCLEAR,
    429: ("Please wait a moment", "There were too many tries.", _NOTHING_LOST),
    500: ("Something broke on our side", "It has been noted.", _SAVED_IS_SAFE),
    503: ("Please try again in a moment", "The database is busy or cannot be reached.", _SAVED_IS_SAFE),
}


def wants_json() -> bool:
    """Say whether a script asked, so that the answer is JSON."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return request.is_json or best == "application/json"


def refuse(
    status: int,
    what: str = "",
    title: str = "",
    reference: str = "",
    ways: tuple[Way, ...] = (),
) -> Response:
    """Return the refusal as a page or as JSON; `what` and `title` replace the usual words.

    `ways` lead on from the page; what passes by itself is tried again instead, with all that was typed.
    """
    passes = status == 503  # noqa: PLR2004 (HTTP)
    usual = _WORDS.get(status, _WORDS[400 if status < 500 else 500])  # noqa: PLR2004 (HTTP)
    words = {"title": title or usual[0], "what": what or usual[1], "safe": usual[2]}
    if wants_json():
        response = jsonify(status=status, reference=reference, **words)
    else:
        links = [(way.label, url_for(way.endpoint)) for way in ways or (_HOME,)]
        more = {"status": status, "reference": reference, "links": links, "again": passes and _again()}
        response = make_response(render_template("errors/refusal.html", **words, **more))
    response.status_code = status
    if passes:
        response.headers["Retry-After"] = "2"
    return response


def _again() -> dict[str, object] | None:
    """Return what it takes to ask the same again; None for what no page of ours has sent."""
    if request.method in {"GET", "HEAD"}:
        return {"url": request.full_path.rstrip("?"), "typed": None}
    return {"url": request.path, "typed": typed()} if _sent_by_our_page() else None


def _form_out_of_date() -> Response:
    """Keep what was typed: offer to send it again, but only what came from our own page."""
    if wants_json():
        response = refuse(400, "The page is out of date; load it again.")
        response.headers["X-Page-Stale"] = "1"
        return response
    again = _again()
    return make_response(render_template("errors/form_out_of_date.html", again=again), 400)


def typed() -> list[tuple[str, str]]:
    """Return what somebody typed into a page of ours, without passwords; nothing of what others sent."""
    if not _sent_by_our_page():
        return []
    sent = request.form.items(multi=True)
    return [(name, value) for name, value in sent if name != "csrf_token" and not _is_password(name)]


def _is_password(name: str) -> bool:
    return "password" in name or name == "old"


def _sent_by_our_page() -> bool:
    """Say whether the browser vouches for it; behind a proxy our own address is the public one."""
    our_addresses = {request.host_url.rstrip("/"), site().settings.public_url}
    vouched = request.headers.get("Sec-Fetch-Site")
    return vouched == "same-origin" if vouched else request.headers.get("Origin") in our_addresses


def _refused(error: RefusalError) -> Response:
    response = refuse(error.status, str(error), error.title, ways=error.ways)
    if isinstance(error, TooManyError):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _no_lecture(error: LectureNotFoundError) -> Response:
    if error.entry is None:
        return refuse(404)
    return refuse(404, f"“{error.entry.title}” is not written yet.", "This lecture is in preparation")


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # noqa: PLR2004 (HTTP)
        return make_response(error.get_response())
    response = refuse(error.code)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def _no_database(error: Exception) -> Response:
    reference = request_id()
    log.warning("the database cannot be asked (%s): %s", reference, getattr(error, "orig", error))
    return refuse(503, reference=reference)


def _no_such_value(error: OverflowError | DataError) -> Response:
    """Answer what no database holds: nothing has such a number, and no text is such."""
    is_number = isinstance(error, OverflowError) or getattr(error.orig, "sqlstate", "") == _OUT_OF_RANGE
    return refuse(404 if is_number else 422)


def _course_fault(error: CourseFaultError) -> Response:
    response = make_response(f"{error}\n", 500)
    response.mimetype = "text/plain"
    return response


def _broken(error: Exception) -> Response:
    reference = request_id()
    log.error("error %s", reference, exc_info=error)
    return refuse(500, reference=reference)


def answer_to(error: Exception) -> Response:
    """Return the answer to an error, in words."""
    match error:
        case InternalServerError(original_exception=Exception() as within):  # a refusal that failed itself
            response = answer_to(within)
        case RefusalError():
            response = _refused(error)
        case LectureNotFoundError():
            response = _no_lecture(error)
        case CSRFError():
            response = _form_out_of_date()
        case HTTPException():
            response = _http(error)
        case OverflowError() | DataError():
            response = _no_such_value(error)
        case RecursionError():  # JSON nested beyond all reason
            response = refuse(400)
        case OperationalError() | InterfaceError() | PoolTimeoutError():
            response = _no_database(error)
        case CourseFaultError():
            response = _course_fault(error)
        case _:
            response = _broken(error)
    return response


def init_refusals(app: Flask) -> None:
    """Answer every error in words."""
    app.register_error_handler(Exception, answer_to)
