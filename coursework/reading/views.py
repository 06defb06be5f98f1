"""The lecture page, and what it reports back."""

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from coursework.content.course import Lecture
from coursework.database import quick, session
from coursework.identity.guards import requires
from coursework.identity.people import me, somebody
from coursework.identity.rules import Permission
from coursework.reading import actions, queries, rules
from coursework.reading.pulses import pulse_from
from coursework.web.current import lecture_or_404, now, site, the_course
from coursework.web.packing import Packed, pack, page_with
from coursework.web.page_tokens import LECTURE, TEST, make_page_token, read_page_token

bp = Blueprint("reading", __name__)


@bp.get("/lectures/<slug>")
def lecture_page(slug: str) -> ResponseReturnValue:
    """Show a lecture; the open one to anybody, the others to people who are signed in."""
    lecture = lecture_or_404(slug)
    person = somebody()
    if person is None:
        return _stranger_reads(lecture)
    if not person.may(Permission.READ_LECTURES):
        abort(403)
    reading = queries.reading_of(session(), person.id, slug)
    token = make_page_token(person.id, slug, LECTURE)
    return _page(lecture, reading, token)


@requires(Permission.READ_LECTURES)
def _locked() -> ResponseReturnValue:
    """Ask a stranger to sign in."""
    abort(403)


def _stranger_reads(lecture: Lecture) -> ResponseReturnValue:
    if lecture.slug != the_course().open_lecture:
        return _locked()  # type: ignore[no-any-return, unused-ignore]
    return _page(lecture, rules.Reading(), "")


def _page(lecture: Lecture, reading: rules.Reading, token: str) -> Response:
    page = render_template("reading/lecture.html", lecture=lecture, reading=reading, token=token)
    return page_with(page, _text_of(lecture))


def _text_of(lecture: Lecture) -> Packed:
    """Return the text of a lecture, the same for everybody: rendered and compressed once."""
    ready, key = site().prepared, (the_course().digest, lecture.slug)
    if key not in ready:
        ready[key] = pack(render_template("reading/body.html", lecture=lecture))
    return ready[key]


@bp.post("/lectures/<slug>/read")
@requires(Permission.READ_LECTURES)
def mark_sections(slug: str) -> ResponseReturnValue:
    """Mark sections as read by hand."""
    lecture = lecture_or_404(slug)
    chosen = [lecture.section_of(one) or abort(404) for one in request.form.getlist("section")]
    for section in chosen:
        actions.mark_as_read(session(), me().id, slug, section.id, now())
    session().commit()
    said = Markup(", ").join(section.title for section in chosen) or "nothing was chosen"
    flash(Markup("Marked as read: {}.").format(said))
    return redirect(url_for(".lecture_page", slug=slug), code=303)


@bp.post("/pulse")
@quick
@requires(Permission.READ_LECTURES)
def pulse() -> Response:
    """Credit activity on a page of ours, and keep the reader's place."""
    body = request.get_json()
    token = read_page_token(body.get("page") if isinstance(body, dict) else None)
    if token is None or token.person_id != me().id or now() - token.loaded_at > rules.PULSE_TAKEN_FOR:
        abort(404)
    lecture = lecture_or_404(token.slug)
    sections = [section.id for section in lecture.sections]
    told = pulse_from(body, [rules.TEST_PART] if token.kind == TEST else sections, sections)
    arrived = now()
    fresh = actions.credit(session(), me().id, token.slug, told.spans, token.loaded_at, arrived)
    if told.section is not None and token.kind == LECTURE:
        place = rules.Place(told.section, told.share, arrived)
        actions.keep_place(session(), me().id, token.slug, place)
    session().commit()
    return jsonify(credited=fresh)
