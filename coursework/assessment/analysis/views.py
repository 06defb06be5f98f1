"""The figures of a test, the page of a wording, a file for a spreadsheet."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coursework.assessment.analysis import actions, queries
from coursework.assessment.analysis.explained import PARTS
from coursework.assessment.analysis.figures import FEWEST
from coursework.assessment.analysis.forms import DECISIONS, DecisionForm
from coursework.assessment.analysis.pictures import large_picture, small_picture
from coursework.assessment.analysis.rules import Decision, enough, nearest_percent
from coursework.assessment.analysis.tables import csv_of
from coursework.assessment.corrections.queries import Version, corrections_made, in_force, version_of
from coursework.assessment.corrections.rules import key_in_force
from coursework.assessment.corrections.words import notes_on, said_key
from coursework.assessment.reported.queries import exchanges_on
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.web.current import entry_or_former, now

bp = Blueprint("analysis", __name__)
bp.add_app_template_filter(nearest_percent)


@bp.get("/teach/tests/<slug>")
@requires(Permission.TEACH)
def test(slug: str) -> str:
    """Show the figures of a test and of each question, the worst first."""
    group = _group()
    analysis = queries.analysis_of(session(), slug, group)
    return render_template(
        "analysis/test.html",
        entry=_entry(slug),
        analysis=analysis,
        judged=[item for item in analysis.items if item.figures and enough(item.figures.n)],
        few=[item for item in analysis.items if not item.figures or not enough(item.figures.n)],
        groups=queries.groups_of(session(), slug),
        group=group,
        fewest=FEWEST,
        enough=enough,
        small_picture=small_picture,
    )


@bp.get("/teach/figures")
@requires(Permission.TEACH)
def explained() -> str:
    """Say what the figures mean."""
    return render_template("analysis/explained.html", parts=PARTS)


@bp.get("/teach/tests/<slug>/questions.csv")
@requires(Permission.TEACH)
def table(slug: str) -> Response:
    """Return the figures of the questions as CSV."""
    _entry(slug)
    group = _group()
    of = f"-cohort-{group.key}" if group else ""
    response = make_response(csv_of(queries.analysis_of(session(), slug, group), group))
    response.mimetype = "text/csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}{of}-questions.csv"'
    return response


@bp.get("/teach/wordings/<int:version_id>")
@requires(Permission.TEACH)
def wording(version_id: int) -> str:
    """Show a wording with its key, who chose what, and what was decided."""
    return _page(_version(version_id), DecisionForm(MultiDict()))


@bp.post("/teach/wordings/<int:version_id>/decision")
@requires(Permission.TEACH)
def decide(version_id: int) -> ResponseReturnValue:
    """Record a decision about a wording."""
    version, form = _version(version_id), DecisionForm()
    if not form.validate():
        return _page(version, form), 422
    decision = Decision(form.decision.data)
    actions.decide(session(), version.id, decision, (form.reason.data or "").strip(), me().id, now())
    session().commit()
    flash("The decision is recorded.")
    group = _group()
    cohort = group.key if group else None
    return redirect(url_for(".wording", version_id=version.id, cohort=cohort), code=303)


def _page(version: Version, form: DecisionForm) -> str:
    group = _group()
    analysis = queries.analysis_of(session(), version.slug, group)
    made = corrections_made(session(), version.slug)
    return render_template(
        "analysis/wording.html",
        entry=entry_or_former(version.slug),
        version=version,
        question=version.question,
        key_words=said_key(key_in_force(version.question, version.id, in_force(made))),
        notes=notes_on(made, version.question, version.id),
        item=next((item for item in analysis.items if item.version_id == version.id), None),
        groups=queries.groups_of(session(), version.slug),
        group=group,
        exchanges=exchanges_on(session(), version.id),
        decided=queries.decided_on(session(), version.id),
        words=DECISIONS,
        form=form,
        fewest=FEWEST,
        enough=enough,
        large_picture=large_picture,
    )


def _version(version_id: int) -> Version:
    return version_of(session(), version_id) or abort(404)


def _entry(slug: str) -> object:
    """Return the line of the course; a test that left it can be looked at while somebody has sat it."""
    entry = entry_or_former(slug)
    if entry.lecture is None and slug not in queries.sittings_by_test(session()):
        abort(404)
    return entry


def _group() -> queries.Group | None:
    """Return the group that the address asks for, None for everybody."""
    wanted = request.args.get("cohort", "")
    return (queries.group_with_key(session(), wanted) or abort(404)) if wanted else None
