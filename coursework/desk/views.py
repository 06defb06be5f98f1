"""The course page, my progress, my account; what those who teach begin with."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from coursework.assessment.late.queries import waiting_counts
from coursework.assessment.reported.queries import open_report_counts
from coursework.database import session
from coursework.desk.missing import what_is_missing
from coursework.enrolment.queries import cohort_of, cohorts_with_counts, policy_for
from coursework.identity.account.queries import address_that_waits, devices_of
from coursework.identity.guards import requires
from coursework.identity.people import me
from coursework.identity.rules import Permission
from coursework.mail.letters import stop_token
from coursework.mail.queries import stopped_kinds
from coursework.mail.rules import CAN_BE_STOPPED
from coursework.progress.queries import progress_of
from coursework.web.current import now, the_course

bp = Blueprint("desk", __name__)


@bp.get("/course")
@requires(Permission.READ_LECTURES)
def course_page() -> ResponseReturnValue:
    """Show the lectures, and the one thing to do next."""
    progress = progress_of(session(), the_course(), me().id)
    policy, cohort_id = policy_for(session(), the_course().policy, me().id)
    return render_template("desk/course.html", progress=progress, policy=policy, cohort_id=cohort_id)


@bp.get("/progress")
@requires(Permission.SEE_OWN_PROGRESS)
def my_progress() -> ResponseReturnValue:
    """Show what is done, what is missing, and how long it took."""
    progress = progress_of(session(), the_course(), me().id)
    return render_template(
        "desk/progress.html",
        progress=progress,
        missing=what_is_missing(progress),
        cohort=cohort_of(session(), the_course().policy, me().id),
        at=now(),
    )


@bp.get("/account")
@requires(Permission.SEE_OWN_PROGRESS)
def account() -> ResponseReturnValue:
    """Show what is known of the person, which mails come, and the ways out."""
    stopped = stopped_kinds(session(), me().id)
    return render_template(
        "desk/account.html",
        devices=devices_of(session(), me().id, me().token, now()),
        waiting=address_that_waits(session(), me().id, now()),
        mails=[(words, kind in stopped, stop_token(kind, me().id)) for kind, words in CAN_BE_STOPPED.items()],
        cohort=cohort_of(session(), the_course().policy, me().id),
    )


@bp.get("/teach")
@requires(Permission.TEACH)
def teach() -> ResponseReturnValue:
    """Show the cohorts, the tests and what waits there."""
    return render_template(
        "desk/teach.html",
        cohorts=cohorts_with_counts(session(), the_course().policy),
        late=waiting_counts(session()),
        reports=open_report_counts(session()),
    )
