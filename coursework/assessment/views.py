"""The page before a test, the paper, saved answers, the result."""

import secrets
from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from coursework.assessment import actions, beginning, queries, receipts, rules
from coursework.assessment.actions import Receipt, SavedForm
from coursework.assessment.closing import close_before_reading, note_look, still_open
from coursework.assessment.corrections.queries import corrections_made
from coursework.assessment.late.on_result import on_result
from coursework.assessment.outcomes import outcomes_of
from coursework.assessment.paper_forms import SentPaper, answers_in
from coursework.assessment.reported.queries import reports_on
from coursework.assessment.result_page import reviewed
from coursework.assessment.revisions import revisions_of
from coursework.assessment.rules import Tries
from coursework.assessment.tries import begun_at
from coursework.content.answers import AnswerNotUnderstoodError
from coursework.content.course import Lecture
from coursework.database import session
from coursework.enrolment.queries import policy_for
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.queries import take_turn_of
from coursework.identity.rules import Permission
from coursework.web.current import entry_or_former, lecture_or_404, now, the_course
from coursework.web.page_tokens import TEST, make_page_token, make_person_key
from coursework.web.refusals import refuse

bp = Blueprint("assessment", __name__)
bp.add_app_template_filter(rules.said_points, "points")


@bp.get("/lectures/<slug>/test")
@requires(Permission.TAKE_TESTS)
def before(slug: str) -> ResponseReturnValue:
    """Show what to expect, the policy, and the tries so far."""
    lecture = lecture_or_404(slug)
    overdue = queries.overdue_attempt_of(session(), me().id, slug, now())
    if overdue is not None:
        close_before_reading(overdue)
    return _before(lecture)


def _before(lecture: Lecture) -> str:
    policy, _ = policy_for(session(), the_course().policy, me().id)
    outcomes = outcomes_of(session(), me().id, lecture.slug)
    counted = [one for one in outcomes if not one.tried_out]
    tries = Tries(count=len(counted), closed_at=max((one.submitted_at for one in counted), default=None))
    return render_template(
        "assessment/before.html",
        lecture=lecture,
        policy=policy,
        tries_out=me().may(Permission.TEACH),
        barrier=rules.may_begin(policy, tries, now()),
        to_pass=rules.points_to_pass(policy.questions, policy.pass_mark),
        outcomes=outcomes,
        open_attempt=begun_at(session(), me().id, lecture.slug).open_attempt,
    )


@bp.post("/lectures/<slug>/attempts")
@requires(Permission.TAKE_TESTS)
def begin(slug: str) -> ResponseReturnValue:
    """Draw a paper, or go on with the open one; what the policy forbids now is said on the page before."""
    lecture = lecture_or_404(slug)
    take_turn_of(session(), me().id)  # whoever leaves the cohort at this moment comes before or after
    policy, cohort_id = policy_for(session(), the_course().policy, me().id)
    terms = beginning.Terms(policy=policy, cohort_id=cohort_id, counted=not me().may(Permission.TEACH))
    try:
        attempt_id = beginning.begin_attempt(session(), me().id, lecture, terms, secrets.randbits(32), now())
    except beginning.CannotBeginError:
        session().commit()  # an attempt whose time was up is closed
        return _before(lecture), 409
    session().commit()
    return redirect(url_for(".sit", attempt_id=attempt_id), code=303)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.TAKE_TESTS)
def sit(attempt_id: int) -> ResponseReturnValue:
    """Show the paper with what is saved; one that is closed leads to its result."""
    sitting = _sitting(attempt_id)
    if sitting.submitted_at is not None:
        return redirect(url_for(".result", attempt_id=attempt_id), code=303)
    return _paper(sitting, SavedForm(lines=queries.paper_of(session(), attempt_id)))


@bp.get("/attempts/<int:attempt_id>/state")
@requires(Permission.TAKE_TESTS)
def state(attempt_id: int) -> Response:
    """Tell the owner's browser what is safe, until when, and with which token to send the rest."""
    sitting = _sitting(attempt_id)
    closed = sitting.submitted_at is not None
    stale = queries.stale_counts(session(), attempt_id)
    return jsonify(
        attempt=attempt_id,
        person=make_person_key(me().id),
        csrf=generate_csrf(),
        now=receipts.said(now()),
        deadline=receipts.said(sitting.deadline_at),
        closed=sitting.closed_by,
        result=url_for(".result", attempt_id=attempt_id) if closed else None,
        responses=[
            receipts.said_answer(line)
            | {"question": line.position, "flagged": line.flagged, "stale": stale.get(line.position, 0)}
            for line in queries.paper_of(session(), attempt_id)
        ],
    )


