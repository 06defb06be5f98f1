"""The page before a test, the paper, saved answers, the result."""

import secrets
from dataclasses import asdict

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from coursework.assessment import actions, queries, rules
from coursework.assessment.paper_forms import SentPaper, answers_in
from coursework.assessment.result_page import reviewed
from coursework.content.answers import AnswerNotUnderstoodError
from coursework.database import session, take_turn
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.web.current import entry_or_former, lecture_or_404, now, the_course
from coursework.web.page_tokens import TEST, make_page_token
from coursework.web.refusals import refuse

bp = Blueprint("assessment", __name__)
bp.add_app_template_filter(rules.said_points, "points")


@bp.get("/lectures/<slug>/test")
@requires(Permission.TAKE_TESTS)
def before(slug: str) -> ResponseReturnValue:
    """Show what to expect, the policy, and the tries so far."""
    lecture = lecture_or_404(slug)
    return render_template(
        "assessment/before.html",
        lecture=lecture,
        policy=the_course().policy,
        to_pass=rules.points_to_pass(the_course().policy.questions, the_course().policy.pass_mark),
        outcomes=queries.outcomes_of(session(), me().id, slug),
        open_attempt=queries.open_attempt_of(session(), me().id, slug),
    )


@bp.post("/lectures/<slug>/attempts")
@requires(Permission.TAKE_TESTS)
def begin(slug: str) -> ResponseReturnValue:
    """Draw a paper, or go on with the open one."""
    lecture = lecture_or_404(slug)
    take_turn(session(), f"tests of {me().id}")
    seed = secrets.randbits(32)
    attempt_id = actions.begin_attempt(session(), me().id, lecture, the_course().policy, seed, now())
    session().commit()
    return redirect(url_for(".sit", attempt_id=attempt_id), code=303)


@bp.get("/attempts/<int:attempt_id>")
@requires(Permission.TAKE_TESTS)
def sit(attempt_id: int) -> ResponseReturnValue:
    """Show the paper with what is saved; one that was handed in leads to its result."""
    sitting = _sitting(attempt_id)
    if sitting.submitted_at is not None:
        return redirect(url_for(".result", attempt_id=attempt_id), code=303)
    return _paper(sitting, queries.paper_of(session(), attempt_id))


@bp.post("/attempts/<int:attempt_id>")
@requires(Permission.TAKE_TESTS)
def take(attempt_id: int) -> ResponseReturnValue:
    """Save the whole form; hand it in when asked, and when nothing is open or that is confirmed."""
    take_turn(session(), f"attempt {attempt_id}")
    sitting = _sitting(attempt_id)
    if sitting.submitted_at is not None:
        return redirect(url_for(".result", attempt_id=attempt_id), code=303)
    lines = queries.paper_of(session(), attempt_id)
    sent = answers_in(request.form, lines)
    lines = actions.save_answers(session(), attempt_id, lines, sent.answers, now())
    left = [line.position for line in lines if not line.answered]
    wants_in = request.form.get("do") == "submit"
    hand_in = wants_in and not sent.faults and (not left or request.form.get("sure") == "1")
    if hand_in:
        actions.submit(session(), attempt_id, now())
    session().commit()
    if not hand_in and (sent.faults or wants_in):
        return _paper(sitting, lines, sent, left=left if wants_in else None), 422
    return redirect(url_for(".result" if hand_in else ".sit", attempt_id=attempt_id), code=303)


@bp.put("/attempts/<int:attempt_id>/responses/<int:question>")
@requires(Permission.TAKE_TESTS)
def save(attempt_id: int, question: int) -> Response:
    """Save one answer, or a flag, and return a receipt."""
    take_turn(session(), f"attempt {attempt_id}")
    line, submitted_at = queries.line_of(session(), attempt_id, me().id, question) or abort(404)
    if submitted_at is not None:
        response = refuse(409, "This test has been handed in; what was saved before counts.")
        response.headers["Location"] = url_for(".result", attempt_id=attempt_id)
        return response
    body = request.get_json()
    if not isinstance(body, dict) or not {"answer", "flagged"} & body.keys():
        abort(422)
    moment = now()
    receipt = actions.Receipt(question=question, revision=line.revision, standing="kept", saved_at=moment)
    if isinstance(body.get("flagged"), bool):
        actions.flag(session(), attempt_id, question, flagged=body["flagged"])
    if "answer" in body:
        told = body["answer"]
        answer = None if told is None else line.question.accepted(line.question.meant(told, line.order))
        key, seen = body.get("key") or secrets.token_urlsafe(9), body.get("seen", line.revision)
        receipt = actions.save_answer(session(), attempt_id, line, answer, key, seen, moment)
    session().commit()
    saved_at = receipt.saved_at.isoformat(timespec="milliseconds")
    return jsonify(asdict(receipt) | {"saved_at": saved_at})


@bp.errorhandler(AnswerNotUnderstoodError)
def not_understood(fault: AnswerNotUnderstoodError) -> Response:
    """Say what an answer must be; what was saved before stays."""
    return refuse(422, str(fault))


@bp.get("/attempts/<int:attempt_id>/result")
@requires(Permission.TAKE_TESTS)
def result(attempt_id: int) -> ResponseReturnValue:
    """Show the score against the pass line, and each question with its rationale."""
    sitting = _sitting(attempt_id)
    if sitting.submitted_at is None:
        return redirect(url_for(".sit", attempt_id=attempt_id), code=303)
    outcomes = queries.outcomes_of(session(), me().id, sitting.slug)
    page = reviewed(
        the_course().lecture_of(sitting.slug),
        queries.paper_of(session(), attempt_id),
        next(one for one in outcomes if one.attempt_id == attempt_id),
    )
    entry = entry_or_former(sitting.slug)
    return render_template("assessment/result.html", page=page, outcomes=outcomes, entry=entry)


def _sitting(attempt_id: int) -> queries.Sitting:
    return queries.sitting_of(session(), attempt_id, me().id) or abort(404)


def _paper(
    sitting: queries.Sitting,
    lines: list[queries.Line],
    sent: SentPaper | None = None,
    left: list[int] | None = None,
) -> str:
    return render_template(
        "assessment/paper.html",
        sitting=sitting,
        entry=entry_or_former(sitting.slug),
        lines=lines,
        faults=sent.faults if sent else {},
        typed=request.form,
        left=left,
        token=make_page_token(me().id, sitting.slug, TEST),
    )
