"""Home, about, glossary, health and figures, the choice of colours, the style guide."""

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coursework.front import specimens
from coursework.front.colours import colours
from coursework.front.excerpt import first_figure_of
from coursework.front.glossary import lines_by_letter
from coursework.front.sample_paper import sample_outcomes, sample_paper
from coursework.identity.people import somebody
from coursework.web.cookies import keep_cookie
from coursework.web.current import site, the_course
from coursework.web.forms import csrf
from coursework.web.health import OK
from coursework.web.health import health as watched
from coursework.web.metrics import figures, may_see_figures
from coursework.web.paths import own_path

bp = Blueprint("front", __name__)

_A_YEAR = 365 * 24 * 3600


@bp.get("/")
def home() -> ResponseReturnValue:
    """Say what the course is; who is signed in goes on with it."""
    if somebody():
        return redirect(url_for("desk.course_page"))
    course = the_course()
    lecture = course.lecture_of(course.open_lecture)
    figure = first_figure_of(lecture) if lecture else None
    return render_template("front/home.html", lecture=lecture, figure=figure)


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Say who stands behind the course, what is kept, and how time is counted."""
    return render_template("front/about.html")


@bp.get("/glossary")
def glossary() -> ResponseReturnValue:
    """Show every term of the course."""
    return render_template("front/glossary.html", letters=lines_by_letter(the_course()))


@bp.get("/health")
def health() -> ResponseReturnValue:
    """Say that the server answers; the database is not asked."""
    return jsonify(status="ok")


@bp.get("/health/ready")
def ready() -> ResponseReturnValue:
    """Say whether the server is fit to answer: one word for each thing that it needs."""
    words = watched().words()
    fit = all(word == OK for word in words.values())
    return jsonify(status="ready" if fit else "not ready", **words), 200 if fit else 503


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    """Give the figures to this machine, or to who holds the token."""
    if not may_see_figures(site().settings):
        abort(404)
    return Response(figures().text(), mimetype="text/plain; version=0.0.4")


@bp.get("/style-guide")
def style_guide() -> ResponseReturnValue:
    """Show every macro in every state."""
    plain, wrong = specimens.sample_forms()
    text, sources = specimens.sample_text()
    return render_template(
        "front/style_guide.html",
        plain=plain,
        wrong=wrong,
        text=text,
        sources=sources,
        colours=colours().values(),
        contrasts=specimens.contrasts(),
        paper=sample_paper(),
        outcomes=sample_outcomes(),
    )


@bp.post("/theme")
def choose_theme() -> ResponseReturnValue:
    """Keep the reader's choice of colours on this device, and go back."""
    chosen = request.form.get("theme", "")
    response = redirect(own_path(request.form.get("next"), url_for(".home")), code=303)
    kept = chosen in {"light", "dark"}
    keep_cookie(response, "theme", chosen if kept else "", _A_YEAR if kept else 0, scripts=True)
    return response


csrf.exempt(choose_theme)  # it only changes how one's own pages look; a token needs a cookie
