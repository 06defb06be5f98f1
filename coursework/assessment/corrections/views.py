"""See who would move, correct the keys of a test, take a correction back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from coursework.assessment.corrections import actions, queries, rules
from coursework.assessment.corrections.forms import ReasonForm, RulingForm, answer_in, line_of
from coursework.assessment.corrections.moves import Move, effects_of, moves_under
from coursework.assessment.corrections.words import said_key, said_ruling, said_rulings
from coursework.assessment.wordings import wordings_of
from coursework.content.answers import Answer
from coursework.content.questions import Question
from coursework.content.quiz_places import place_of
from coursework.database import session
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.web.current import entry_or_former, now, site

bp = Blueprint("corrections", __name__)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a page asks for: the answer and the rulings in it (none when it is incomplete), the fault."""

    version: queries.Version
    made: Sequence[queries.Made]
    alike: Sequence[queries.Version]
    key: rules.Key
    form: RulingForm
    answer: Answer | None = None
    rulings: tuple[rules.Ruling, ...] = ()
    fault: str = ""


@bp.get("/teach/tests/<slug>/corrections")
@requires(Permission.CORRECT_KEYS)
def history(slug: str) -> ResponseReturnValue:
    """Show the corrections of a test, the newest first."""
    return _history(slug)


@bp.get("/teach/wordings/<int:version_id>/correction")
@requires(Permission.CORRECT_KEYS)
def correction(version_id: int) -> ResponseReturnValue:
    """Show the form; and once something is chosen, who would move."""
    version = _version(version_id)
    if "what" not in request.args:
        return _form_page(_asked(version, None))
    asked = _asked(version, request.args)
    if not asked.rulings or "again" in request.args:
        return _form_page(asked), 200 if asked.rulings else 422
    return _preview(asked, ReasonForm(MultiDict({"reason": request.args.get("reason", "")})))


@bp.post("/teach/wordings/<int:version_id>/correction")
@requires(Permission.CORRECT_KEYS)
def correct(version_id: int) -> ResponseReturnValue:
    """Apply what was looked at; when the test was corrected meanwhile, show it anew."""
    version = _version(version_id)
    asked, reason = _asked(version, request.form), ReasonForm()
    if not reason.validate() or not asked.rulings:
        return _preview(asked, reason) if asked.rulings else _form_page(asked, reason), 422
    try:
        moves = actions.correct_keys(
            session(),
            version.slug,
            asked.rulings,
            _decision(reason),
            never_lower=bool(asked.form.never_lower.data),
        )
    except actions.OutOfDateError:
        return _preview(_asked(version, request.form), reason), 409
    return _done(version.slug, moves, "The correction is applied.")


@bp.get("/teach/tests/<slug>/corrections/<int:correction_id>/take-back")
@requires(Permission.CORRECT_KEYS)
def undoing(slug: str, correction_id: int) -> ResponseReturnValue:
    """Show what taking a correction back would do."""
    return _undo_page(slug, correction_id, ReasonForm(MultiDict()), 200)


@bp.post("/teach/tests/<slug>/corrections/<int:correction_id>/take-back")
@requires(Permission.CORRECT_KEYS)
def undo(slug: str, correction_id: int) -> ResponseReturnValue:
    """Take a correction back; when the test was corrected meanwhile, show it anew."""
    reason = ReasonForm()
    if not reason.validate():
        return _undo_page(slug, correction_id, reason, 422)
    try:
        moves = actions.take_back(session(), slug, correction_id, _decision(reason))
    except actions.OutOfDateError:
        return _undo_page(slug, correction_id, reason, 409)
    return _done(slug, moves, "The correction is taken back.")


def _decision(form: ReasonForm) -> actions.Decision:
    return actions.Decision(
        made_by=me().id, reason=(form.reason.data or "").strip(), at=now(), seen=form.known or 0
    )


def _done(slug: str, moves: list[Move], words: str) -> ResponseReturnValue:
    session().commit()
    enqueue(JobName.DELIVER_MAIL)
    count = len(_shown(moves))
    flash(f"{words} {'One result' if count == 1 else f'{count} results'} changed.")
    return redirect(url_for(".history", slug=slug), code=303)


def _shown(moves: Sequence[Move]) -> list[Move]:
    return [move for move in moves if move.counted and move.changes_score]


