"""See who would move, correct the keys of a test, take a correction back."""

from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coursework.assessment.corrections import actions, queries, rules
from coursework.assessment.corrections.forms import WHAT, ReasonForm, RulingForm, answer_in, line_of
from coursework.content.quiz_places import place_of
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import entry_or_former, now, site

bp = Blueprint("corrections", __name__)


@dataclass(frozen=True)
class _Asked:
    """What a page asks for: the form, the rulings in it (none when it is incomplete), the fault."""

    form: RulingForm
    rulings: tuple[rules.Ruling, ...] = ()
    fault: str = ""


@bp.get("/teach/tests/<slug>/corrections")
@requires(Permission.CORRECT_KEYS)
def history(slug: str) -> ResponseReturnValue:
    """Show the corrections of a test, the newest first."""
    return render_template(
        "corrections/history.html",
        entry=entry_or_former(slug),
        made=list(reversed(queries.corrections_made(session(), slug))),
        versions=queries.wordings_corrected(session(), slug),
        what=WHAT,
    )


@bp.get("/teach/wordings/<int:version_id>/correction")
@requires(Permission.CORRECT_KEYS)
def correction(version_id: int) -> ResponseReturnValue:
    """Show the form; and, once something is chosen, who would move."""
    version = _version(version_id)
    if "what" not in request.args:
        return _page(version, _Asked(RulingForm(None)))  # nothing sent: what is ticked at first is
    asked = _asked(version, request.args)
    return _page(version, asked, ReasonForm(MultiDict())), 422 if not asked.rulings else 200


@bp.post("/teach/wordings/<int:version_id>/correction")
@requires(Permission.CORRECT_KEYS)
def correct(version_id: int) -> ResponseReturnValue:
    """Apply what was looked at."""
    version = _version(version_id)
    asked, reason = _asked(version, request.form), ReasonForm()
    if not reason.validate() or not asked.rulings:
        return _page(version, asked, reason), 422
    never_lower = bool(asked.form.never_lower.data)
    moves = actions.correct_keys(
        session(), version.slug, asked.rulings, _decision(reason), never_lower=never_lower
    )
    return _done(version.slug, moves, "The correction is applied.")


@bp.get("/teach/tests/<slug>/corrections/<int:correction_id>/take-back")
@requires(Permission.CORRECT_KEYS)
def undoing(slug: str, correction_id: int) -> ResponseReturnValue:
    """Show what taking a correction back would do."""
    return _undo_page(slug, correction_id, ReasonForm(MultiDict()))


@bp.post("/teach/tests/<slug>/corrections/<int:correction_id>/take-back")
@requires(Permission.CORRECT_KEYS)
def undo(slug: str, correction_id: int) -> ResponseReturnValue:
    """Take a correction back."""
    reason = ReasonForm()
    if not reason.validate():
        return _undo_page(slug, correction_id, reason), 422
    moves = actions.take_back(session(), slug, correction_id, _decision(reason))
    return _done(slug, moves, "The correction is taken back.")


def _decision(form: ReasonForm) -> actions.Decision:
    return actions.Decision(
        made_by=me().id, reason=(form.reason.data or "").strip(), at=now(), seen=int(form.seen.data or 0)
    )


def _done(slug: str, moves: list[queries.Move], words: str) -> ResponseReturnValue:
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    count = sum(move.counted and move.changes_score for move in moves)
    flash(f"{words} {'One result' if count == 1 else f'{count} results'} changed.")
    return redirect(url_for(".history", slug=slug), code=303)


def _version(version_id: int) -> queries.Version:
    return queries.version_of(session(), version_id) or abort(404)


def _asked(version: queries.Version, sent: MultiDict[str, str]) -> _Asked:
    form = RulingForm(sent)
    if not form.validate():
        return _Asked(form)
    what = rules.What(form.what.data)
    answer, fault = answer_in(sent, version, what)
    corrections = queries.corrections_in_force(session(), version.slug)
    key = rules.key_in_force(version.question, version.id, corrections)
    fault = fault or rules.fault_of(key, what, answer)
    if fault:
        return _Asked(form, fault=fault)
    ticked = {int(one) for one in sent.getlist("also") if one.isdecimal()}
    also = [one.id for one in _alike(version) if one.id in ticked] if ticked else []
    ruling = rules.Ruling(version_id=version.id, what=what, answer=answer)
    return _Asked(form, (ruling, *(replace(ruling, version_id=one) for one in also)))


def _alike(version: queries.Version) -> list[queries.Version]:
    """Return the other wordings of the question to which an answer of this one can be given."""
    others = queries.versions_of(session(), version.slug, version.question.id)
    return [
        one for one in others if one.id != version.id and rules.same_answers(one.question, version.question)
    ]


def _page(version: queries.Version, asked: _Asked, reason: ReasonForm | None = None) -> str:
    made = queries.corrections_made(session(), version.slug)
    tried = rules.Correction(rulings=asked.rulings, never_lower=bool(asked.form.never_lower.data))
    touched = {one.version_id for one in asked.rulings}
    moves = (
        queries.moves_under(session(), version.slug, touched, [*queries.in_force(made), tried])
        if asked.rulings
        else []
    )
    return render_template(
        "corrections/correction.html",
        entry=entry_or_former(version.slug),
        version=version,
        line=line_of(version),
        alike=_alike(version),
        asked=asked,
        reason=reason,
        moves=[move for move in moves if move.counted and move.changes_score],
        seen=len(made),
        place=place_of(site().settings.quiz_dir, version.slug, version.question.id),
        sent=request.values,
    )


def _undo_page(slug: str, correction_id: int, reason: ReasonForm) -> str:
    made = queries.corrections_made(session(), slug)
    undone = next((one for one in made if one.id == correction_id and one.undoes_id is None), None)
    if undone is None or undone.taken_back:
        abort(404)
    left = queries.in_force([one for one in made if one.id != correction_id])
    moves = queries.moves_under(session(), slug, {one.version_id for one in undone.rulings}, left)
    return render_template(
        "corrections/take_back.html",
        entry=entry_or_former(slug),
        undone=undone,
        reason=reason,
        moves=[move for move in moves if move.counted and move.changes_score],
        seen=len(made),
    )