@bp.post("/attempts/<int:attempt_id>")
@requires(Permission.TAKE_TESTS)
def take(attempt_id: int) -> ResponseReturnValue:
    """Save the whole form; hand it in when asked, and when nothing is open or that is confirmed."""
    sitting = queries.sitting_of(session(), attempt_id, me().id) or abort(404)
    if sitting.over(now()) and actions.close_if_over(session(), attempt_id, now()):
        sitting = _sitting(attempt_id)
    lines = queries.paper_of(session(), attempt_id)
    sent = answers_in(request.form, lines)
    saved = actions.save_form(session(), sitting, lines, sent.answers, sent.seen, now())
    if sitting.submitted_at is not None:
        session().commit()
        if saved.late:
            flash("The test was closed already. What you sent now is kept as late, and not counted.")
        return redirect(url_for(".result", attempt_id=attempt_id), code=303)
    if sent.flag is not None:
        actions.turn_flag(session(), attempt_id, sent.flag)
    left = [line.position for line in saved.lines if not line.answered] if sent.wants_in else []
    hand_in = sent.wants_in and not (sent.faults or saved.stale or (left and not sent.sure))
    if hand_in:
        actions.submit(session(), attempt_id, now(), saved.lines)
    session().commit()
    if sent.faults or saved.stale or (left and not hand_in):
        return _paper(sitting, saved, sent, left), 422
    anchor = f"question-{sent.flag}" if sent.flag else None
    return redirect(
        url_for(".result" if hand_in else ".sit", attempt_id=attempt_id, _anchor=anchor), code=303
    )


@bp.put("/attempts/<int:attempt_id>/responses/<int:question>")
@requires(Permission.TAKE_TESTS)
def save(attempt_id: int, question: int) -> Response:
    """Save one answer, or a flag, and return a receipt; what comes too late is kept, and not counted."""
    told, moment, receipt = request.get_json(), now(), None
    found = queries.line_of(session(), attempt_id, me().id, question) or abort(404)
    body, line = receipts.body_of_save(told), found.line
    over = rules.time_is_up(found.deadline_at, moment)
    closed = found.submitted_at is not None or (over and actions.close_if_over(session(), attempt_id, moment))
    if "flagged" in body and not closed:
        actions.flag(session(), attempt_id, question, flagged=body["flagged"])
    if "answer" in body:
        wanted = receipts.save_in(body, line)
        receipt = actions.save_answer(session(), attempt_id, line, wanted, moment, closed=closed)
    session().commit()
    if closed and (receipt is None or receipt.standing == "late"):
        return receipts.too_late(attempt_id, receipt)
    flagged = Receipt(question=question, revision=line.revision, standing="kept", saved_at=moment)
    return receipts.said_receipt(receipt or flagged, line)


@bp.errorhandler(AnswerNotUnderstoodError)
def not_understood(fault: AnswerNotUnderstoodError) -> Response:
    """Say what an answer must be; what was saved before stays."""
    return refuse(422, str(fault))


@bp.get("/attempts/<int:attempt_id>/result")
@requires(Permission.TAKE_TESTS)
def result(attempt_id: int) -> ResponseReturnValue:
    """Show the score against the pass line and each question; with keys and reasons once that is due."""
    sitting = _sitting(attempt_id)
    if sitting.submitted_at is None:
        return redirect(url_for(".sit", attempt_id=attempt_id), code=303)
    if sitting.result_seen_at is None:
        note_look(attempt_id)
    open_try = still_open(me().id, sitting.slug)
    outcomes = outcomes_of(session(), me().id, sitting.slug)
    outcome = next(one for one in outcomes if one.attempt_id == attempt_id)
    open_ = rules.shows_everything(
        sitting.policy,
        passed=outcome.passed,
        ever_passed=any(one.passed for one in outcomes),
        test_open=open_try is not None,
    )
    made, lines = corrections_made(session(), sitting.slug), queries.paper_of(session(), attempt_id)
    return render_template(
        "assessment/result.html",
        page=reviewed(the_course().lecture_of(sitting.slug), lines, outcome, made, open_=open_),
        revisions=revisions_of(session(), attempt_id, lines, made),
        outcomes=outcomes,
        entry=entry_or_former(sitting.slug),
        closed_by=sitting.closed_by,
        open_try=open_try,
        late=on_result(session(), attempt_id, outcome.answers),
        reports=reports_on(session(), attempt_id),
    )


def _sitting(attempt_id: int) -> queries.Sitting:
    """Return an attempt to read; one whose time is up is closed first."""
    sitting = queries.sitting_of(session(), attempt_id, me().id) or abort(404)
    if sitting.over(now()):
        close_before_reading(attempt_id)
        sitting = queries.sitting_of(session(), attempt_id, me().id) or abort(404)
    return sitting


def _paper(
    sitting: queries.Sitting, saved: SavedForm, sent: SentPaper | None = None, left: Sequence[int] = ()
) -> str:
    return render_template(
        "assessment/paper.html",
        sitting=sitting,
        entry=entry_or_former(sitting.slug),
        lines=saved.lines,
        stale=saved.stale,
        faults=sent.faults if sent else {},
        typed=request.form,
        left=left,
        person_key=make_person_key(me().id),
        deadline=sitting.deadline_at,
        now=now(),
        token=make_page_token(me().id, sitting.slug, TEST),
    )