def _version(version_id: int) -> queries.Version:
    return queries.version_of(session(), version_id) or abort(404)


def _asked(version: queries.Version, sent: MultiDict[str, str] | None) -> _Asked:
    """Read a ruling from what was sent; None is a page that is opened for the first time."""
    made = queries.corrections_made(session(), version.slug)
    others = queries.versions_of(session(), version.slug, version.question.id)
    asked = _Asked(
        version=version,
        made=made,
        alike=[
            one
            for one in others
            if one.id != version.id and rules.same_answers(one.question, version.question)
        ],
        key=rules.key_in_force(version.question, version.id, queries.in_force(made)),
        form=RulingForm(sent),
    )
    if sent is None or not asked.form.validate():
        return asked
    what = rules.What(asked.form.what.data)
    answer, fault = answer_in(sent, version, what)
    fault = fault or rules.fault_of(asked.key, what, answer)
    ticked = {version.id, *(int(one) for one in sent.getlist("also") if one.isdecimal())}
    ruling = rules.Ruling(version_id=version.id, what=what, answer=answer)
    rulings = (replace(ruling, version_id=one.id) for one in (version, *asked.alike) if one.id in ticked)
    return replace(asked, answer=answer, rulings=() if fault else tuple(rulings), fault=fault)


def _form_page(asked: _Asked, reason: ReasonForm | None = None) -> str:
    return render_template(
        "corrections/correction.html",
        entry=entry_or_former(asked.version.slug),
        version=asked.version,
        line=line_of(asked.version, asked.answer),
        asked=asked,
        key_words=said_key(asked.key),
        newer=_newer(asked.made, reason),
        my_id=me().id,
        sent=request.values,
    )


def _preview(asked: _Asked, reason: ReasonForm) -> str:
    tried = rules.Correction(rulings=asked.rulings, never_lower=bool(asked.form.never_lower.data))
    touched = {one.version_id for one in asked.rulings}
    corrections = [*queries.in_force(asked.made), tried]
    return render_template(
        "corrections/preview.html",
        entry=entry_or_former(asked.version.slug),
        version=asked.version,
        asked=asked,
        ruled=said_ruling(asked.key, asked.rulings[0]),
        reason=reason,
        moves=_shown(moves_under(session(), asked.version.slug, touched, corrections)),
        newer=_newer(asked.made, reason),
        my_id=me().id,
        place=place_of(site().settings.quiz_dir, asked.version.slug, asked.version.question.id),
        sent=[one for one in request.values.items(multi=True) if one[0] not in _NOT_ASKED],
    )


_NOT_ASKED = {"csrf_token", "seen", "reason", "again"}


def _newer(made: Sequence[queries.Made], reason: ReasonForm | None) -> Sequence[queries.Made]:
    """Return the corrections that came after a page was opened."""
    return [] if reason is None or reason.known is None else made[reason.known :]


def _history(slug: str, refused: str = "") -> str:
    made = queries.corrections_made(session(), slug)
    return render_template(
        "corrections/history.html",
        entry=entry_or_former(slug),
        made=list(reversed(made)),
        numbers={one.id: one.number for one in made},
        ruled=_said(made),
        effects=effects_of(session(), slug),
        refused=refused,
    )


def _said(made: Sequence[queries.Made]) -> dict[int, list[tuple[Question, str]]]:
    versions = {ruling.version_id for one in made for ruling in one.rulings}
    return said_rulings(made, wordings_of(session(), versions))


def _undo_page(slug: str, correction_id: int, reason: ReasonForm, status: int) -> ResponseReturnValue:
    made = queries.corrections_made(session(), slug)
    undone = next((one for one in made if one.id == correction_id and one.undoes_id is None), None)
    if undone is None:
        abort(404)
    if undone.taken_back:
        return _history(slug, f"Correction {undone.number} has been taken back already."), 409
    left = queries.in_force([one for one in made if one.id != correction_id])
    moves = moves_under(session(), slug, {one.version_id for one in undone.rulings}, left)
    page = render_template(
        "corrections/take_back.html",
        entry=entry_or_former(slug),
        undone=undone,
        ruled=_said(made)[undone.id],
        reason=reason,
        moves=_shown(moves),
        newer=_newer(made, reason),
        my_id=me().id,
        seen=len(made),
    )
    return page, status
