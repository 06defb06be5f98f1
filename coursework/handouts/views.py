"""The handout on screen, and the documents of a lecture as PDF."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from coursework.content.course import Lecture
from coursework.database import database
from coursework.handouts import actions, queries, rules
from coursework.handouts.printing import printing
from coursework.handouts.rules import Step
from coursework.identity.guards import requires
from coursework.identity.people import somebody
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.pdf.documents import Kind
from coursework.web.current import lecture_or_404, now, the_course

bp = Blueprint("handouts", __name__)
_SECONDS_TO_LOOK_AGAIN = 2


def _for_readers(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Let in who may read the lecture: anybody for the open one."""
    guarded = requires(Permission.READ_LECTURES)(view)

    @wraps(view)
    def chosen(slug: str, **more: str) -> ResponseReturnValue:
        lecture = lecture_or_404(slug)
        is_open = somebody() is None and slug == the_course().open_lecture
        return (view if is_open else guarded)(lecture, **more)

    return chosen


@bp.get("/lectures/<slug>/handout")
@_for_readers
def handout(lecture: Lecture) -> str:
    """Show the handout on screen, with what can be had on paper."""
    sizes = {kind.value: _size(kind, lecture) for kind in Kind}
    return render_template("handouts/handout.html", lecture=lecture, sizes=sizes)


@bp.get("/lectures/<slug>/<any(handout, lecture):kind>.pdf")
@_for_readers
def pdf(lecture: Lecture, kind: str) -> Response:
    """Send a document; one that is not there yet is asked for, and the page looks again."""
    chosen = Kind(kind)
    digest = printing().digest(chosen, the_course(), lecture)
    path = printing().shelf.find(digest)
    if path is not None:
        return _sent(path, digest, f"{lecture.slug}-{chosen}.pdf")
    with database().session(writes=True) as session:
        step = actions.ask_for(session, digest, chosen, lecture.slug, now())
        known = queries.asked(session, digest)
        session.commit()
    if step is Step.ASK:
        enqueue(JobName.MAKE_DOCUMENTS)
    return _not_there(lecture, chosen, step, known.failed if known else None)


def _sent(path: Path, digest: str, name: str) -> Response:
    data = path.read_bytes()
    response = Response(data, mimetype="application/pdf")
    response.set_etag(digest)
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    response.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return response


def _not_there(lecture: Lecture, kind: Kind, step: Step, why: str | None) -> Response:
    failed = step is Step.GIVE_UP
    wait = int(rules.TRY_AGAIN_AFTER.total_seconds()) if failed else _SECONDS_TO_LOOK_AGAIN
    page = "handouts/failed.html" if failed else "handouts/waiting.html"
    response = make_response(
        render_template(page, lecture=lecture, kind=kind.value, why=why, seconds=wait), 503 if failed else 202
    )
    response.headers["Retry-After"] = str(wait)
    return response


def _size(kind: Kind, lecture: Lecture) -> str:
    """Say how large a document is; nothing when it is not there yet."""
    path = printing().find(kind, the_course(), lecture)
    return f", {max(1, round(path.stat().st_size / 1000))} KB" if path else ""
